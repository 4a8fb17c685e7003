"""A word that is in everything is found in the last days, without looking through a month."""

from importlib import import_module

from django.db import migrations

former = import_module("legesvar.domain.search.migrations.0001_initial")
# As it was but for the day, a word of its own as well. A blank inside keeps these words apart from all that can be
# written.
DOCUMENT = """
DROP INDEX messages_by_words;
CREATE FUNCTION search_day(at timestamptz) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor(extract(epoch FROM at) / 86400)::int
$$;
CREATE OR REPLACE FUNCTION search_document(clinic bigint, at timestamptz, written text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.norwegian', written) || array_to_tsvector(ARRAY[
        'clinic ' || clinic, 'day ' || public.search_day(at), 'month ' || public.search_month(at),
        'year ' || public.search_month(at) / 12])
$$;
CREATE INDEX messages_by_words ON dialogues_message USING gin (search_document(clinic_id, at, text));
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION search_messages(words text, before_at timestamptz, before_id bigint, most int)
RETURNS TABLE (id bigint, dialogue_id uuid, kind text, patient_name text, birth_date date, number int,
    from_patient boolean, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    mine bigint := nullif(current_setting('legesvar.clinic', true), '')::bigint;
    asked tsquery := websearch_to_tsquery('pg_catalog.norwegian', words);
    day int := search_day(before_at);
    -- The last seven days one by one, the months of the running year and the one before it, then ten whole years.
    first_day int := day - 6;
    week timestamptz := to_timestamp(first_day * 86400.0);
    month int := search_month(week - interval '1 microsecond');
    stretch text;
    found int := 0;
    more int;
BEGIN
    IF current_setting('legesvar.wall', true) IS DISTINCT FROM 'clinic' OR mine IS NULL OR numnode(asked) = 0 THEN
        RETURN;
    END IF;
    WHILE found < most AND month >= search_month(before_at) - 12 * 12 LOOP
        IF day >= first_day THEN
            stretch := 'day ' || day;
            day := day - 1;
        ELSE
            IF (week, 0) < (before_at, before_id) THEN
                before_at := week;
                before_id := 0;
            END IF;
            IF month / 12 >= search_month(before_at) / 12 - 1 THEN
                stretch := 'month ' || month;
                month := month - 1;
            ELSE
                stretch := 'year ' || month / 12;
                month := (month / 12) * 12 - 1;
            END IF;
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
"""
FORMER = f"{former.NOTHING} DROP FUNCTION search_day(timestamptz); {former.FUNCTIONS}"


class Migration(migrations.Migration):
    """The newest days come first when messages are looked through."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunSQL(DOCUMENT + FUNCTION, FORMER)]
