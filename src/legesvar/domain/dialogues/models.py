"""Dialogues, their messages and their pictures, and what somebody is still writing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from legesvar.core.models import Record, Staff, new_public_id


class Dialogue(Record):
    """A conversation about one matter. Lists read this row alone, so it carries what they show.

    `unread_by` are those for whom there is something new here: the patient, and who acts for them. Each reads for
    themselves.
    `seen_number` is the newest message the clinic had before it when it last opened it, at `seen_at`.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    send_key = models.UUIDField()
    kind = models.TextField()
    state = models.TextField()
    channel = models.TextField(default="web")
    patient_name = models.TextField()
    birth_date = models.DateField()
    clinic_name = models.TextField()
    recipient_id = models.BigIntegerField(null=True)
    recipient_name = models.TextField(default="")
    from_name = models.TextField()
    started_by = models.TextField(default="patient", db_default="patient")
    purpose = models.TextField(default="", db_default="")
    previous = models.UUIDField(null=True)
    guidance = models.TextField(default="", db_default="")
    consent = models.ForeignKey("billing.Consent", models.PROTECT, null=True, related_name="+")
    messages = models.IntegerField(default=1)
    attachments = models.SmallIntegerField(default=0)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_date = models.DateField()
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_number = models.IntegerField(default=0, db_default=0)
    read_at = models.DateTimeField(null=True)
    read_number = models.IntegerField(default=0)
    unread = models.BooleanField(default=False)
    unread_by = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    in_inbox = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.TextField(default="", db_default="")

    class Meta:
        db_table = "dialogues_dialogue"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_by__in=["patient", "clinic", "reception"]), name="somebody_known_started_it"
            ),
            models.UniqueConstraint(fields=["person_id", "send_key"], name="a_draft_is_sent_once"),
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="dialogue_pair"),
            models.UniqueConstraint(fields=["id", "clinic_id"], name="dialogue_at_a_clinic"),
            models.UniqueConstraint(fields=["consent"], name="a_consent_is_for_one_dialogue"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["waiting_for_clinic", "waiting_for_patient", "waiting_for_consent", "closed"]
                ),
                name="a_dialogue_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at=None)),
                name="closed_dialogues_know_when",
            ),
            models.CheckConstraint(
                condition=models.Q(in_inbox=True) | models.Q(state="closed", unread=False),
                name="only_closed_and_read_dialogues_are_archived",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id", "in_inbox", "-updated_at", "-id"], include=["clinic_id", "hidden"],
                name="innboks",
            ),
            models.Index(
                fields=["person_id", "-updated_at", "-id"], include=["clinic_id", "hidden"],
                condition=models.Q(state="closed"), name="arkiv",
            ),
            models.Index(
                fields=["previous"], include=["clinic_id", "person_id", "hidden"],
                condition=models.Q(previous__isnull=False), name="what_followed_a_dialogue",
            ),
            models.Index(fields=["clinic_id", "kind", "started_at"], include=["person_id"], name="sent_of_a_kind"),
            models.Index(
                fields=["updated_at"], condition=models.Q(state__in=["waiting_for_patient", "waiting_for_consent"]),
                name="waiting_for_patients",
            ),
        ]  # fmt: skip


class Message(Record):
    """What somebody wrote. Never changed (DIA-2); the database refuses one more in a closed dialogue (DIA-3)."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    number = models.IntegerField()
    send_key = models.UUIDField()
    from_patient = models.BooleanField()
    author_name = models.TextField()
    author_role = models.TextField()
    author_account_id = models.BigIntegerField(null=True)
    author_person_id = models.BigIntegerField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "dialogues_message"
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "number"], include=["clinic_id", "person_id", "hidden"],
                name="messages_are_numbered",
            ),
            models.UniqueConstraint(fields=["dialogue", "send_key"], name="a_form_is_sent_once"),
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="message_pair"),
        ]  # fmt: skip


class Conversion(Record):
    """The question whether a dialogue may become an e-consultation at its price, and what became of it (START-12)."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    recipient_id = models.BigIntegerField()
    recipient_name = models.TextField()
    tariff_version = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    outcome = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "dialogues_conversion"
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue"], condition=models.Q(outcome=""), name="one_question_about_the_price_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at=None)
                | (~models.Q(outcome="") & models.Q(ended_at__isnull=False)),
                name="a_question_that_has_ended_knows_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["dialogue", "id"], include=["clinic_id", "person_id", "hidden"],
                name="conversions_of_a_dialogue",
            ),
        ]  # fmt: skip


