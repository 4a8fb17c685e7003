"""Who set a price, and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Who set a price, and when."""

    dependencies = [
        ("billing", "0002_what_must_never_be"),
    ]

    operations = [
        migrations.AddField("tariff", "recorded_at", models.DateTimeField(null=True)),
        migrations.AddField("tariff", "recorded_by", models.TextField(default="", db_default="")),
    ]
