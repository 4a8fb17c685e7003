"""Standard texts and what they have been."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall


class Migration(migrations.Migration):
    """Standard texts and what they have been."""

    initial = True

    dependencies = [
        ("clinics", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("kinds", models.JSONField(default=list)),
                ("language", models.TextField(default="")),
                ("version", models.IntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.TextField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "standard_texts_text",
                "indexes": [
                    models.Index(
                        condition=models.Q(("retired_at", None)),
                        fields=["clinic_id", "owner_id", "title"],
                        name="standard_texts_in_use",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("id", "clinic_id"), name="standard_text_at_a_clinic")],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("kinds", models.JSONField(default=list)),
                ("language", models.TextField(default="")),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                (
                    "of",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="standard_texts.text",
                    ),
                ),
            ],
            options={
                "db_table": "standard_texts_version",
                "constraints": [
                    models.UniqueConstraint(fields=("of", "number"), name="standard_text_versions_are_numbered")
                ],
            },
        ),
        RaiseWall(
            "standard_texts_text",
            "staff",
            keys=(Key(("clinic_id", "owner_id"), "clinics_staff", ("clinic_id", "id")),),
        ),
        RaiseWall(
            "standard_texts_version",
            "staff",
            rights="SELECT, INSERT",
            keys=(Key(("of_id", "clinic_id"), "standard_texts_text", ("id", "clinic_id")),),
        ),
    ]
