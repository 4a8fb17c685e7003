"""The register: names in the alphabet's order, who has been on the list when, and files of patients."""

from django.db import migrations, models

import legesvar.core.models
from legesvar.core.raise_wall import Key, RaiseWall

_SCOPE = "(SELECT current_setting('legesvar.wall', true))"

# «Kari Øvre Ås» is found and listed as «}s kari |vre»: family name first, in small letters, æ, ø and å behind z and
# the letters of Sámi and of our neighbours as those they look like. Whatever the server's own collation is, so that
# a page of names is a piece of one index.
NAMES = r"""
CREATE FUNCTION patients_name_key(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        btrim(regexp_replace(lower(written), '\s+', ' ', 'g')),
        'æäøöåÆÄØÖÅáàâãéèêëíìîïóòôõúùûüýñçčđŋšŧžÁÀÂÃÉÈÊËÍÌÎÏÓÒÔÕÚÙÛÜÝÑÇČĐŊŠŦŽ',
        '{{||}{{||}aaaaeeeeiiiioooouuuuynccdnstzaaaaeeeeiiiioooouuuuynccdnstz')
$$;
CREATE FUNCTION patients_sort_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.patients_name_key(regexp_replace(btrim(name), '^(.*\S)\s+(\S+)$', '\2 \1'))
$$;
"""
NO_NAMES = "DROP FUNCTION patients_sort_name(text); DROP FUNCTION patients_name_key(text);"

# Only a clinic says who is on its list; and who is there has been there from some day on.
MEMBERSHIPS = f"""
CREATE POLICY wall_add ON patients_membership AS RESTRICTIVE FOR INSERT WITH CHECK ({_SCOPE} IN ('clinic', 'open'));
CREATE POLICY wall_write ON patients_membership AS RESTRICTIVE FOR UPDATE USING ({_SCOPE} IN ('clinic', 'open'));
INSERT INTO patients_membership (clinic_id, person_id, hidden, public_id, gp_id, began_at, began_by, ended_at, ended_why,
    ended_by)
SELECT clinic_id, person_id, false, gen_random_uuid(), gp_id, listed_at, '', ended_at,
    CASE WHEN ended_at IS NULL THEN '' ELSE 'wish' END, CASE WHEN ended_at IS NULL THEN '' ELSE '–' END
FROM patients_patient;
"""  # noqa: S608 - a constant
NO_MEMBERSHIPS = """
DROP POLICY wall_add ON patients_membership;
DROP POLICY wall_write ON patients_membership;
"""


class Migration(migrations.Migration):
    """The register of patients."""

    dependencies = [
        ("patients", "0002_representation"),
    ]

    operations = [
        migrations.RunSQL(NAMES, NO_NAMES),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("lines", models.IntegerField()),
                ("counts", models.JSONField()),
                ("ignored", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("expires_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "patients_import",
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("import_id", models.BigIntegerField()),
                ("public_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("identity_number", models.TextField()),
                ("name", models.TextField()),
                ("birth_date", models.DateField(null=True)),
                ("email", models.TextField()),
                ("mobile", models.TextField()),
                ("gp_id", models.BigIntegerField(null=True)),
                ("outcome", models.TextField()),
                ("notes", models.JSONField(default=list)),
            ],
            options={
                "db_table": "patients_import_line",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clinic_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                ("public_id", models.UUIDField(default=legesvar.core.models.new_public_id, unique=True)),
                ("gp_id", models.BigIntegerField(null=True)),
                ("began_at", models.DateTimeField()),
                ("began_by", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(db_default="", default="")),
                ("ended_by", models.TextField(db_default="", default="")),
            ],
            options={
                "db_table": "patients_membership",
            },
        ),
        migrations.AddField(
            model_name="patient",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("name", function="patients_sort_name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="patient",
            index=models.Index(
                fields=["clinic_id", "sort_name", "id"], include=("person_id", "hidden"), name="patients_by_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("listed_at__lte", models.F("ended_at")), _connector="OR"),
                name="nobody_leaves_before_they_came",
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["expires_at"], include=("clinic_id",), name="imports_by_age"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(fields=("id", "clinic_id"), name="import_at_a_clinic"),
        ),
        migrations.AddIndex(
            model_name="importline",
            index=models.Index(
                fields=["import_id", "outcome", "number"], include=("clinic_id",), name="lines_by_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="importline",
            constraint=models.UniqueConstraint(
                fields=("import_id", "number"), include=("clinic_id",), name="a_line_of_a_file_is_read_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="importline",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["new", "back", "changed", "unchanged", "wrong"])),
                name="a_known_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="importline",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "wrong"), ("birth_date__isnull", False), _connector="OR"),
                name="a_good_line_has_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["person_id", "clinic_id", "-id"], include=("hidden",), name="memberships_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", ""), ("ended_why", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_why__in", ["new_gp", "moved", "other_clinic", "wish", "dead", "mistake"]),
                        models.Q(("ended_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="why_a_membership_ended_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("began_at__lte", models.F("ended_at")), _connector="OR"),
                name="a_membership_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("clinic_id", "person_id"),
                name="one_membership_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="representation", name="name", field=models.TextField(db_default="", default="")
        ),
        migrations.AddIndex(
            model_name="representation",
            index=models.Index(
                fields=["person_id", "clinic_id", "-id"], include=("hidden",), name="who_represents_somebody"
            ),
        ),
        RaiseWall(
            "patients_membership", "record", keys=(Key(("clinic_id", "gp_id"), "clinics_staff", ("clinic_id", "id")),)
        ),
        RaiseWall("patients_import", "staff", rights="SELECT, INSERT, UPDATE, DELETE"),
        RaiseWall(
            "patients_import_line",
            "staff",
            rights="SELECT, INSERT, UPDATE, DELETE",
            keys=(
                Key(("import_id", "clinic_id"), "patients_import", ("id", "clinic_id")),
                Key(("clinic_id", "gp_id"), "clinics_staff", ("clinic_id", "id")),
            ),
        ),
        migrations.RunSQL(MEMBERSHIPS, NO_MEMBERSHIPS),
    ]
