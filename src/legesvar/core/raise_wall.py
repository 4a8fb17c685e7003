"""RaiseWall: the migration operation that walls a table in the migration that makes it (docs/wall.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

from legesvar.core.wall import APP_ROLE

_CLINIC = "(SELECT nullif(current_setting('legesvar.clinic', true), '')::bigint)"
_PERSON = "(SELECT nullif(current_setting('legesvar.person', true), '')::bigint)"
CLINICS = "(SELECT string_to_array(nullif(current_setting('legesvar.clinics', true), ''), ',')::bigint[])"
_SCOPE = "(SELECT current_setting('legesvar.wall', true))"

# CASE and not OR: with OR the planner loses the ordered index, and a doctor who is a patient would get both.
# A representative sees what is not hidden, at the clinics that have recorded that they may.
RECORD = (
    f"CASE {_SCOPE} WHEN 'clinic' THEN clinic_id = {_CLINIC} WHEN 'self' THEN person_id = {_PERSON} "
    f"WHEN 'for' THEN person_id = {_PERSON} AND NOT hidden AND clinic_id = ANY ({CLINICS}::bigint[]) "
    "WHEN 'open' THEN true ELSE false END"
)
# What somebody writes and has not sent is not the clinic's to read.
_OWN = RECORD.replace(f"WHEN 'clinic' THEN clinic_id = {_CLINIC} ", "")
_STAFF = f"CASE {_SCOPE} WHEN 'clinic' THEN clinic_id = {_CLINIC} WHEN 'open' THEN true ELSE false END"
_EVERYONE = f"{_SCOPE} IN ('clinic', 'self', 'for', 'open')"


@dataclass(frozen=True)
class Key:
    """A composite foreign key: these columns of the walled table point at those of another."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


class RaiseWall(Operation):
    """Put a table behind the wall: policy, the key of its pair (clinic, person), and the app role's rights.

    :param kind: "record" (clinic and person), "own" (a record that the clinic does not see), "staff" (clinic only) or
        "posted" (the clinic writes, everyone reads)
    :param parent: the table this one's rows belong to; the key then runs (parent column, clinic, person)
    :param rights: what the application's role may do; journal and messages leave out UPDATE and DELETE
    :param keys: further composite keys, each naming the pair so that no row can point across clinics or persons
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table: str, kind: str, *, parent: tuple[str, str] | None = None,
        rights: str = "SELECT, INSERT, UPDATE", keys: tuple[Key, ...] = (), is_pair: bool = False,
    ) -> None:  # fmt: skip
        self.table, self.kind, self.parent, self.rights = table, kind, parent, rights
        self.keys, self.is_pair = keys, is_pair

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave Django's picture of the models as it is: the wall is the database's."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Raise the wall."""
        # Keys need the unique indexes of tables made earlier in this migration, which Django keeps for the end.
        while schema_editor.deferred_sql:
            schema_editor.execute(schema_editor.deferred_sql.pop(0), params=None)
        for statement in self._statements():
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the wall down; the table itself is dropped by the operation that made it."""
        for policy in ("wall", "wall_read", "wall_add", "wall_write", "wall_remove"):
            schema_editor.execute(f"DROP POLICY IF EXISTS {policy} ON {self.table}", params=None)
        for name, _ in self._foreign_keys():
            schema_editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {name}", params=None)

    def describe(self) -> str:
        """Say in one line what the operation does."""
        return f"Raise the wall around {self.table} ({self.kind})"

    def _statements(self) -> list[str]:
        table = self.table
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            *self._policies(),
            f"REVOKE ALL ON {table} FROM PUBLIC",
            f"GRANT {self.rights} ON {table} TO {APP_ROLE}",
            *[f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}" for name, rule in self._foreign_keys()],
        ]

    def _policies(self) -> list[str]:
        if self.kind in {"record", "own"}:
            return [f"CREATE POLICY wall ON {self.table} USING ({RECORD if self.kind == 'record' else _OWN})"]
        if self.kind == "staff":
            return [f"CREATE POLICY wall ON {self.table} USING ({_STAFF})"]
        return [
            f"CREATE POLICY wall_read ON {self.table} FOR SELECT USING ({_EVERYONE})",
            f"CREATE POLICY wall_add ON {self.table} FOR INSERT WITH CHECK ({_STAFF})",
            f"CREATE POLICY wall_write ON {self.table} FOR UPDATE USING ({_STAFF})",
            f"CREATE POLICY wall_remove ON {self.table} FOR DELETE USING ({_STAFF})",
        ]

    def _foreign_keys(self) -> list[tuple[str, str]]:
        keys = list(self.keys)
        if self.parent:
            table, column = self.parent
            keys.append(Key((column, "clinic_id", "person_id"), table, ("id", "clinic_id", "person_id")))
        elif self.kind in {"record", "own"} and not self.is_pair:
            keys.append(Key(("clinic_id", "person_id"), "patients_patient", ("clinic_id", "person_id")))
        else:
            keys.append(Key(("clinic_id",), "clinics_clinic", ("id",)))
        return [(self._name(key), self._rule(key)) for key in keys]

    def _name(self, key: Key) -> str:
        own = "_".join(column.removesuffix("_id") for column in key.columns)
        return f"{self.table}_{own}_in_{key.table}"[:63]

    @staticmethod
    def _rule(key: Key) -> str:
        return (
            f"FOREIGN KEY ({', '.join(key.columns)}) REFERENCES {key.table} ({', '.join(key.target)}) "
            "ON DELETE NO ACTION DEFERRABLE INITIALLY IMMEDIATE"
        )


class Grant(Operation):
    """Give the application's role rights on a table of the kind root, which has no wall."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, rights: str = "SELECT, INSERT, UPDATE") -> None:
        self.table, self.rights = table, rights

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave Django's picture of the models as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Grant."""
        schema_editor.execute(f"GRANT {self.rights} ON {self.table} TO {APP_ROLE}", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the rights back."""
        schema_editor.execute(f"REVOKE ALL ON {self.table} FROM {APP_ROLE}", params=None)

    def describe(self) -> str:
        """Say in one line what the operation does."""
        return f"Grant {self.rights} on {self.table} to {APP_ROLE}"
