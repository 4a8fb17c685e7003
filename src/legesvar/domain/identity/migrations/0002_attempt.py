"""Counting attempts, so that nobody can wear out the doors."""

from django.db import migrations, models

from legesvar.core.raise_wall import Grant


class Migration(migrations.Migration):
    """Make the table of attempts."""

    dependencies = [("identity", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place_hash", models.CharField(max_length=64)),
                ("minute", models.DateTimeField()),
                ("times", models.IntegerField()),
            ],
            options={
                "db_table": "identity_attempt",
                "indexes": [models.Index(fields=["minute"], name="attempts_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("place_hash", "minute"), name="attempts_are_counted_once")
                ],
            },
        ),
        Grant("identity_attempt", "SELECT, INSERT, UPDATE, DELETE"),
        # So that a server can say whether its database is as new as itself.
        Grant("django_migrations", "SELECT"),
    ]
