"""What is begun as a reply knows which page wrote it, as a draft does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the page that wrote last."""

    dependencies = [("dialogues", "0006_which_page_wrote")]

    operations = [
        migrations.AddField(model_name="reply", name="written_from", field=models.UUIDField(null=True)),
    ]
