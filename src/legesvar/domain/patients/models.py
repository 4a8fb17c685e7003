"""A clinic's list of patients: the pair (clinic, person) that every record points at."""

from django.db import models

from legesvar.core.models import Record, new_public_id


class Patient(Record):
    """A person on a clinic's list. Name and number are the clinic's copy, kept under the wall."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    identity_number = models.CharField(max_length=11)
    name = models.TextField()
    birth_date = models.DateField()
    street = models.TextField(default="")
    postcode = models.TextField(default="")
    city = models.TextField(default="")
    gp_id = models.BigIntegerField(null=True)
    notice_channel = models.TextField(default="automatic")
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "patients_patient"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "person_id"], include=["hidden"], name="a_person_is_once_on_a_list"
            ),
            models.CheckConstraint(
                condition=models.Q(notice_channel__in=["automatic", "email", "sms"]), name="a_known_notice_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], include=["clinic_id", "hidden"], name="lists_of_a_person"),
            models.Index(fields=["clinic_id", "identity_number"], include=["person_id"], name="patients_by_number"),
        ]


class Exemption(Record):
    """A reason why this patient pays no egenandel for a time: frikort and the coded reasons (PAY-3)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.TextField()
    first_date = models.DateField()
    last_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        db_table = "patients_exemption"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_date__lte=models.F("last_date")), name="an_exemption_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(code__in=["A", "F", "G", "H"]), name="a_known_exemption"),
        ]
        indexes = [
            models.Index(
                fields=["person_id", "clinic_id", "last_date"], include=["hidden"], name="exemptions_in_force"
            ),
        ]


class Representation(Record):
    """Somebody who may act for this patient at this clinic (ID-6). Recorded by the clinic alone; never changed, ended.

    `services` empty means everything; a fullmakt always names them. The representative sees the row too: it is how
    they find whom they act for.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    representative_id = models.BigIntegerField()
    basis = models.TextField()
    services = models.JSONField(default=list)
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "patients_representation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis__in=["foreldreansvar", "fullmakt", "verge"]), name="a_known_basis"
            ),
            models.CheckConstraint(
                condition=~models.Q(person_id=models.F("representative_id")), name="nobody_represents_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(last_date=None) | models.Q(first_date__lte=models.F("last_date")),
                name="a_representation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="fullmakt", services=[]), name="a_fullmakt_names_its_services"
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="foreldreansvar") | models.Q(services=[]), name="a_parent_does_it_all"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="who_ended_a_representation_is_known",
            ),
            models.UniqueConstraint(
                fields=["clinic_id", "person_id", "representative_id", "basis"],
                condition=models.Q(ended_at=None), name="one_representation_of_a_kind",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["representative_id", "person_id"], include=["clinic_id", "hidden"],
                condition=models.Q(ended_at=None), name="whom_somebody_represents",
            ),
        ]  # fmt: skip
