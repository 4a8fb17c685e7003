"""Clinics, staff, substitutes and settings."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant, Key, RaiseWall


class Migration(migrations.Migration):
    """Clinics, staff, substitutes and settings."""

    initial = True

    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("name", models.TextField()),
                ("phone", models.TextField()),
                ("organisation_number", models.CharField(max_length=9, unique=True)),
                ("account_number", models.CharField(max_length=11)),
                ("street", models.TextField()),
                ("postcode", models.TextField()),
                ("city", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "clinics_clinic",
            },
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("capability", models.TextField()),
                ("values", models.JSONField()),
                ("valid_from", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "clinics_setting",
                "indexes": [
                    models.Index(fields=["clinic_id", "capability", "-valid_from", "-id"], name="settings_in_force")
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("role", models.TextField()),
                ("name", models.TextField()),
                ("specialist", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.clinic"
                    ),
                ),
            ],
            options={
                "db_table": "clinics_staff",
            },
        ),
        migrations.CreateModel(
            name="Substitute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.staff"
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.staff"
                    ),
                ),
            ],
            options={
                "db_table": "clinics_substitute",
            },
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(fields=("clinic", "account"), name="one_membership_per_clinic"),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(fields=("clinic", "id"), name="staff_pair"),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["fastlege", "vikar", "clinician", "secretary", "administrator"])),
                name="staff_have_a_known_role",
            ),
        ),
        migrations.AddIndex(
            model_name="substitute",
            index=models.Index(fields=["clinic_id", "last_date"], name="substitutes_of_a_clinic"),
        ),
        migrations.AddConstraint(
            model_name="substitute",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_date__lte", models.F("last_date"))), name="a_period_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="substitute",
            constraint=models.CheckConstraint(
                condition=models.Q(("absent", models.F("substitute")), _negated=True),
                name="nobody_stands_in_for_themselves",
            ),
        ),
        Grant("clinics_clinic"),
        Grant("clinics_staff"),
        RaiseWall(
            "clinics_substitute",
            "posted",
            keys=(
                Key(("clinic_id", "absent_id"), "clinics_staff", ("clinic_id", "id")),
                Key(("clinic_id", "substitute_id"), "clinics_staff", ("clinic_id", "id")),
            ),
        ),
        RaiseWall("clinics_setting", "posted", rights="SELECT, INSERT"),
    ]
