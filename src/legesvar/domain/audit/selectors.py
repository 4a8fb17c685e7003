"""Reading the trace: what happened to one thing, and whether all of it is as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection

from legesvar.core import wall
from legesvar.core.actor import Actor, Role, Scope
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.audit.sealing import Link, SealedEntry
from legesvar.domain.audit.verification import Report, examine

R = TypeVar("R", bound=NamedTuple)

ROWS_AT_A_TIME = 2000
_UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
ENTRY_COLUMNS = (
    f"id::text, clinic_id, person_id, hidden, {_UTC.format('at')}, event, role, actor_name, account_id, "
    "acting_person_id, about::text, details::text, request_id, txid"
)
_ENTRIES = f"SELECT {ENTRY_COLUMNS} FROM audit_entry"  # noqa: S608 - constants only
_SEALS = f"SELECT number, from_txid, to_txid, entries, previous, hash, {_UTC.format('sealed_at')} FROM audit_seal"  # noqa: S608
# Named with their table: a bare `id` would be the text above, and no index is in that order.
_IN_ORDER = " ORDER BY audit_entry.txid, audit_entry.id, audit_entry.at"


@dataclass(frozen=True, slots=True)
class Trace:
    """One act or reading, as it may be shown to whoever may see the thing it is about."""

    at: datetime
    event: Event
    role: Role
    actor_name: str
    details: dict[str, Any]


def entries_about(actor: Actor, about: UUID, *, limit: int = 100) -> list[Trace]:
    """Return what happened to one dialogue, invoice or file, the newest first, as far as the actor may see it."""
    wall.require(actor)
    rows = Entry.objects.filter(about=about).order_by("-at", "-id")[:limit]
    return [
        Trace(at, Event(event), Role(role), name, details)
        for at, event, role, name, details in rows.values_list("at", "event", "role", "actor_name", "details")
    ]


def verify(actor: Actor, *, known: Mapping[int, str] | None = None) -> Report:
    """Recompute all seals and tell what is not as it was sealed. Reads the whole trace, a little at a time.

    :param known: hashes that were kept outside the database, by the seal's number; without one, a trace whose end
        was cut off together with its seals looks whole
    :raises OutsideTheWall: the actor does not see every clinic
    """
    require_open(actor)
    # The seals first: what is sealed while we read then counts as unsealed, never as added.
    with _read(_SEALS + " ORDER BY number", [], Link) as seals, read_entries("", []) as entries:
        return examine(seals, entries, known or {})


def last_seal(actor: Actor) -> Link | None:
    """Return the newest seal, the last of the chain, or None when nothing was ever sealed."""
    wall.require(actor)
    with connection.cursor() as cursor:
        cursor.execute(_SEALS + " ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else Link(*row)


def require_open(actor: Actor) -> None:
    """Refuse anybody who sees only a part of the trace, for they would make or find broken seals.

    :raises OutsideTheWall: when the actor is not a named part of the system whose scope is open
    """
    wall.require(actor)
    if actor.scope is not Scope.OPEN:
        raise wall.OutsideTheWall(f"the trace is sealed and verified as a whole, not as {actor.role}")


@contextmanager
def read_entries(condition: str, values: list[int]) -> Iterator[Iterator[SealedEntry]]:
    """Open the entries in the order of the seals.

    :param condition: "" or a WHERE clause
    """
    with _read(f"{_ENTRIES} {condition} {_IN_ORDER}", values, SealedEntry) as entries:
        yield entries


@contextmanager
def _read(query: str, values: list[int], row_type: type[R]) -> Iterator[Iterator[R]]:
    # A cursor of the server's, so that the rows come as they are needed and memory stays small.
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        yield (row_type(*row) for chunk in iter(lambda: cursor.fetchmany(ROWS_AT_A_TIME), []) for row in chunk)
