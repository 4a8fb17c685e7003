"""Four kinds, and more ways for a dialogue to begin and to end."""

from django.db import migrations, models

# Numbers only: how many were sent, how many write. A patient's own scope could not count them, and need not see them.
COUNTS = """
CREATE FUNCTION dialogues_sent_between(clinic bigint, what text, since timestamptz, until timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM dialogues_dialogue
    WHERE clinic_id = clinic AND kind = what AND started_at >= since AND started_at < until AND started_by = 'patient'
$$;
CREATE FUNCTION dialogues_writing_since(clinic bigint, what text, since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM dialogues_draft WHERE clinic_id = clinic AND kind = what AND updated_at >= since
$$;
REVOKE ALL ON FUNCTION dialogues_sent_between(bigint, text, timestamptz, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION dialogues_writing_since(bigint, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dialogues_sent_between(bigint, text, timestamptz, timestamptz) TO legesvar_app;
GRANT EXECUTE ON FUNCTION dialogues_writing_since(bigint, text, timestamptz) TO legesvar_app;
"""
UNCOUNTED = """
DROP FUNCTION dialogues_sent_between(bigint, text, timestamptz, timestamptz);
DROP FUNCTION dialogues_writing_since(bigint, text, timestamptz);
"""


class Migration(migrations.Migration):
    """Add what the kinds and the ways to end need."""

    dependencies = [
        ("billing", "0002_what_must_never_be"),
        ("dialogues", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="closed_how",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="previous",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="purpose",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="started_by",
            field=models.TextField(db_default="patient", default="patient"),
        ),
        migrations.AddField(
            model_name="draft",
            name="previous",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                fields=["clinic_id", "kind", "started_at"], include=("person_id",), name="sent_of_a_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="dialogue",
            index=models.Index(
                condition=models.Q(("state", "waiting_for_patient")), fields=["updated_at"], name="waiting_for_patients"
            ),
        ),
        migrations.AddConstraint(
            model_name="dialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("started_by__in", ["patient", "clinic", "reception"])),
                name="somebody_known_started_it",
            ),
        ),
        migrations.RunSQL(COUNTS, UNCOUNTED),
    ]