class Attachment(Record):
    """A picture or document that came with a message."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    message_number = models.IntegerField()
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        db_table = "dialogues_attachment"
        constraints = [
            models.UniqueConstraint(fields=["file"], name="a_file_is_attached_once"),
        ]
        indexes = [
            models.Index(
                fields=["dialogue", "message_number", "id"], include=["clinic_id", "person_id", "hidden"],
                name="attachments_of_a_dialogue",
            ),
        ]  # fmt: skip


class Draft(Record):
    """What somebody has begun and not sent: one per patient, writer and kind (START-9)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    kind = models.TextField()
    author_person_id = models.BigIntegerField()
    recipient_id = models.BigIntegerField(null=True)
    previous = models.UUIDField(null=True)
    not_urgent = models.BooleanField(default=False)
    guidance = models.TextField(default="", db_default="")
    not_a_wish = models.BooleanField(default=False, db_default=False)
    consent = models.ForeignKey("billing.Consent", models.PROTECT, null=True, related_name="+")
    texts = models.JSONField(default=dict)
    # The page that wrote the texts, by the key it was drawn with; None until one has.
    written_from = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "dialogues_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "author_person_id", "kind"], include=["clinic_id", "hidden"],
                name="one_draft_per_flow",
            ),
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="draft_pair"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["updated_at"], name="drafts_by_age")]


class DraftFile(Record):
    """A picture that waits in a draft."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+", db_constraint=False)
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        db_table = "dialogues_draft_file"


class Reply(Record):
    """What a patient is writing in a dialogue that waits for them: one per writer and dialogue."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    author_person_id = models.BigIntegerField()
    send_key = models.UUIDField(default=new_public_id)
    text = models.TextField(default="")
    # As in a draft.
    written_from = models.UUIDField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "dialogues_reply"
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "author_person_id"], name="one_reply_draft_per_writer"),
        ]


class Note(Staff):
    """What colleagues write to each other about a dialogue. Never changed; no policy lets a patient's scope in."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    send_key = models.UUIDField()
    staff_id = models.BigIntegerField()
    author_name = models.TextField()
    author_role = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "dialogues_note"
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "send_key"], name="a_note_is_kept_once"),
        ]
        indexes = [models.Index(fields=["dialogue", "at", "id"], include=["clinic_id"], name="notes_of_a_dialogue")]


class Handover(Staff):
    """That a dialogue was given to a colleague, or shared with one: the clinic's own affair (WORK-4).

    What is undone stays, with the time: rows are the history of who had it.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    how = models.TextField()
    staff_id = models.BigIntegerField(null=True)
    staff_name = models.TextField(default="")
    former_id = models.BigIntegerField(null=True)
    by_staff_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dialogues_handover"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how__in=["assigned", "forwarded", "invited"]), name="a_known_handover"
            ),
            models.CheckConstraint(
                condition=models.Q(how="assigned") | models.Q(staff_id__isnull=False), name="rights_are_somebodys"
            ),
        ]
        indexes = [
            models.Index(fields=["dialogue", "id"], include=["clinic_id"], name="handovers_of_a_dialogue"),
        ]


class AnswerDraft(Staff):
    """What a member of staff is writing. A table of the clinic's alone: the wall shows it to no patient."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+", db_constraint=False)
    account_id = models.BigIntegerField()
    send_key = models.UUIDField(default=new_public_id)
    text = models.TextField(default="")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "dialogues_answer_draft"
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "account_id"], name="one_answer_draft_per_author"),
        ]
