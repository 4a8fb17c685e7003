"""Persons, accounts and sessions: tables without a wall, so that a scope can be computed."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant


class Migration(migrations.Migration):
    """Persons, accounts and sessions: tables without a wall, so that a scope can be computed."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("identity_number", models.CharField(max_length=11, null=True, unique=True)),
                ("hpr_number", models.TextField(default="")),
                ("name", models.TextField()),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_account",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("identity_number", models.CharField(max_length=11, unique=True)),
                ("name", models.TextField()),
                ("birth_date", models.DateField()),
                ("email", models.TextField(default="")),
                ("mobile", models.TextField(default="")),
                ("language", models.TextField(default="nb")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_person",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("identity_number__regex", "^[0-9]{11}$")),
                        name="an_identity_number_has_eleven_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkedPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("audience", models.TextField()),
                ("path", models.TextField()),
                ("sealed", models.BinaryField()),
                ("parked_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "db_table": "identity_parked_post",
                "indexes": [models.Index(fields=["parked_at"], name="parked_posts_by_age")],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("audience", models.TextField()),
                ("staff_id", models.BigIntegerField(null=True)),
                ("listed", models.BooleanField(default=False)),
                ("issuer", models.TextField(default="")),
                ("provider_sid", models.TextField(default="")),
                ("hpr_number", models.TextField(default="")),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "db_table": "identity_session",
                "indexes": [
                    models.Index(fields=["issuer", "provider_sid"], name="session_by_provider"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["person"], name="sessions_of_a_person"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["account"], name="sessions_of_an_account"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", True), ("audience", "patient"), ("person__isnull", False)),
                            models.Q(("account__isnull", False), ("audience", "clinic"), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_session_is_a_patients_or_a_staff_members",
                    )
                ],
            },
        ),
        Grant("identity_person"),
        Grant("identity_account"),
        Grant("identity_session"),
        Grant("identity_parked_post", "SELECT, INSERT, DELETE"),
    ]
