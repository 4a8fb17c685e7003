"""Doctors' own choices."""

from django.db import migrations, models

from legesvar.core.raise_wall import Key, RaiseWall


class Migration(migrations.Migration):
    """Doctors' own choices."""

    initial = True

    dependencies = [
        ("clinics", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("is_open", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "services_offer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "staff_id", "kind"), name="one_choice_per_doctor_and_kind"
                    )
                ],
            },
        ),
        RaiseWall(
            "services_offer", "posted", keys=(Key(("clinic_id", "staff_id"), "clinics_staff", ("clinic_id", "id")),)
        ),
    ]
