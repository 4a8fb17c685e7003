"""Making a step fail inside the database, so that no code of ours is replaced."""

from __future__ import annotations

from django.db import connection


def break_inserts(table: str) -> None:
    """Make the database refuse what is added to a table, as a full disk or a lost server would."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION broken_on_purpose() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken_on_purpose()"
        )
        cursor.execute("SET ROLE legesvar_app")
