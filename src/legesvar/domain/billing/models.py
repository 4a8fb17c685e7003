"""Tariffs, the patient's consent to a price, charges and invoices. Amounts are whole øre."""

from django.db import models

from legesvar.core.models import Posted, Record, Staff, new_public_id


class Tariff(Posted):
    """What a code costs the patient at a clinic, from a day to a day (PAY-1). `last_date` None means still in force."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.TextField()
    day_ore = models.IntegerField()
    evening_ore = models.IntegerField(null=True)
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.TextField(default="", db_default="")

    class Meta:
        db_table = "billing_tariff"
        constraints = [
            models.CheckConstraint(condition=models.Q(day_ore__gte=0), name="a_tariff_is_not_negative"),
            models.CheckConstraint(
                condition=models.Q(evening_ore=None) | models.Q(evening_ore__gte=0),
                name="an_evening_tariff_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(last_date=None) | models.Q(first_date__lte=models.F("last_date")),
                name="a_tariff_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["clinic_id", "code", "first_date"], name="one_tariff_from_a_day"),
        ]


class Consent(Record):
    """What a patient accepted to pay, with the amounts they were shown. Never changed (START-5)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    tariff_version = models.UUIDField()
    code = models.TextField()
    day_ore = models.IntegerField()
    evening_ore = models.IntegerField(null=True)
    fee_ore = models.IntegerField()
    exemption = models.TextField(default="")
    accepted_at = models.DateTimeField()
    accepted_by = models.TextField()

    class Meta:
        db_table = "billing_consent"
        constraints = [
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="consent_pair"),
            models.CheckConstraint(
                condition=models.Q(day_ore__gte=0, fee_ore__gte=0)
                & (models.Q(evening_ore=None) | models.Q(evening_ore__gte=0)),
                name="nobody_consents_to_be_paid",
            ),
        ]


class Charge(Record):
    """What an answered e-consultation costs the patient: 0 with a reason code, or the egenandel. Once (PAY-2)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    about = models.UUIDField()
    code = models.TextField()
    amount_ore = models.IntegerField()
    fee_ore = models.IntegerField()
    exemption = models.TextField(default="")
    answered_at = models.DateTimeField()
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")

    class Meta:
        db_table = "billing_charge"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "about"], name="a_thing_is_charged_once"),
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="charge_pair"),
            models.CheckConstraint(
                condition=models.Q(exemption="") | models.Q(amount_ore=0, fee_ore=0),
                name="who_is_exempt_pays_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_ore__gte=0, fee_ore__gte=0), name="a_charge_is_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "about"], include=["clinic_id", "hidden"], name="charges_of_a_person"),
        ]


class Series(Staff):
    """The next invoice number of a clinic; locked while a number is taken, so that the series has no holes (PAY-4)."""

    clinic_id = models.BigIntegerField(primary_key=True)
    next_number = models.BigIntegerField(default=10_001)

    class Meta:
        db_table = "billing_series"


class Invoice(Record):
    """An invoice or a credit note with everything it prints, frozen when issued. Never changed, never removed."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    number = models.BigIntegerField()
    kid = models.TextField()
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="+")
    credits = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    about = models.UUIDField()
    issued_at = models.DateTimeField()
    issue_date = models.DateField()
    due_date = models.DateField()
    total_ore = models.IntegerField()
    account_number = models.CharField(max_length=11)
    payee = models.JSONField()
    payer = models.JSONField()
    lines = models.JSONField()
    credit_reason = models.TextField(default="")

    class Meta:
        db_table = "billing_invoice"
        constraints = [
            models.UniqueConstraint(fields=["clinic_id", "number"], name="an_invoice_number_is_used_once"),
            models.UniqueConstraint(
                fields=["charge"], condition=models.Q(credits=None), name="a_charge_is_invoiced_once"
            ),
            models.UniqueConstraint(fields=["credits"], name="an_invoice_is_credited_once"),
            models.UniqueConstraint(fields=["id", "clinic_id", "person_id"], name="invoice_pair"),
            models.CheckConstraint(
                condition=models.Q(credits=None, total_ore__gt=0) | models.Q(credits__isnull=False, total_ore__lt=0),
                name="a_credit_note_is_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(credits=None, credit_reason="")
                | (models.Q(credits__isnull=False) & ~models.Q(credit_reason="")),
                name="a_credit_note_says_why",
            ),
            models.UniqueConstraint(
                fields=["clinic_id", "kid"], condition=~models.Q(kid=""), name="a_kid_names_one_invoice"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id", "-issued_at"], include=["clinic_id", "hidden"], name="invoices_of_a_person"
            ),
            models.Index(fields=["clinic_id", "about"], include=["person_id"], name="invoices_about_a_thing"),
        ]


class Overdue(Record):
    """That a clinic has found an invoice unpaid after its due date, until it is settled (PAY-5, ID-5)."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+", db_constraint=False)
    marked_at = models.DateTimeField()
    marked_by = models.TextField()
    settled = models.TextField(default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="", db_default="")

    class Meta:
        db_table = "billing_overdue"
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(settled_at=None), name="an_invoice_is_overdue_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled="", settled_by="")
                | (models.Q(settled_at__isnull=False) & ~models.Q(settled="") & ~models.Q(settled_by="")),
                name="what_is_settled_says_how_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id"],
                condition=models.Q(settled_at=None),
                include=["clinic_id", "hidden", "invoice"],
                name="overdue_of_a_person",
            ),
            models.Index(fields=["clinic_id", "id"], condition=models.Q(settled_at=None), name="overdue_at_a_clinic"),
        ]
