"""The worklist."""

from django.db import migrations, models

from legesvar.core.raise_wall import Key, RaiseWall


class Migration(migrations.Migration):
    """The worklist."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("about", models.UUIDField()),
                ("kind", models.TextField()),
                ("title", models.TextField(default="")),
                ("patient_name", models.TextField()),
                ("birth_date", models.DateField()),
                ("assignee_id", models.BigIntegerField(null=True)),
                ("assignee_name", models.TextField(default="")),
                ("urgent", models.BooleanField(default=False)),
                ("channel", models.TextField(default="web")),
                ("rank", models.SmallIntegerField()),
                ("attachments", models.SmallIntegerField(default=0)),
                ("opened", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                ("due_date", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "work_item",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["clinic_id", "due_date", "rank", "id"],
                        include=("person_id",),
                        name="worklist_of_a_clinic",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["clinic_id", "assignee_id", "due_date", "rank", "id"],
                        include=("person_id",),
                        name="worklist_of_one",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)),
                        fields=["clinic_id", "-done_at", "-id"],
                        include=("person_id",),
                        name="work_done",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clinic_id", "about"), name="one_item_per_thing"),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["web", "phone"])), name="a_known_work_channel"
                    ),
                ],
            },
        ),
        RaiseWall(
            "work_item", "record", keys=(Key(("clinic_id", "assignee_id"), "clinics_staff", ("clinic_id", "id")),)
        ),
    ]
