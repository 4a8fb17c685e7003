"""The audit table is partitioned by month: it is the only one that grows for ever."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant

TABLE = """
CREATE TABLE audit_entry (
    id uuid NOT NULL,
    clinic_id bigint,
    person_id bigint,
    hidden boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL,
    event text NOT NULL,
    role text NOT NULL,
    actor_name text NOT NULL,
    account_id bigint,
    acting_person_id bigint,
    about uuid,
    details jsonb NOT NULL,
    request_id text NOT NULL,
    txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_by_transaction ON audit_entry (txid, id);
CREATE INDEX audit_about_person ON audit_entry (person_id, at DESC) INCLUDE (clinic_id, hidden);
CREATE INDEX audit_about_thing ON audit_entry (about, at DESC) INCLUDE (clinic_id, person_id, hidden);
CREATE INDEX audit_at_clinic ON audit_entry (clinic_id, at DESC) INCLUDE (person_id, hidden);
"""

# The application owns no table and can make none, so the months ahead are made by a function of the owner's.
MONTHS = """
CREATE FUNCTION audit_make_months(ahead int, first_day date DEFAULT current_date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE month date; made int := 0; name text;
BEGIN
    FOR i IN 0..least(greatest(ahead, 0), 24) LOOP
        month := (date_trunc('month', first_day) + make_interval(months => i))::date;
        name := 'audit_entry_' || to_char(month, 'YYYYMM');
        IF to_regclass(name) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF audit_entry FOR VALUES FROM (%L) TO (%L)',
                    name, (month || ' 00:00:00+00')::timestamptz, ((month + interval '1 month')::date || ' 00:00:00+00')::timestamptz);
                made := made + 1;
            EXCEPTION WHEN check_violation THEN
                NULL;  -- rows of that month already lie in the rest; they stay there
            END;
        END IF;
    END LOOP;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION audit_make_months(int, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_make_months(int, date) TO legesvar_app;
"""

# Everyone may add (also somebody whose login was refused, who has no scope); reading goes through the wall.
WALL = """
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall_add ON audit_entry FOR INSERT WITH CHECK (true);
CREATE POLICY wall_read ON audit_entry FOR SELECT USING (CASE (SELECT current_setting('legesvar.wall', true))
    WHEN 'clinic' THEN clinic_id = (SELECT nullif(current_setting('legesvar.clinic', true), '')::bigint)
    WHEN 'self' THEN person_id = (SELECT nullif(current_setting('legesvar.person', true), '')::bigint)
    WHEN 'for' THEN person_id = (SELECT nullif(current_setting('legesvar.person', true), '')::bigint) AND NOT hidden
    WHEN 'open' THEN true ELSE false END);
GRANT SELECT, INSERT ON audit_entry TO legesvar_app;
"""


class Migration(migrations.Migration):
    """Make the trace and its seals."""

    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE, "DROP TABLE audit_entry"),
                migrations.RunSQL(MONTHS, "DROP FUNCTION audit_make_months(int, date)"),
                migrations.RunSQL(WALL, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("hidden", models.BooleanField(default=False)),
                        (
                            "id",
                            models.UUIDField(
                                default=legesvar.core.models.new_public_id, primary_key=True, serialize=False
                            ),
                        ),
                        ("clinic_id", models.BigIntegerField(null=True)),
                        ("person_id", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        ("event", models.TextField()),
                        ("role", models.TextField()),
                        ("actor_name", models.TextField()),
                        ("account_id", models.BigIntegerField(null=True)),
                        ("acting_person_id", models.BigIntegerField(null=True)),
                        ("about", models.UUIDField(null=True)),
                        ("details", models.JSONField(default=dict)),
                        ("request_id", models.TextField(default="")),
                    ],
                    options={"db_table": "audit_entry"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("from_txid", models.BigIntegerField()),
                ("to_txid", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("hash", models.TextField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_seal"},
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_txid__lt", models.F("to_txid"))), name="a_seal_covers_something"
            ),
        ),
        Grant("audit_seal", "SELECT, INSERT"),
    ]
