"""Who offers what. Texts, periods and limits are settings (services/settings.py)."""

from django.db import models

from legesvar.core.models import Posted


class Offer(Posted):
    """A doctor's own choice to take a kind of dialogue or not, or to take none until an instant (START-1)."""

    staff_id = models.BigIntegerField()
    kind = models.TextField()
    is_open = models.BooleanField()
    paused_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "services_offer"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "staff_id", "kind"], name="one_choice_per_doctor_and_kind"),
        ]
