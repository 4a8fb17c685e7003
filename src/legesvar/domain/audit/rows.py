"""The rows as they are hashed, in the order of the seals, a little at a time: for sealing and for verifying alike.

Only for an actor who sees every clinic: whoever saw a part would make, and find, broken seals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, TypeVar

from django.db import connection

from legesvar.core import wall
from legesvar.core.actor import Actor, Scope
from legesvar.domain.audit.sealing import BEGINNING, Link, SealedEntry

R = TypeVar("R", bound=NamedTuple)

AT_A_TIME = 2000
BEYOND_ALL = 2**63 - 1
BEFORE_ALL = -(2**63)

# As text and not as a datetime: a year that Python does not know must be found, and not break the search.
_UTC = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
# The order names the table: a bare `id` would be the text that is selected, and no index is in that order.
ENTRIES = (
    f"SELECT id::text, clinic_id, person_id, hidden, {_UTC.format('at')}, event, role, actor_name, account_id, "  # noqa: S608 - constants
    "acting_person_id, about::text, details::text, request_id, txid FROM audit_entry "
    "WHERE txid >= %s AND txid < %s ORDER BY audit_entry.txid, audit_entry.id, audit_entry.at"
)
SEALS = (
    f"SELECT number, from_txid, to_txid, entries, previous, hash, {_UTC.format('sealed_at')} FROM audit_seal "  # noqa: S608 - constants
    "ORDER BY number"
)


def entries(
    actor: Actor, start: int = BEFORE_ALL, end: int = BEYOND_ALL
) -> AbstractContextManager[Iterator[SealedEntry]]:
    """Open the entries of the transactions [start, end).

    :raises OutsideTheWall: the actor does not see every clinic
    """
    _require_open(actor)
    return _read(ENTRIES, [start, end], SealedEntry)


def seals(actor: Actor) -> AbstractContextManager[Iterator[Link]]:
    """Open the seals by number.

    :raises OutsideTheWall: the actor does not see every clinic
    """
    _require_open(actor)
    return _read(SEALS, [], Link)


def last_seal(actor: Actor) -> Link:
    """Return the newest seal, or the beginning of the chain when nothing was ever sealed.

    :raises OutsideTheWall: the actor does not see every clinic
    """
    _require_open(actor)
    with connection.cursor() as cursor:
        cursor.execute(SEALS + " DESC LIMIT 1")
        row = cursor.fetchone()
    return BEGINNING if row is None else Link(*row)


def _require_open(actor: Actor) -> None:
    wall.require(actor)
    if actor.scope is not Scope.OPEN:
        raise wall.OutsideTheWall(f"the trace is sealed and verified as a whole, not as {actor.role}")


@contextmanager
def _read(query: str, values: list[int], row_type: type[R]) -> Iterator[Iterator[R]]:
    # A cursor of the server's, so that memory stays small however long the trace is.
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        yield (row_type(*row) for chunk in iter(lambda: cursor.fetchmany(AT_A_TIME), []) for row in chunk)
