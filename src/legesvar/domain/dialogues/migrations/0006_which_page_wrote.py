"""A draft knows which page wrote its texts, so that one left open elsewhere does not write over them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the page that wrote last."""

    dependencies = [("dialogues", "0005_conversion")]

    operations = [
        migrations.AddField(model_name="draft", name="written_from", field=models.UUIDField(null=True)),
    ]
