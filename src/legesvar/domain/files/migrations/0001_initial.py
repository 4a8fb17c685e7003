"""Pictures and documents."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RaiseWall


class Migration(migrations.Migration):
    """Pictures and documents."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("name", models.TextField()),
                ("media_type", models.TextField()),
                ("size", models.IntegerField()),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("object_key", models.TextField(unique=True)),
                ("thumbnail_key", models.TextField(default="")),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "db_table": "files_file",
                "indexes": [
                    models.Index(fields=["person_id"], include=("clinic_id", "hidden"), name="files_of_a_person")
                ],
                "constraints": [models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="file_pair")],
            },
        ),
        RaiseWall("files_file", "record", rights="SELECT, INSERT, UPDATE, DELETE"),
    ]
