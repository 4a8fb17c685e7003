"""Each who was told reads for themselves; what the clinic last saw; what was asked before somebody wrote."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Until now it was read or unread by all of them at once: those who have not read it were the patients themselves.
SO_FAR = "UPDATE dialogues_dialogue SET unread_by = ARRAY[person_id] WHERE unread"


class Migration(migrations.Migration):
    """Add who has not read, what the clinic has seen, and what was asked."""

    dependencies = [("dialogues", "0003_notes_and_handovers")]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="unread_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(model_name="dialogue", name="seen_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="dialogue", name="seen_number", field=models.IntegerField(db_default=0, default=0)
        ),
        migrations.AddField(model_name="dialogue", name="guidance", field=models.TextField(db_default="", default="")),
        migrations.AddField(model_name="draft", name="guidance", field=models.TextField(db_default="", default="")),
        migrations.AddField(
            model_name="draft", name="not_a_wish", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                condition=models.Q(("state", "closed")),
                fields=["person_id", "-updated_at", "-id"],
                include=("clinic_id", "hidden"),
                name="arkiv",
            ),
        ),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                condition=models.Q(("previous__isnull", False)),
                fields=["previous"],
                include=("clinic_id", "person_id", "hidden"),
                name="what_followed_a_dialogue",
            ),
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
