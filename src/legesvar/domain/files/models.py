"""Pictures and documents: what is known of them. The bytes lie in the object store under a random key."""

from django.db import models

from legesvar.core.models import Record, new_public_id


class File(Record):
    """One picture or document that somebody sent in, already cleaned (START-7)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    name = models.TextField()
    media_type = models.TextField()
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    object_key = models.TextField(unique=True)
    thumbnail_key = models.TextField(default="")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "files_file"
        constraints = [
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="file_pair"),
        ]
        indexes = [
            models.Index(fields=["person_id"], include=["clinic_id", "hidden"], name="files_of_a_person"),
            models.Index(fields=["thumbnail_key"], condition=~models.Q(thumbnail_key=""), name="thumbnails_by_key"),
        ]
