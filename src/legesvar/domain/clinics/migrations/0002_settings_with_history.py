"""What a change of settings changed, days off, and two more facts of a clinic."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RaiseWall


class Migration(migrations.Migration):
    """What a change of settings changed, days off, and two more facts of a clinic."""

    dependencies = [
        ("clinics", "0001_initial"),
    ]

    operations = [
        migrations.AddField("clinic", "her_id", models.TextField(default="", db_default="")),
        migrations.AddField("clinic", "support_contact", models.TextField(default="", db_default="")),
        migrations.AddField("setting", "changes", models.JSONField(default=dict, db_default={})),
        migrations.AddIndex(
            "setting", models.Index(fields=["clinic_id", "capability", "-id"], name="settings_as_recorded")
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("day", models.DateField()),
                ("name", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.TextField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.TextField(default="")),
            ],
            options={
                "db_table": "clinics_day_off",
                "indexes": [models.Index(fields=["clinic_id", "-day", "-id"], name="days_off_of_a_clinic")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("clinic_id", "day"), name="a_day_is_off_once"
                    )
                ],
            },
        ),
        RaiseWall("clinics_day_off", "posted"),
    ]
