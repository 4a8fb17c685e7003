"""Invitations to work at a clinic, local accounts where a clinic has them, and absence with nobody to stand in."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant


class Migration(migrations.Migration):
    """Invitations and absence."""

    dependencies = [
        ("clinics", "0002_settings_with_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="local_accounts",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="substitute",
            name="cancelled",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="substitute",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="substitute",
            name="ended_by",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="substitute",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="substitute",
            name="recorded_by",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AlterField(
            model_name="substitute",
            name="substitute",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.staff"
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("email", models.TextField()),
                ("name", models.TextField()),
                ("role", models.TextField()),
                ("specialist", models.BooleanField(default=False)),
                ("hpr_number", models.TextField(default="")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_by", models.TextField()),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(default="")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.clinic"
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinics.staff"
                    ),
                ),
            ],
            options={
                "db_table": "clinics_invitation",
                "indexes": [models.Index(fields=["invited_at"], name="invitations_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["fastlege", "vikar", "clinician", "secretary", "administrator"])
                        ),
                        name="invited_to_a_known_role",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("clinic", "email"),
                        name="one_open_invitation_per_address",
                    ),
                ],
            },
        ),
        Grant("clinics_invitation", "SELECT, INSERT, UPDATE, DELETE"),
    ]
