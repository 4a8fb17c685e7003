"""What a clinic's dialogues add up to, counted once a day."""

from django.db import models

from legesvar.core.models import Staff


class Report(Staff):
    """A clinic's figures over some weeks. Made anew each day, so that a page reads one row and counts nothing."""

    weeks = models.SmallIntegerField()
    figures = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "statistics_report"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "weeks"], name="one_report_per_period"),
            models.CheckConstraint(condition=models.Q(weeks__in=[4, 13, 52]), name="a_known_period"),
        ]
