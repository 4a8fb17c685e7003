"""The record: added to, never changed."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RaiseWall


class Migration(migrations.Migration):
    """The record: added to, never changed."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("about", models.UUIDField()),
                ("number", models.IntegerField()),
                ("author_name", models.TextField()),
                ("author_role", models.TextField()),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("files", models.JSONField(default=list)),
                ("corrects", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "journal_entry",
                "indexes": [
                    models.Index(
                        fields=["person_id", "at"], include=("clinic_id", "hidden"), name="journal_of_a_person"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "about", "number"), name="journal_entries_are_numbered"
                    )
                ],
            },
        ),
        RaiseWall("journal_entry", "record", rights="SELECT, INSERT"),
    ]
