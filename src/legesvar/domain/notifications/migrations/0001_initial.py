"""Notices, and the right to ask for work."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RaiseWall

# The queue's tables have no wall: a job's payload is ids, and what it may see is decided when it runs.
QUEUE = """
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO legesvar_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO legesvar_app;
"""


class Migration(migrations.Migration):
    """Notices, and the right to ask for work."""

    initial = True

    dependencies = [
        ("patients", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("event", models.TextField()),
                ("about", models.UUIDField()),
                ("number", models.IntegerField()),
                ("channel", models.TextField()),
                ("recipient", models.TextField()),
                ("language", models.TextField(default="nb")),
                ("state", models.TextField()),
                ("message_id", models.TextField(unique=True)),
                ("decided_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("problem", models.TextField(default="")),
            ],
            options={
                "db_table": "notifications_notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "claimed")), fields=["claimed_at"], name="notice_claims_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic_id", "about", "event", "number", "channel"),
                        name="one_notice_per_event_and_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "claimed", "sent", "failed", "bounced", "uncertain", "none"])
                        ),
                        name="a_notice_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms", "none"])),
                        name="a_notice_has_a_known_channel",
                    ),
                ],
            },
        ),
        RaiseWall("notifications_notice", "record"),
        migrations.RunSQL(QUEUE, migrations.RunSQL.noop),
    ]
