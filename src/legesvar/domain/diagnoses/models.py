"""Codes that diagnoses are chosen from, and what was chosen about something."""

from django.db import models

from legesvar.core.models import Record, Root


class Code(Root):
    """One code of ICPC-2, the same for every clinic. One that is no longer in the list stays, and is not offered."""

    code = models.TextField(unique=True)
    title = models.TextField()
    found_by = models.TextField()
    in_use = models.BooleanField(default=True)

    class Meta:
        db_table = "diagnoses_code"


class Diagnosis(Record):
    """What somebody found, as the code was called then. Never changed: the settlement with the state needs it."""

    about = models.UUIDField()
    code = models.TextField()
    title = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "diagnoses_diagnosis"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "about", "code"], include=["person_id"], name="a_diagnosis_is_set_once"
            ),
        ]
