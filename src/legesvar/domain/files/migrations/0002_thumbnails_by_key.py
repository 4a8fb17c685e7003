"""Finding a thumbnail's owner, for the job that forgets what nobody owns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Finding a thumbnail's owner."""

    dependencies = [
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                condition=models.Q(("thumbnail_key", ""), _negated=True),
                fields=["thumbnail_key"],
                name="thumbnails_by_key",
            ),
        ),
    ]
