"""Standard texts and what they have been. Tables of the clinic's alone: the wall shows them to no patient."""

from django.db import models

from legesvar.core.models import Staff, new_public_id


class Text(Staff):
    """A standard text as it is now. `owner_id` is who made it for themselves, by staff id; None: the clinic's."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    owner_id = models.BigIntegerField(null=True)
    title = models.TextField()
    text = models.TextField()
    kinds = models.JSONField(default=list)
    language = models.TextField(default="")
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "standard_texts_text"
        constraints = [models.UniqueConstraint(fields=["id", "clinic_id"], name="standard_text_at_a_clinic")]
        indexes = [
            models.Index(
                fields=["clinic_id", "owner_id", "title"], condition=models.Q(retired_at=None),
                name="standard_texts_in_use",
            ),
        ]  # fmt: skip


class Version(Staff):
    """What a standard text was from one change to the next. Never changed, never removed."""

    of = models.ForeignKey(Text, models.PROTECT, related_name="+", db_constraint=False)
    number = models.IntegerField()
    title = models.TextField()
    text = models.TextField()
    kinds = models.JSONField(default=list)
    language = models.TextField(default="")
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "standard_texts_version"
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="standard_text_versions_are_numbered")]
