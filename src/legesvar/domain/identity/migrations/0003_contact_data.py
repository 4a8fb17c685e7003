"""Contact data: when they were verified, what waits for a code, who changed them; devices that take push notices."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant


class Migration(migrations.Migration):
    """Contact data and devices."""

    dependencies = [
        ("identity", "0002_attempt"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="contact_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_put_off_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="email_failed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="email_verified_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="mobile_verified_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("kind", models.TextField()),
                ("former", models.TextField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.TextField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(default="")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "db_table": "identity_contact_change",
                "indexes": [models.Index(fields=["person", "-changed_at"], name="contact_changes_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("endpoint", models.TextField(unique=True)),
                ("public_key", models.TextField()),
                ("secret", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "db_table": "identity_push_subscription",
                "indexes": [models.Index(fields=["person"], name="devices_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("kind", models.TextField()),
                ("address", models.TextField()),
                ("code_hash", models.CharField(max_length=64)),
                ("link_hash", models.CharField(max_length=64, unique=True)),
                ("tries", models.IntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(default="")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "db_table": "identity_verification",
                "indexes": [models.Index(fields=["expires_at"], name="verifications_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["email", "mobile"])), name="a_known_kind_of_address"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "kind"),
                        name="one_address_at_a_time_is_verified",
                    ),
                ],
            },
        ),
        Grant("identity_verification", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_contact_change"),
        Grant("identity_push_subscription", "SELECT, INSERT, UPDATE, DELETE"),
    ]
