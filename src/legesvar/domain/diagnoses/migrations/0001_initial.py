"""Codes, and the diagnoses that were set with them."""

from django.db import migrations, models

from legesvar.core.raise_wall import Grant, RaiseWall


class Migration(migrations.Migration):
    """Codes, and the diagnoses that were set with them."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField(unique=True)),
                ("title", models.TextField()),
                ("found_by", models.TextField()),
                ("in_use", models.BooleanField(default=True)),
            ],
            options={"db_table": "diagnoses_code"},
        ),
        migrations.CreateModel(
            name="Diagnosis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("about", models.UUIDField()),
                ("code", models.TextField()),
                ("title", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
            ],
            options={
                "db_table": "diagnoses_diagnosis",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "about", "code"), include=("person_id",), name="a_diagnosis_is_set_once"
                    )
                ],
            },
        ),
        Grant("diagnoses_code"),
        RaiseWall("diagnoses_diagnosis", "record", rights="SELECT, INSERT"),
    ]
