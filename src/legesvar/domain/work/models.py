"""What somebody at a clinic owes somebody, who has seen it, and who is looking at it now. Lists read nothing else."""

from django.db import models
from django.db.models.functions import Now

from legesvar.core.models import Record, Staff


class Item(Record):
    """Something to be done about one thing, by a date. Lists show what is here and no clinical text (WORK-8)."""

    about = models.UUIDField()
    kind = models.TextField()
    title = models.TextField(default="")
    patient_name = models.TextField()
    birth_date = models.DateField()
    assignee_id = models.BigIntegerField(null=True)
    assignee_name = models.TextField(default="")
    urgent = models.BooleanField(default=False)
    channel = models.TextField(default="web")
    rank = models.SmallIntegerField()
    attachments = models.SmallIntegerField(default=0)
    opened = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    due_date = models.DateField()
    # From this day on it is marked (WORK-3); stored when it is promised, like the last day.
    mark_date = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    # When the patient last wrote: who has not looked since has it unread.
    news_at = models.DateTimeField(db_default=Now())
    # Set by the database at every change, so that no writer forgets: open lists ask whether it has moved.
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "work_item"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "about"], name="one_item_per_thing"),
            models.CheckConstraint(condition=models.Q(channel__in=["web", "phone"]), name="a_known_work_channel"),
        ]
        # All that the wall asks of a row stands in each, so that counting what is open reads no row.
        indexes = [
            models.Index(
                fields=["clinic_id", "due_date", "rank", "id"], condition=models.Q(done_at=None),
                include=["person_id", "hidden"], name="worklist_of_a_clinic",
            ),
            models.Index(
                fields=["clinic_id", "assignee_id", "due_date", "rank", "id"], condition=models.Q(done_at=None),
                include=["person_id", "hidden"], name="worklist_of_one",
            ),
            models.Index(
                fields=["clinic_id", "-done_at", "-id"], condition=models.Q(done_at__isnull=False),
                include=["person_id"], name="work_done",
            ),
            models.Index(
                fields=["clinic_id", "due_date", "rank", "id"], condition=models.Q(done_at=None, assignee_id=None),
                include=["person_id", "hidden", "kind"], name="worklist_of_nobody",
            ),
            models.Index(
                fields=["clinic_id", "kind", "due_date", "rank", "id"], condition=models.Q(done_at=None),
                include=["person_id", "hidden"], name="worklist_of_a_kind",
            ),
            models.Index(
                fields=["clinic_id", "assignee_id", "kind", "due_date", "rank", "id"],
                condition=models.Q(done_at=None), include=["person_id", "hidden"], name="worklist_of_one_by_kind",
            ),
            models.Index(
                fields=["clinic_id", "kind", "due_date", "rank", "id"],
                condition=models.Q(done_at=None, assignee_id=None), include=["person_id", "hidden"],
                name="worklist_of_nobody_by_kind",
            ),
            models.Index(
                fields=["clinic_id", "kind", "-done_at", "-id"], condition=models.Q(done_at__isnull=False),
                include=["person_id"], name="work_done_of_a_kind",
            ),
            models.Index(
                fields=["clinic_id", "-changed_at", "-id"], include=["person_id", "hidden"], name="work_changed"
            ),
        ]  # fmt: skip


class Seen(Staff):
    """Since when a member of staff has seen what is new in one thing: unread is each person's own."""

    staff_id = models.BigIntegerField()
    about = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "work_seen"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "staff_id", "about"], include=["seen_at"], name="seen_once_by_each"
            ),
        ]


class Presence(Staff):
    """Where a colleague is: the thread they have in front of them, until they have not said so for a while (WORK-5)."""

    staff_id = models.BigIntegerField()
    name = models.TextField()
    about = models.UUIDField()
    doing = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "work_presence"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "staff_id"], name="everybody_is_in_one_place"),
            models.CheckConstraint(condition=models.Q(doing__in=["reading", "writing"]), name="a_known_doing"),
        ]
