"""A dialogue may wait for the patient's consent to a price, to become an e-consultation."""

import django.db.models.deletion
from django.db import migrations, models

from legesvar.core.raise_wall import RaiseWall

STATES = ["waiting_for_clinic", "waiting_for_patient", "waiting_for_consent", "closed"]


class Migration(migrations.Migration):
    """Add the state, and the table of the questions that lead to it."""

    dependencies = [
        ("dialogues", "0004_each_reads_for_themselves"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="dialogue", name="a_dialogue_has_a_known_state"),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="a_dialogue_has_a_known_state"
            ),
        ),
        migrations.RemoveIndex(model_name="dialogue", name="waiting_for_patients"),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting_for_patient", "waiting_for_consent"])),
                fields=["updated_at"],
                name="waiting_for_patients",
            ),
        ),
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("recipient_id", models.BigIntegerField()),
                ("recipient_name", models.TextField()),
                ("tariff_version", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.TextField()),
                ("outcome", models.TextField(default="")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(default="")),
                (
                    "dialogue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.dialogue",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_conversion",
                "indexes": [
                    models.Index(
                        fields=["dialogue", "id"],
                        include=("clinic_id", "person_id", "hidden"),
                        name="conversions_of_a_dialogue",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("dialogue",),
                        name="one_question_about_the_price_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_question_that_has_ended_knows_when",
                    ),
                ],
            },
        ),
        RaiseWall("dialogues_conversion", "record", parent=("dialogues_dialogue", "dialogue_id")),
    ]
