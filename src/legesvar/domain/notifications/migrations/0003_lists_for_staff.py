"""A notice may be void, and may travel by push; staff list them, and those with trouble first of all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Void notices, push, and the lists that staff read."""

    dependencies = [
        ("notifications", "0002_readers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="a_notice_has_a_known_state",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="a_notice_has_a_known_channel",
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["clinic_id", "-id"], include=("person_id", "hidden"), name="notices_of_a_clinic"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ["bounced", "failed", "none", "uncertain"])),
                fields=["clinic_id", "-id"],
                include=("person_id", "hidden"),
                name="notices_with_trouble",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["bounced", "claimed", "failed", "none", "queued", "sent", "uncertain", "void"])
                ),
                name="a_notice_has_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "none", "push", "sms"])),
                name="a_notice_has_a_known_channel",
            ),
        ),
    ]
