"""Whether somebody's shortcuts are on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the switch; it is on until it is turned off."""

    dependencies = [("clinics", "0003_staff_and_absence")]

    operations = [
        migrations.AddField("staff", "shortcuts", models.BooleanField(db_default=True, default=True)),
    ]
