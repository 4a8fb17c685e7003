"""The pair (clinic, person) that every record points at."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall


class Migration(migrations.Migration):
    """The pair (clinic, person) that every record points at."""

    initial = True

    dependencies = [
        ("clinics", "0001_initial"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("code", models.TextField()),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "patients_exemption",
                "indexes": [
                    models.Index(
                        fields=["person_id", "clinic_id", "last_date"], include=("hidden",), name="exemptions_in_force"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_date__lte", models.F("last_date"))),
                        name="an_exemption_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__in", ["A", "F", "G", "H"])), name="a_known_exemption"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("identity_number", models.CharField(max_length=11)),
                ("name", models.TextField()),
                ("birth_date", models.DateField()),
                ("street", models.TextField(default="")),
                ("postcode", models.TextField(default="")),
                ("city", models.TextField(default="")),
                ("gp_id", models.BigIntegerField(null=True)),
                ("notice_channel", models.TextField(default="automatic")),
                ("listed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "patients_patient",
                "indexes": [
                    models.Index(fields=["person_id"], include=("clinic_id", "hidden"), name="lists_of_a_person"),
                    models.Index(
                        fields=["clinic_id", "identity_number"], include=("person_id",), name="patients_by_number"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "person_id"), include=("hidden",), name="a_person_is_once_on_a_list"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_channel__in", ["automatic", "email", "sms"])),
                        name="a_known_notice_channel",
                    ),
                ],
            },
        ),
        RaiseWall(
            "patients_patient",
            "record",
            is_pair=True,
            keys=(
                Key(("person_id",), "identity_person", ("id",)),
                Key(("clinic_id", "gp_id"), "clinics_staff", ("clinic_id", "id")),
            ),
        ),
        RaiseWall("patients_exemption", "record"),
    ]
