"""The notices to one patient, the newest first, for the patient's page at the clinic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let one patient's notices be read from an index."""

    dependencies = [
        ("notifications", "0003_lists_for_staff"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["person_id", "-id"], include=("clinic_id", "hidden"), name="notices_of_a_person"
            ),
        ),
    ]
