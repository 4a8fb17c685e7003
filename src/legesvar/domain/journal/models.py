"""The patient record's part of a dialogue: entries that are only ever added (REC-1)."""

from django.db import models

from legesvar.core.models import Record, new_public_id


class Entry(Record):
    """One immutable entry. A correction is an entry of its own that names the one it corrects."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    about = models.UUIDField()
    number = models.IntegerField()
    author_name = models.TextField()
    author_role = models.TextField()
    at = models.DateTimeField()
    text = models.TextField()
    files = models.JSONField(default=list)
    corrects = models.UUIDField(null=True)

    class Meta:
        db_table = "journal_entry"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "about", "number"], name="journal_entries_are_numbered"),
        ]
        indexes = [
            models.Index(fields=["person_id", "at"], include=["clinic_id", "hidden"], name="journal_of_a_person"),
        ]
