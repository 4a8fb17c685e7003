"""One table of what somebody at a clinic owes somebody: the worklist reads nothing else."""

from django.db import models

from legesvar.core.models import Record


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
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_item"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "about"], name="one_item_per_thing"),
            models.CheckConstraint(condition=models.Q(channel__in=["web", "phone"]), name="a_known_work_channel"),
        ]
        indexes = [
            models.Index(
                fields=["clinic_id", "due_date", "rank", "id"], condition=models.Q(done_at=None),
                include=["person_id"], name="worklist_of_a_clinic",
            ),
            models.Index(
                fields=["clinic_id", "assignee_id", "due_date", "rank", "id"], condition=models.Q(done_at=None),
                include=["person_id"], name="worklist_of_one",
            ),
            models.Index(
                fields=["clinic_id", "-done_at", "-id"], condition=models.Q(done_at__isnull=False),
                include=["person_id"], name="work_done",
            ),
        ]  # fmt: skip
