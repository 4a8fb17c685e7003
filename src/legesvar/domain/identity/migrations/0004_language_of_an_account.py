"""Staff choose a language too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The language of an account."""

    dependencies = [
        ("identity", "0003_contact_data"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="language",
            field=models.TextField(db_default="nb", default="nb"),
        ),
    ]
