"""The trace: appended to, never changed, sealed in order (docs/audit.md)."""

from django.db import models

from legesvar.core.models import Record, Root, new_public_id


class Entry(Record):
    """One act or one reading. The table is partitioned by month and the application may only add to it and read it.

    The number of its transaction (`txid`) is filled in by the database, which lets nobody else do it, and is what the
    sealing goes by.
    """

    id = models.UUIDField(primary_key=True, default=new_public_id)
    clinic_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    event = models.TextField()
    role = models.TextField()
    actor_name = models.TextField()
    account_id = models.BigIntegerField(null=True)
    acting_person_id = models.BigIntegerField(null=True)
    about = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    request_id = models.TextField(default="")

    class Meta:
        db_table = "audit_entry"


class Seal(Root):
    """A hash over all entries of the transactions [from_txid, to_txid), chained to the seal before it.

    `previous` repeats that one's hash, so that every seal can be checked by itself when another is broken or gone.
    """

    number = models.BigIntegerField(primary_key=True)
    from_txid = models.BigIntegerField()
    to_txid = models.BigIntegerField()
    entries = models.BigIntegerField()
    previous = models.TextField()
    hash = models.TextField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_seal"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_txid__lt=models.F("to_txid")), name="a_seal_covers_something"
            ),
        ]
