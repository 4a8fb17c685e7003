"""What the clinic keeps to itself about a dialogue: notes, and who had it."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall


def dialogue() -> models.ForeignKey:
    """Return the key to the dialogue that each row is about."""
    return models.ForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="dialogues.dialogue")


OF_A_DIALOGUE = Key(("dialogue_id", "clinic_id"), "dialogues_dialogue", ("id", "clinic_id"))


class Migration(migrations.Migration):
    """Add notes and handovers, which no patient's scope reads."""

    dependencies = [
        ("dialogues", "0002_kinds_and_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("send_key", models.UUIDField()),
                ("staff_id", models.BigIntegerField()),
                ("author_name", models.TextField()),
                ("author_role", models.TextField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("dialogue", dialogue()),
            ],
            options={
                "db_table": "dialogues_note",
                "indexes": [
                    models.Index(fields=["dialogue", "at", "id"], include=("clinic_id",), name="notes_of_a_dialogue"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dialogue", "send_key"), name="a_note_is_kept_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("how", models.TextField()),
                ("staff_id", models.BigIntegerField(null=True)),
                ("staff_name", models.TextField(default="")),
                ("former_id", models.BigIntegerField(null=True)),
                ("by_staff_id", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("dialogue", dialogue()),
            ],
            options={
                "db_table": "dialogues_handover",
                "indexes": [
                    models.Index(fields=["dialogue", "id"], include=("clinic_id",), name="handovers_of_a_dialogue"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["assigned", "forwarded", "invited"])), name="a_known_handover"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how", "assigned"), ("staff_id__isnull", False), _connector="OR"),
                        name="rights_are_somebodys",
                    ),
                ],
            },
        ),
        RaiseWall(
            "dialogues_note",
            "staff",
            rights="SELECT, INSERT",
            keys=(OF_A_DIALOGUE, Key(("clinic_id", "staff_id"), "clinics_staff", ("clinic_id", "id"))),
        ),
        RaiseWall(
            "dialogues_handover",
            "staff",
            keys=(OF_A_DIALOGUE, Key(("clinic_id", "staff_id"), "clinics_staff", ("clinic_id", "id"))),
        ),
    ]
