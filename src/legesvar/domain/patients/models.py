"""A clinic's list of patients: the pair (clinic, person) that every record points at, and how a file fills it."""

from django.db import models

from legesvar.core.models import Record, Staff, new_public_id
from legesvar.domain.patients.kinds import NEW_GP, Left, Outcome


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
    # Family name first, in the alphabet's order; made by the database, so that nobody forgets it (docs/patients.md).
    sort_name = models.GeneratedField(
        expression=models.Func("name", function="patients_sort_name"),
        output_field=models.TextField(db_collation="C"), db_persist=True,
    )  # fmt: skip

    class Meta:
        db_table = "patients_patient"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "person_id"], include=["hidden"], name="a_person_is_once_on_a_list"
            ),
            models.CheckConstraint(
                condition=models.Q(notice_channel__in=["automatic", "email", "sms"]), name="a_known_notice_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(listed_at__lte=models.F("ended_at")),
                name="nobody_leaves_before_they_came",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], include=["clinic_id", "hidden"], name="lists_of_a_person"),
            models.Index(fields=["clinic_id", "identity_number"], include=["person_id"], name="patients_by_number"),
            models.Index(
                fields=["clinic_id", "sort_name", "id"], include=["person_id", "hidden"], name="patients_by_name"
            ),
        ]


class Membership(Record):
    """One stretch of somebody's time on a list, with one GP. A new GP and a return each begin another (ADMIN-3)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    gp_id = models.BigIntegerField(null=True)
    began_at = models.DateTimeField()
    began_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="", db_default="")
    ended_by = models.TextField(default="", db_default="")

    class Meta:
        db_table = "patients_membership"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_why="", ended_by="")
                | (models.Q(ended_at__isnull=False, ended_why__in=[NEW_GP, *Left]) & ~models.Q(ended_by="")),
                name="why_a_membership_ended_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(began_at__lte=models.F("ended_at")),
                name="a_membership_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["clinic_id", "person_id"], condition=models.Q(ended_at=None), name="one_membership_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "clinic_id", "-id"], include=["hidden"], name="memberships_of_a_person"),
        ]


class Import(Staff):
    """A file of patients that was looked at and waits to be confirmed, or has been. Forgotten after a day."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    digest = models.CharField(max_length=64)
    lines = models.IntegerField()
    counts = models.JSONField()
    ignored = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "patients_import"
        constraints = [models.UniqueConstraint(fields=["id", "clinic_id"], name="import_at_a_clinic")]
        indexes = [models.Index(fields=["expires_at"], include=["clinic_id"], name="imports_by_age")]


class ImportLine(Staff):
    """One line of a file of patients: what it says, and what confirming it does. Empty means that it says nothing."""

    import_id = models.BigIntegerField()
    public_id = models.UUIDField()
    number = models.IntegerField()
    identity_number = models.TextField()
    name = models.TextField()
    birth_date = models.DateField(null=True)
    email = models.TextField()
    mobile = models.TextField()
    gp_id = models.BigIntegerField(null=True)
    outcome = models.TextField()
    notes = models.JSONField(default=list)

    class Meta:
        db_table = "patients_import_line"
        constraints = [
            models.UniqueConstraint(
                fields=["import_id", "number"], include=["clinic_id"], name="a_line_of_a_file_is_read_once"
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=[*Outcome]), name="a_known_outcome"),
            models.CheckConstraint(
                condition=models.Q(outcome="wrong") | models.Q(birth_date__isnull=False),
                name="a_good_line_has_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["import_id", "outcome", "number"], include=["clinic_id"], name="lines_by_outcome"),
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
    they find whom they act for. `name` is as the clinic wrote it, like a patient's.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    representative_id = models.BigIntegerField()
    name = models.TextField(default="", db_default="")
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
            models.Index(
                fields=["person_id", "clinic_id", "-id"], include=["hidden"], name="who_represents_somebody"
            ),
        ]  # fmt: skip
