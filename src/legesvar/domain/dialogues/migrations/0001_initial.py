"""Dialogues, messages, drafts."""

import django.db.models.deletion
from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall

# The last lock on a closed door: whichever way a message comes, the database refuses it (DIA-3).
CLOSED = """
CREATE FUNCTION dialogues_refuse_in_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM dialogues_dialogue WHERE id = NEW.dialogue_id AND state = 'closed') THEN
        RAISE EXCEPTION 'dialogue % is closed', NEW.dialogue_id USING ERRCODE = 'check_violation',
            CONSTRAINT = 'a_closed_dialogue_takes_no_message';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_closed_dialogue_takes_no_message BEFORE INSERT ON dialogues_message
    FOR EACH ROW EXECUTE FUNCTION dialogues_refuse_in_closed();
"""


class Migration(migrations.Migration):
    """Dialogues, messages, drafts."""

    initial = True

    dependencies = [
        ("billing", "0001_initial"),
        ("files", "0001_initial"),
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dialogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("send_key", models.UUIDField()),
                ("kind", models.TextField()),
                ("state", models.TextField()),
                ("channel", models.TextField(default="web")),
                ("patient_name", models.TextField()),
                ("birth_date", models.DateField()),
                ("clinic_name", models.TextField()),
                ("recipient_id", models.BigIntegerField(null=True)),
                ("recipient_name", models.TextField(default="")),
                ("from_name", models.TextField()),
                ("messages", models.IntegerField(default=1)),
                ("attachments", models.SmallIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("due_date", models.DateField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("read_number", models.IntegerField(default=0)),
                ("unread", models.BooleanField(default=False)),
                ("in_inbox", models.BooleanField(default=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "consent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.consent"
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_dialogue",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("message_number", models.IntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "dialogue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.dialogue",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_attachment",
            },
        ),
        migrations.CreateModel(
            name="AnswerDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("send_key", models.UUIDField(default=legesvar.core.models.new_public_id)),
                ("text", models.TextField(default="")),
                ("updated_at", models.DateTimeField()),
                (
                    "dialogue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.dialogue",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_answer_draft",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("kind", models.TextField()),
                ("author_person_id", models.BigIntegerField()),
                ("recipient_id", models.BigIntegerField(null=True)),
                ("not_urgent", models.BooleanField(default=False)),
                ("texts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "consent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.consent"
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_draft",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                (
                    "draft",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.draft",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_draft_file",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("number", models.IntegerField()),
                ("send_key", models.UUIDField()),
                ("from_patient", models.BooleanField()),
                ("author_name", models.TextField()),
                ("author_role", models.TextField()),
                ("author_account_id", models.BigIntegerField(null=True)),
                ("author_person_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "dialogue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.dialogue",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_message",
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("author_person_id", models.BigIntegerField()),
                ("send_key", models.UUIDField(default=legesvar.core.models.new_public_id)),
                ("text", models.TextField(default="")),
                ("updated_at", models.DateTimeField()),
                (
                    "dialogue",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dialogues.dialogue",
                    ),
                ),
            ],
            options={
                "db_table": "dialogues_reply",
            },
        ),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                fields=["person_id", "in_inbox", "-updated_at", "-id"], include=("clinic_id", "hidden"), name="innboks"
            ),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.UniqueConstraint(fields=("person_id", "send_key"), name="a_draft_is_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id"), name="dialogue_at_a_clinic"),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.UniqueConstraint(fields=("consent",), name="a_consent_is_for_one_dialogue"),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="dialogue_pair"),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting_for_clinic", "waiting_for_patient", "closed"])),
                name="a_dialogue_has_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="closed_dialogues_know_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_inbox", True), models.Q(("state", "closed"), ("unread", False)), _connector="OR"
                ),
                name="only_closed_and_read_dialogues_are_archived",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                fields=["dialogue", "message_number", "id"],
                include=("clinic_id", "person_id", "hidden"),
                name="attachments_of_a_dialogue",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(fields=("file",), name="a_file_is_attached_once"),
        ),
        migrations.AddConstraint(
            model_name="answerdraft",
            constraint=models.UniqueConstraint(fields=("dialogue", "account_id"), name="one_answer_draft_per_author"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["updated_at"], name="drafts_by_age"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("person_id", "author_person_id", "kind"),
                include=("clinic_id", "hidden"),
                name="one_draft_per_flow",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="draft_pair"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("dialogue", "number"),
                include=("clinic_id", "person_id", "hidden"),
                name="messages_are_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("dialogue", "send_key"), name="a_form_is_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id", "person_id"), name="message_pair"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                fields=("dialogue", "author_person_id"), name="one_reply_draft_per_writer"
            ),
        ),
        RaiseWall(
            "dialogues_dialogue",
            "record",
            keys=(
                Key(("consent_id", "clinic_id", "person_id"), "billing_consent", ("id", "clinic_id", "person_id")),
                Key(("clinic_id", "recipient_id"), "clinics_staff", ("clinic_id", "id")),
            ),
        ),
        RaiseWall("dialogues_message", "record", parent=("dialogues_dialogue", "dialogue_id"), rights="SELECT, INSERT"),
        RaiseWall(
            "dialogues_attachment",
            "record",
            parent=("dialogues_dialogue", "dialogue_id"),
            rights="SELECT, INSERT",
            keys=(Key(("file_id", "clinic_id", "person_id"), "files_file", ("id", "clinic_id", "person_id")),),
        ),
        RaiseWall(
            "dialogues_draft",
            "own",
            rights="SELECT, INSERT, UPDATE, DELETE",
            keys=(
                Key(("consent_id", "clinic_id", "person_id"), "billing_consent", ("id", "clinic_id", "person_id")),
                Key(("clinic_id", "recipient_id"), "clinics_staff", ("clinic_id", "id")),
            ),
        ),
        RaiseWall(
            "dialogues_draft_file",
            "own",
            parent=("dialogues_draft", "draft_id"),
            rights="SELECT, INSERT, UPDATE, DELETE",
            keys=(Key(("file_id", "clinic_id", "person_id"), "files_file", ("id", "clinic_id", "person_id")),),
        ),
        RaiseWall(
            "dialogues_reply",
            "own",
            parent=("dialogues_dialogue", "dialogue_id"),
            rights="SELECT, INSERT, UPDATE, DELETE",
        ),
        RaiseWall(
            "dialogues_answer_draft",
            "staff",
            rights="SELECT, INSERT, UPDATE, DELETE",
            keys=(Key(("dialogue_id", "clinic_id"), "dialogues_dialogue", ("id", "clinic_id")),),
        ),
        migrations.RunSQL(CLOSED, "DROP FUNCTION dialogues_refuse_in_closed CASCADE"),
    ]
