"""Staff choose a language too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The language of an account."""

    dependencies = [
        ("identity", "0004_local_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="language",
            field=models.TextField(db_default="nb", default="nb"),
        ),
    ]
