"""A doctor may take none of a kind for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A doctor may take none of a kind for a while."""

    dependencies = [
        ("services", "0001_initial"),
    ]

    operations = [
        migrations.AddField("offer", "paused_until", models.DateTimeField(null=True)),
    ]
