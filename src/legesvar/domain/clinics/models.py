"""Clinics, those who work there, who stands in for whom, and every capability's settings with their history."""

from django.db import models

from legesvar.core.models import Posted, Root, new_public_id


class Clinic(Root):
    """A GP clinic (legekontor)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    name = models.TextField()
    phone = models.TextField()
    organisation_number = models.CharField(max_length=9, unique=True)
    account_number = models.CharField(max_length=11)
    street = models.TextField()
    postcode = models.TextField()
    city = models.TextField()
    # Read before anybody has a scope, so it stands here and not among the settings.
    local_accounts = models.BooleanField(default=False, db_default=False)
    her_id = models.TextField(default="", db_default="")
    support_contact = models.TextField(default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "clinics_clinic"


class Staff(Root):
    """One person's work at one clinic, in one role (ID-8)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    role = models.TextField()
    name = models.TextField()
    specialist = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    # Keys that do something without Ctrl can be turned off by each who is disturbed by them (WCAG 2.1.4).
    shortcuts = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "clinics_staff"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "account"], name="one_membership_per_clinic"),
            models.UniqueConstraint(fields=["clinic", "id"], name="staff_pair"),
            models.CheckConstraint(
                condition=models.Q(role__in=["fastlege", "vikar", "clinician", "secretary", "administrator"]),
                name="staff_have_a_known_role",
            ),
        ]


class Invitation(Root):
    """Somebody is asked by e-mail to work at a clinic, or to make their local account anew (ADMIN-2).

    No wall: whoever has the link is nobody yet. Of the link only a hash is kept; it works once and for a week.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")
    renews = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    email = models.TextField()
    name = models.TextField()
    role = models.TextField()
    specialist = models.BooleanField(default=False)
    hpr_number = models.TextField(default="")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.TextField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="")

    class Meta:
        db_table = "clinics_invitation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["fastlege", "vikar", "clinician", "secretary", "administrator"]),
                name="invited_to_a_known_role",
            ),
            models.UniqueConstraint(
                fields=["clinic", "email"], condition=models.Q(ended_at=None), name="one_open_invitation_per_address"
            ),
        ]
        indexes = [models.Index(fields=["invited_at"], name="invitations_by_age")]


class Substitute(Posted):
    """When a doctor is away and who stands in, if anybody; first and last day included (START-3, ADMIN-2)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    absent = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    first_date = models.DateField()
    last_date = models.DateField()
    cancelled = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.TextField(default="", db_default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="", db_default="")

    class Meta:
        db_table = "clinics_substitute"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_date__lte=models.F("last_date")), name="a_period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="nobody_stands_in_for_themselves"
            ),
        ]
        indexes = [models.Index(fields=["clinic_id", "last_date"], name="substitutes_of_a_clinic")]


class Setting(Posted):
    """One capability's settings at a clinic from an instant on. A change is a new row; the old ones are the history."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    capability = models.TextField()
    values = models.JSONField()
    # What became different: name → [before, after]. Empty where a change was only carried on into a planned one.
    changes = models.JSONField(default=dict, db_default={})
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        db_table = "clinics_setting"
        indexes = [
            models.Index(fields=["clinic_id", "capability", "-valid_from", "-id"], name="settings_in_force"),
            models.Index(fields=["clinic_id", "capability", "-id"], name="settings_as_recorded"),
        ]


class DayOff(Posted):
    """A day the clinic is closed on top of the public holidays. One taken away again stays as history."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    day = models.DateField()
    name = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.TextField(default="")

    class Meta:
        db_table = "clinics_day_off"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_id", "day"], condition=models.Q(removed_at=None), name="a_day_is_off_once"
            ),
        ]
        indexes = [models.Index(fields=["clinic_id", "-day", "-id"], name="days_off_of_a_clinic")]
