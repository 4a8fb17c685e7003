"""What somebody at a clinic has searched for, so that neither words nor names stand in an address."""

from django.db import models

from legesvar.core.models import Staff, new_public_id


class Search(Staff):
    """One search. Forgotten after a day; who searched for what, when and why stays in the trace."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    account_id = models.BigIntegerField()
    words = models.TextField()
    why = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "search_search"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why__in=["", "care", "complaint", "quality", "other"]),
                name="a_known_reason_to_search",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="searches_by_age")]
