"""The wall: row-level security in PostgreSQL, and `acting_as`, the only door in it (docs/wall.md).

Every table with a clinic's or a person's data carries a policy that reads settings of the transaction. Not set
means that nothing is seen and nothing can be written. The application's role owns no table, so it cannot step around.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from legesvar.core.actor import NOBODY, Actor, Scope

APP_ROLE = "legesvar_app"
OWNER_ROLE = "legesvar_owner"

_acting: ContextVar[Actor] = ContextVar("legesvar_actor", default=NOBODY)

_SET = (
    "SELECT set_config('legesvar.wall', %s, true), set_config('legesvar.clinic', %s, true), "
    "set_config('legesvar.person', %s, true), set_config('legesvar.clinics', %s, true)"
)


class OutsideTheWall(RuntimeError):
    """A command was called with another actor than the one whose scope is open. A fault of ours, never the user's."""


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which `actor`'s rows, and no others, can be read and written.

    Inside another scope it opens a savepoint and puts the outer scope back when it ends, also after an exception.
    """
    outer = _acting.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        _set(actor)
        token = _acting.set(actor)
        try:
            yield actor
        except BaseException:
            # Rolling back to the savepoint also puts the settings back.
            raise
        else:
            if nested:
                _set(outer)
        finally:
            _acting.reset(token)


def current() -> Actor:
    """Return the actor whose scope is open, or NOBODY."""
    return _acting.get()


def require(actor: Actor) -> None:
    """Refuse to go on unless `actor` is the one whose scope is open.

    :raises OutsideTheWall: when it is somebody else
    """
    if _acting.get() != actor:
        raise OutsideTheWall(f"the open scope is {_acting.get().role}, the actor is {actor.role}")


def _set(actor: Actor) -> None:
    clinics = ",".join(str(mandate.clinic_id) for mandate in actor.mandates)
    values = [actor.scope.value, _text(actor.clinic_id), _text(actor.person_id), clinics]
    if actor.scope is Scope.NONE:
        values = ["", "", "", ""]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def walled_tables(cursor: Any) -> list[str]:
    """Return the names of all tables that carry the policy `wall`."""
    cursor.execute(
        "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE p.polname LIKE 'wall%%' GROUP BY 1 ORDER BY 1"
    )
    return [row[0] for row in cursor.fetchall()]


def breaches() -> list[str]:
    """Return the walled tables that this connection could read around, and those that should be walled and are not.

    `serve` and `work` refuse to start unless the list is empty.
    """
    with connection.cursor() as cursor:
        walled = walled_tables(cursor)
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() AND c.relname = ANY(%s) "
            "AND NOT row_security_active(c.oid)",
            [walled],
        )
        around = [row[0] for row in cursor.fetchall()]
    missing = sorted(expected_tables() - set(walled))
    return around + [f"{name} (no policy)" for name in missing]


def expected_tables() -> set[str]:
    """Return the tables of all models that are not of the kind Root: each of them must be walled."""
    from django.apps import apps

    return {
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "wall_kind", None) in {"record", "staff", "posted"}
    }
