"""What is searched for, and the one function that looks through what was written."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RaiseWall

# A message's words, with its clinic, month and year as words of their own: full text has no operator that the wall
# lets use an index, so the function below runs as the owner and asks for the scope's clinic itself, and it takes the
# newest months first, so that a common word costs no more than a rare one. A blank inside keeps these words apart
# from all that can be written.
FUNCTIONS = """
CREATE FUNCTION search_month(at timestamptz) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (extract(year FROM at AT TIME ZONE 'UTC') * 12 + extract(month FROM at AT TIME ZONE 'UTC') - 1)::int
$$;
CREATE FUNCTION search_document(clinic bigint, at timestamptz, written text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.norwegian', written) || array_to_tsvector(ARRAY[
        'clinic ' || clinic, 'month ' || public.search_month(at), 'year ' || public.search_month(at) / 12])
$$;
CREATE INDEX messages_by_words ON dialogues_message USING gin (search_document(clinic_id, at, text));

CREATE FUNCTION search_messages(words text, before_at timestamptz, before_id bigint, most int)
RETURNS TABLE (id bigint, dialogue_id uuid, kind text, patient_name text, birth_date date, number int,
    from_patient boolean, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    mine bigint := nullif(current_setting('legesvar.clinic', true), '')::bigint;
    asked tsquery := websearch_to_tsquery('pg_catalog.norwegian', words);
    month int := search_month(before_at);
    stretch text;
    found int := 0;
    more int;
BEGIN
    IF current_setting('legesvar.wall', true) IS DISTINCT FROM 'clinic' OR mine IS NULL OR numnode(asked) = 0 THEN
        RETURN;
    END IF;
    -- The months of the running year and the one before it, then ten whole years.
    WHILE found < most AND month >= search_month(before_at) - 12 * 12 LOOP
        IF month / 12 >= search_month(before_at) / 12 - 1 THEN
            stretch := 'month ' || month;
            month := month - 1;
        ELSE
            stretch := 'year ' || month / 12;
            month := (month / 12) * 12 - 1;
        END IF;
        RETURN QUERY
            SELECT m.id, d.public_id, d.kind, d.patient_name, d.birth_date, m.number, m.from_patient, m.at
            FROM (
                SELECT w.id, w.dialogue_id, w.number, w.from_patient, w.at FROM dialogues_message w
                WHERE search_document(w.clinic_id, w.at, w.text)
                        @@ (asked && ('''clinic ' || mine || '''')::tsquery && ('''' || stretch || '''')::tsquery)
                    AND w.clinic_id = mine AND (w.at, w.id) < (before_at, before_id)
                ORDER BY w.at DESC, w.id DESC LIMIT most - found
            ) m JOIN dialogues_dialogue d ON d.id = m.dialogue_id
            ORDER BY m.at DESC, m.id DESC;
        GET DIAGNOSTICS more = ROW_COUNT;
        found := found + more;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION search_messages(text, timestamptz, bigint, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_messages(text, timestamptz, bigint, int) TO legesvar_app;
"""
NOTHING = """
DROP FUNCTION search_messages(text, timestamptz, bigint, int);
DROP INDEX messages_by_words;
DROP FUNCTION search_document(bigint, timestamptz, text);
DROP FUNCTION search_month(timestamptz);
"""


class Migration(migrations.Migration):
    """What is searched for, and the one function that looks through what was written."""

    initial = True

    dependencies = [
        ("clinics", "0001_initial"),
        ("dialogues", "0002_kinds_and_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("account_id", models.BigIntegerField()),
                ("words", models.TextField()),
                ("why", models.TextField(default="")),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "search_search",
                "indexes": [models.Index(fields=["at"], name="searches_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["", "care", "complaint", "quality", "other"])),
                        name="a_known_reason_to_search",
                    ),
                ],
            },
        ),
        RaiseWall("search_search", "staff", rights="SELECT, INSERT, DELETE"),
        migrations.RunSQL(FUNCTIONS, NOTHING),
    ]
