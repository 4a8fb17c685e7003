"""Tariffs, consents, charges, invoices."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall


class Migration(migrations.Migration):
    """Tariffs, consents, charges, invoices."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("clinic_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("next_number", models.BigIntegerField(default=10001)),
            ],
            options={
                "db_table": "billing_series",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("tariff_version", models.UUIDField()),
                ("code", models.TextField()),
                ("day_ore", models.IntegerField()),
                ("evening_ore", models.IntegerField(null=True)),
                ("fee_ore", models.IntegerField()),
                ("exemption", models.TextField(default="")),
                ("accepted_at", models.DateTimeField()),
                ("accepted_by", models.TextField()),
            ],
            options={
                "db_table": "billing_consent",
                "constraints": [models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="consent_pair")],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("about", models.UUIDField()),
                ("code", models.TextField()),
                ("amount_ore", models.IntegerField()),
                ("fee_ore", models.IntegerField()),
                ("exemption", models.TextField(default="")),
                ("answered_at", models.DateTimeField()),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.consent"
                    ),
                ),
            ],
            options={
                "db_table": "billing_charge",
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("number", models.BigIntegerField()),
                ("kid", models.TextField()),
                ("about", models.UUIDField()),
                ("issued_at", models.DateTimeField()),
                ("issue_date", models.DateField()),
                ("due_date", models.DateField()),
                ("total_ore", models.IntegerField()),
                ("account_number", models.CharField(max_length=11)),
                ("payee", models.JSONField()),
                ("payer", models.JSONField()),
                ("lines", models.JSONField()),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.charge"
                    ),
                ),
                (
                    "credits",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "db_table": "billing_invoice",
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("code", models.TextField()),
                ("day_ore", models.IntegerField()),
                ("evening_ore", models.IntegerField(null=True)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField(null=True)),
            ],
            options={
                "db_table": "billing_tariff",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("day_ore__gte", 0)), name="a_tariff_is_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_date", None), ("first_date__lte", models.F("last_date")), _connector="OR"
                        ),
                        name="a_tariff_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(fields=("clinic_id", "code", "first_date"), name="one_tariff_from_a_day"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(fields=("clinic_id", "about"), name="a_thing_is_charged_once"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="charge_pair"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("exemption", ""), models.Q(("amount_ore", 0), ("fee_ore", 0)), _connector="OR"),
                name="who_is_exempt_pays_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gte", 0), ("fee_ore__gte", 0)), name="a_charge_is_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=["person_id", "-issued_at"], include=("clinic_id", "hidden"), name="invoices_of_a_person"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["clinic_id", "about"], include=("person_id",), name="invoices_about_a_thing"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("clinic_id", "number"), name="an_invoice_number_is_used_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("credits", None)), fields=("charge",), name="a_charge_is_invoiced_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("credits",), name="an_invoice_is_credited_once"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="invoice_pair"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credits", None), ("total_ore__gt", 0)),
                    models.Q(("credits__isnull", False), ("total_ore__lt", 0)),
                    _connector="OR",
                ),
                name="a_credit_note_is_negative",
            ),
        ),
        RaiseWall("billing_tariff", "posted"),
        RaiseWall("billing_consent", "record", rights="SELECT, INSERT"),
        RaiseWall(
            "billing_charge",
            "record",
            rights="SELECT, INSERT",
            keys=(Key(("consent_id", "clinic_id", "person_id"), "billing_consent", ("id", "clinic_id", "person_id")),),
        ),
        RaiseWall("billing_series", "staff"),
        RaiseWall(
            "billing_invoice",
            "record",
            rights="SELECT, INSERT",
            keys=(
                Key(("charge_id", "clinic_id", "person_id"), "billing_charge", ("id", "clinic_id", "person_id")),
                Key(("credits_id", "clinic_id", "person_id"), "billing_invoice", ("id", "clinic_id", "person_id")),
            ),
        ),
    ]
