"""A clinic's figures, and what they are counted from."""

from django.db import migrations, models

from legesvar.core.raise_wall import RaiseWall

# The only places where statistics read what belongs to dialogues. They run as whoever asks, so the wall holds.
# A run is what the patient wrote up to an answer; what reception entered for a patient counts as the patient's.
TURNS = """
CREATE FUNCTION statistics_turns(clinic bigint, since timestamptz)
RETURNS TABLE (kind text, account_id bigint, author_name text, received_at timestamptz, answered_at timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH said AS (
        SELECT d.kind, m.dialogue_id, m.number, m.at, m.author_account_id, m.author_name,
            m.from_patient OR (m.number = 1 AND d.started_by = 'reception') AS asks
        FROM dialogues_dialogue d JOIN dialogues_message m ON m.dialogue_id = d.id
        WHERE d.clinic_id = clinic AND d.updated_at >= since
    ), runs AS (
        SELECT *, count(*) FILTER (WHERE NOT asks) OVER (
            PARTITION BY dialogue_id ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS run
        FROM said
    )
    SELECT min(kind), min(author_account_id) FILTER (WHERE NOT asks), min(author_name) FILTER (WHERE NOT asks),
        min(at) FILTER (WHERE asks), min(at) FILTER (WHERE NOT asks)
    FROM runs GROUP BY dialogue_id, run
    HAVING count(*) FILTER (WHERE asks) > 0 AND min(at) FILTER (WHERE NOT asks) >= since
$$;
CREATE FUNCTION statistics_happenings(clinic bigint, since timestamptz)
RETURNS TABLE (what text, kind text, day date, number bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT 'started', d.kind, (d.started_at AT TIME ZONE 'Europe/Oslo')::date, count(*)
    FROM dialogues_dialogue d WHERE d.clinic_id = clinic AND d.started_at >= since AND d.started_by <> 'clinic'
    GROUP BY 2, 3
    UNION ALL
    SELECT d.closed_how, d.kind, (d.closed_at AT TIME ZONE 'Europe/Oslo')::date, count(*)
    FROM dialogues_dialogue d
    WHERE d.clinic_id = clinic AND d.updated_at >= since AND d.closed_at >= since AND d.closed_how <> ''
    GROUP BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION statistics_turns(bigint, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION statistics_happenings(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statistics_turns(bigint, timestamptz) TO legesvar_app;
GRANT EXECUTE ON FUNCTION statistics_happenings(bigint, timestamptz) TO legesvar_app;
"""
NOTHING = """
DROP FUNCTION statistics_turns(bigint, timestamptz);
DROP FUNCTION statistics_happenings(bigint, timestamptz);
"""


class Migration(migrations.Migration):
    """A clinic's figures, and what they are counted from."""

    initial = True

    dependencies = [
        ("clinics", "0001_initial"),
        ("dialogues", "0002_kinds_and_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("weeks", models.SmallIntegerField()),
                ("figures", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "statistics_report",
                "constraints": [
                    models.UniqueConstraint(fields=("clinic_id", "weeks"), name="one_report_per_period"),
                    models.CheckConstraint(condition=models.Q(("weeks__in", [4, 13, 52])), name="a_known_period"),
                ],
            },
        ),
        RaiseWall("statistics_report", "staff"),
        migrations.RunSQL(TURNS, NOTHING),
    ]
