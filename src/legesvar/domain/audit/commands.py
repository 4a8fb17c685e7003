"""Leaving a trace. One plain insert in the act's own transaction: no trace, no act. Then sealing it (docs/audit.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import rows, selectors
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry, Seal
from legesvar.domain.audit.sealing import Chain, Link, written
from legesvar.domain.audit.selectors import Step

ENTRIES_IN_A_SEAL = 10_000
_SEALING = 7_245_001  # the advisory lock: one sealer at a time


class NumbersRunBackwards(RuntimeError):
    """The transactions' numbers are lower than the last seal's: the database lies in a copy of an older cluster."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal that was made. Worth logging: a hash kept elsewhere shows later that the end was not cut off.

    :param is_full: there may be more to seal at once
    """

    number: int
    entries: int
    hash: str
    is_full: bool


@command
def record(
    *,
    actor: Actor,
    event: Event,
    now: datetime,
    clinic_id: int | None = None,
    person_id: int | None = None,
    about: UUID | None = None,
    hidden: bool = False,
    **details: Any,
) -> None:
    """Add one entry to the trace.

    :param clinic_id: the clinic it concerns; the actor's own when not given
    :param person_id: the patient it concerns; the actor's own when not given
    :param about: the public id of the dialogue, invoice or file
    :param details: small facts such as a reason; never what somebody wrote
    """
    _write(actor, event, now, clinic_id, person_id, about, hidden, details)


@command
def record_many(
    *, actor: Actor, event: Event, about: Sequence[tuple[int, UUID]], now: datetime, **details: Any
) -> None:
    """Add one entry for each of many patients to whom one act of the actor's clinic did the same.

    :param about: each patient's person and what it is about
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    entries = [
        Entry(
            at=now, event=event, role=actor.role, actor_name=actor.name, account_id=actor.account_id,
            acting_person_id=actor.acting_person_id, clinic_id=actor.clinic_id, person_id=person_id, about=thing,
            details=details, request_id=request_id,
        )
        for person_id, thing in about
    ]  # fmt: skip
    Entry.objects.bulk_create(entries, batch_size=2_000)


@command
def read_trail(
    *, actor: Actor, person_id: int, about: UUID | None = None, hidden: bool = False, key: str | None = None,
    now: datetime,
) -> paging.Page[Step]:  # fmt: skip
    """Let staff see who has done and read what with a patient, or with one thing of theirs. That is traced too.

    :param about: the thing; None for all about the patient
    :param hidden: the thing is hidden from those who act for the patient
    """
    which = {"person_id": person_id} if about is None else {"about": about}
    found = selectors.trail(actor, key=key, **which)
    record(
        actor=actor, event=Event.TRAIL_READ, person_id=person_id, about=about, hidden=hidden, now=now
    )  # fmt: skip
    return found


def record_refused_access(*, actor: Actor, event: Event, now: datetime, **details: Any) -> None:
    """Add an entry for somebody who got nowhere, who may have no scope. Call it after the act has been undone."""
    _write(actor, event, now, None, None, None, False, details)


def _write(
    actor: Actor, event: Event, now: datetime, clinic_id: int | None, person_id: int | None,
    about: UUID | None, hidden: bool, details: dict[str, Any],
) -> None:  # fmt: skip
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    entry = Entry(
        at=now, event=event, role=actor.role, actor_name=actor.name, account_id=actor.account_id,
        acting_person_id=actor.acting_person_id or actor.person_id,
        clinic_id=clinic_id if clinic_id is not None else actor.clinic_id,
        person_id=person_id if person_id is not None else actor.person_id,
        about=about, hidden=hidden, details=details, request_id=request_id,
    )  # fmt: skip
    by_sql.add(entry)


@command
def seal(*, actor: Actor, now: datetime, limit: int = ENTRIES_IN_A_SEAL) -> Sealed | None:
    """Seal the entries of all transactions that have ended since the last seal, the oldest first.

    :param limit: about how many entries to take; a transaction is never divided
    :returns: None when there is nothing to seal, or when somebody else is sealing
    :raises OutsideTheWall: the actor does not see every clinic
    :raises NumbersRunBackwards: an epoch must be begun by hand, see docs/audit.md
    """
    if not _value("SELECT pg_try_advisory_xact_lock(%s)", _SEALING):
        return None
    last = rows.last_seal(actor)
    end = _horizon(last)
    cut = _cut(last.to_txid, end, limit)
    return _seal(actor, last, end if cut is None else cut, now, is_full=cut is not None)


@command
def make_months(*, actor: Actor, today: date, ahead: int) -> int:
    """Make the partitions for this month and the months ahead that are not there yet.

    :param ahead: months after today's, at most 24
    :returns: how many were made
    """
    return int(_value("SELECT audit_make_months(%s, %s)", ahead, today))


def _horizon(last: Link) -> int:
    """Return the lowest number a transaction may still write under; all below it have ended, and their rows are seen.

    :raises NumbersRunBackwards: it lies below what is sealed already
    """
    offset = int(_value("SELECT audit_offset()"))
    end = offset + int(_value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    if end < last.to_txid:
        raise NumbersRunBackwards(f"transactions have reached {end}, but seal {last.number} ends at {last.to_txid}")
    return end


def _cut(start: int, end: int, limit: int) -> int | None:
    """Return the number to stop before when there are more than `limit` entries, and None when there are not."""
    query = "SELECT txid FROM audit_entry WHERE txid >= %s AND txid < %s ORDER BY txid OFFSET %s LIMIT 1"
    beyond = _value(query, start, end, limit)
    if beyond is None:
        return None
    first = _value(query, start, end, 0)
    return int(beyond) if first < beyond else int(beyond) + 1


def _seal(actor: Actor, last: Link, end: int, now: datetime, *, is_full: bool) -> Sealed | None:
    chain = Chain(last.hash)
    with rows.entries(actor, last.to_txid, end) as entries:
        for entry in entries:
            chain.add(entry)
    if not chain.entries:
        return None
    number = last.number + 1
    total = chain.close(number=number, from_txid=last.to_txid, to_txid=end, sealed_at=written(now))
    Seal.objects.create(
        number=number, from_txid=last.to_txid, to_txid=end, entries=chain.entries,
        previous=last.hash, hash=total, sealed_at=now,
    )  # fmt: skip
    return Sealed(number, chain.entries, total, is_full)


def _value(query: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return None if row is None else row[0]
