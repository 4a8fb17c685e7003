"""Local accounts: passwords, second factors, recovery codes, steps and wrong guesses. Old sessions can be removed."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant


class Migration(migrations.Migration):
    """Local accounts."""

    dependencies = [
        ("identity", "0003_contact_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("credential_id", models.TextField(null=True, unique=True)),
                ("public_key", models.BinaryField(default=b"")),
                ("sign_count", models.BigIntegerField(default=0)),
                ("sealed_secret", models.BinaryField(default=b"")),
                ("last_step", models.BigIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_factor",
            },
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("failures", models.IntegerField(default=0)),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_guess",
            },
        ),
        migrations.CreateModel(
            name="LocalLogin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("staff_id", models.BigIntegerField(unique=True)),
                ("email", models.TextField(unique=True)),
                ("password_hash", models.TextField()),
                ("password_set_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_local_login",
            },
        ),
        migrations.CreateModel(
            name="LoginStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("purpose", models.TextField()),
                ("invitation_id", models.BigIntegerField(null=True)),
                ("challenge", models.TextField(default="")),
                ("sealed", models.BinaryField(default=b"")),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_login_step",
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_recovery_code",
            },
        ),
        migrations.AddField(
            model_name="session",
            name="local",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["seen_at"], name="sessions_by_age"),
        ),
        migrations.AddIndex(
            model_name="guess",
            index=models.Index(fields=["last_at"], name="guesses_by_age"),
        ),
        migrations.AddField(
            model_name="locallogin",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.account"
            ),
        ),
        migrations.AddField(
            model_name="factor",
            name="login",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.locallogin"
            ),
        ),
        migrations.AddField(
            model_name="loginstep",
            name="login",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.locallogin"
            ),
        ),
        migrations.AddField(
            model_name="recoverycode",
            name="login",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.locallogin"
            ),
        ),
        migrations.AddIndex(
            model_name="factor",
            index=models.Index(fields=["login"], name="factors_of_a_login"),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credential_id__isnull", False), ("kind", "passkey")),
                    models.Q(("credential_id__isnull", True), ("kind", "totp")),
                    _connector="OR",
                ),
                name="a_factor_is_a_passkey_or_an_app",
            ),
        ),
        migrations.AddIndex(
            model_name="loginstep",
            index=models.Index(fields=["begun_at"], name="login_steps_by_age"),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("login", "code_hash"), name="recovery_codes_differ"),
        ),
        Grant("identity_local_login", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_factor", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_recovery_code", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_login_step", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_guess", "SELECT, INSERT, UPDATE, DELETE"),
        Grant("identity_session", "SELECT, INSERT, UPDATE, DELETE"),
    ]
