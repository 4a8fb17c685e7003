"""The audit table is partitioned by month: it is the only one that grows for ever."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Grant

# PostgreSQL numbers its transactions anew in every cluster, so the trace adds an offset: each cluster it has lived in is
# an epoch, whose offset lies above all numbers given before. A cluster is known by its system identifier; therefore the
# first entry after a dump was restored elsewhere begins the epoch by itself, and none can slip in before it.
# audit_txid is declared STABLE, as pg_current_xact_id is, because COPY writes one row at a time for a volatile default.
NUMBERS = """
CREATE TABLE audit_epoch (
    number int PRIMARY KEY,
    system_identifier bigint NOT NULL,
    txid_offset bigint NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION audit_begin_epoch() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_epoch (number, system_identifier, txid_offset)
    SELECT coalesce((SELECT max(number) FROM audit_epoch), 0) + 1, system_identifier, greatest(
        0, (SELECT max(txid) FROM audit_entry), (SELECT to_txid FROM audit_seal ORDER BY number DESC LIMIT 1))
    FROM pg_control_system()
    ON CONFLICT (number) DO NOTHING;  -- somebody else began it and has committed by now
END $$;
CREATE FUNCTION audit_offset() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE epoch audit_epoch;
BEGIN
    LOOP
        SELECT * INTO epoch FROM audit_epoch ORDER BY number DESC LIMIT 1;
        IF epoch.system_identifier = (SELECT system_identifier FROM pg_control_system()) THEN
            RETURN epoch.txid_offset;
        END IF;
        PERFORM audit_begin_epoch();
    END LOOP;
END $$;
CREATE FUNCTION audit_txid() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN audit_offset() + pg_current_xact_id()::text::bigint;
END $$;
REVOKE ALL ON FUNCTION audit_begin_epoch(), audit_offset(), audit_txid() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_offset(), audit_txid() TO legesvar_app;
"""
UNNUMBER = """
DROP FUNCTION audit_txid(), audit_offset(), audit_begin_epoch();
DROP TABLE audit_epoch;
"""

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
    txid bigint NOT NULL DEFAULT audit_txid(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
ALTER TABLE audit_entry_rest ENABLE ROW LEVEL SECURITY;
CREATE INDEX audit_by_transaction ON audit_entry (txid, id, at);
CREATE INDEX audit_about_person ON audit_entry (person_id, at DESC) INCLUDE (clinic_id, hidden);
CREATE INDEX audit_about_thing ON audit_entry (about, at DESC) INCLUDE (clinic_id, person_id, hidden);
CREATE INDEX audit_at_clinic ON audit_entry (clinic_id, at DESC) INCLUDE (person_id, hidden);
"""

# The application owns no table and can make none, so the months ahead are made by a function of the owner's. A month is
# walled shut by itself: whoever reads goes through audit_entry and its policies. A new partition needs the whole table
# for a moment; the months are made so far ahead that it can give up after five seconds and be tried another day.
MONTHS = """
CREATE FUNCTION audit_make_months(ahead int, first_day date DEFAULT current_date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE month date; made int := 0; name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_make_months'));
    FOR i IN 0..least(greatest(ahead, 0), 24) LOOP
        month := (date_trunc('month', first_day) + make_interval(months => i))::date;
        name := 'audit_entry_' || to_char(month, 'YYYYMM');
        IF to_regclass(name) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF audit_entry FOR VALUES FROM (%L) TO (%L)',
                    name, (month || ' 00:00:00+00')::timestamptz, ((month + interval '1 month')::date || ' 00:00:00+00')::timestamptz);
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
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

# Everyone may add (also somebody whose login was refused, who has no scope); reading goes through the wall. The number
# of the transaction is not for the application to choose, or it could slip an entry in where nobody seals any more.
WALL = """
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall_add ON audit_entry FOR INSERT WITH CHECK (true);
CREATE POLICY wall_read ON audit_entry FOR SELECT USING (CASE (SELECT current_setting('legesvar.wall', true))
    WHEN 'clinic' THEN clinic_id = (SELECT nullif(current_setting('legesvar.clinic', true), '')::bigint)
    WHEN 'self' THEN person_id = (SELECT nullif(current_setting('legesvar.person', true), '')::bigint)
    WHEN 'for' THEN person_id = (SELECT nullif(current_setting('legesvar.person', true), '')::bigint) AND NOT hidden
    WHEN 'open' THEN true ELSE false END);
GRANT SELECT ON audit_entry TO legesvar_app;
GRANT INSERT (id, clinic_id, person_id, hidden, at, event, role, actor_name, account_id, acting_person_id, about,
    details, request_id) ON audit_entry TO legesvar_app;
"""


class Migration(migrations.Migration):
    """Make the trace and its seals."""

    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(NUMBERS, UNNUMBER),
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
                ("previous", models.TextField()),
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
        migrations.RunSQL("SELECT audit_offset(), audit_make_months(3)", migrations.RunSQL.noop),
    ]
