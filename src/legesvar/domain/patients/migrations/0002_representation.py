"""Who may act for whom, and a wall that lets representatives in only where their clinic has said so."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import RECORD, Key, RaiseWall

_TABLE = "patients_representation"
_SCOPE = "(SELECT current_setting('legesvar.wall', true))"
_PERSON = "(SELECT nullif(current_setting('legesvar.person', true), '')::bigint)"

# Somebody finds whom they act for in their own scope; they write nothing there. In the scope of the other they do not
# write there either, or a parent could let others in.
POLICIES = f"""
CREATE POLICY wall_representative ON {_TABLE} FOR SELECT USING ({_SCOPE} = 'self' AND representative_id = {_PERSON});
CREATE POLICY wall_add ON {_TABLE} AS RESTRICTIVE FOR INSERT WITH CHECK ({_SCOPE} IN ('clinic', 'open'));
CREATE POLICY wall_write ON {_TABLE} AS RESTRICTIVE FOR UPDATE USING ({_SCOPE} IN ('clinic', 'open'));
"""
NO_POLICIES = f"""
DROP POLICY wall_representative ON {_TABLE};
DROP POLICY wall_add ON {_TABLE};
DROP POLICY wall_write ON {_TABLE};
"""

# Tables that were walled before this let a representative see every clinic of the person they act for.
ONLY_WHERE_RECORDED = """
DO $do$ DECLARE old record; BEGIN
    FOR old IN SELECT p.polname, c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE pg_get_expr(p.polqual, p.polrelid) LIKE '%NOT hidden%'
            AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%legesvar.clinics%'
    LOOP
        EXECUTE format('ALTER POLICY %I ON %I USING (%s)', old.polname, old.relname, $wall$THE_RULE$wall$);
    END LOOP;
END $do$;
""".replace("THE_RULE", RECORD)


class Migration(migrations.Migration):
    """Who may act for whom."""

    dependencies = [
        ("patients", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("representative_id", models.BigIntegerField()),
                ("basis", models.TextField()),
                ("services", models.JSONField(default=list)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(default="")),
            ],
            options={
                "db_table": _TABLE,
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["representative_id", "person_id"],
                        include=("clinic_id", "hidden"),
                        name="whom_somebody_represents",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["foreldreansvar", "fullmakt", "verge"])),
                        name="a_known_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person_id", models.F("representative_id")), _negated=True),
                        name="nobody_represents_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_date", None), ("first_date__lte", models.F("last_date")), _connector="OR"
                        ),
                        name="a_representation_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", "fullmakt"), ("services", []), _negated=True),
                        name="a_fullmakt_names_its_services",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "foreldreansvar"), _negated=True), ("services", []), _connector="OR"
                        ),
                        name="a_parent_does_it_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="who_ended_a_representation_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("clinic_id", "person_id", "representative_id", "basis"),
                        name="one_representation_of_a_kind",
                    ),
                ],
            },
        ),
        RaiseWall(_TABLE, "record", keys=(Key(("representative_id",), "identity_person", ("id",)),)),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(ONLY_WHERE_RECORDED, migrations.RunSQL.noop),
    ]
