"""Who is told, when it is somebody who acts for the patient."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is told, when it is somebody who acts for the patient."""

    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="reader_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="one_notice_per_event_and_channel",
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("clinic_id", "about", "event", "number", "channel", "reader_id"),
                name="one_notice_per_event_channel_and_reader",
                nulls_distinct=False,
            ),
        ),
    ]
