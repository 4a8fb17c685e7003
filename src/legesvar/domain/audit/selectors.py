"""Reading the trace: what happened to one thing, and whether all of it is as it was sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from legesvar.core import paging, wall
from legesvar.core.actor import Actor, Role
from legesvar.domain.audit import rows
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.audit.verification import Report, examine


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
    found = Entry.objects.filter(about=about).order_by("-at", "-id")
    columns = found.values_list("at", "event", "role", "actor_name", "details")[:limit]
    return [Trace(at, Event(event), Role(role), name, details) for at, event, role, name, details in columns]


def has_opened(actor: Actor, about: UUID, since: datetime) -> bool:
    """Say whether this member of staff has opened a dialogue since an instant, and so has said why they read it."""
    wall.require(actor)
    opened = Entry.objects.filter(about=about, event=Event.DIALOGUE_OPENED_BY_CLINIC, account_id=actor.account_id)
    return opened.filter(at__gte=since).exists()


PAGE_SIZE = 50
KEY_TYPES = (str, str)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail, with what it is about."""

    id: UUID
    at: datetime
    event: str
    role: str
    actor_name: str
    person_id: int | None
    acting_person_id: int | None
    about: UUID | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visible:
    """What somebody who acts for another in some services only may see of the trail, at one clinic.

    :param things: the public ids of the dialogues they may see
    :param money: whether they may see invoices
    """

    clinic_id: int
    everything: bool = False
    things: frozenset[UUID] = frozenset()
    money: bool = False


MONEY = (
    Event.CHARGED, Event.INVOICED, Event.INVOICE_CREDITED, Event.INVOICE_OVERDUE, Event.INVOICE_SETTLED,
    Event.INVOICE_READ,
)  # fmt: skip


def trail(
    actor: Actor, *, person_id: int | None = None, about: UUID | None = None, limits: Sequence[Visible] | None = None,
    key: str | None = None,
) -> paging.Page[Step]:  # fmt: skip
    """Return a page of what was done and read about a patient or about one thing, the newest first (PRIV-3).

    The wall leaves what happened at the reader's clinic, what concerns themselves, or what is not hidden from them.

    :param limits: for one who may act in some services only; None for everybody else
    """
    wall.require(actor)
    if (person_id is None) == (about is None):
        raise ValueError("the trail is a person's or a thing's")
    position = _position(key)
    rows = Entry.objects.filter(**({"person_id": person_id} if about is None else {"about": about}))
    if limits is not None:
        rows = rows.filter(_within(limits))
    backwards = position is not None and position.backwards
    if position is not None:
        # As a pair, so that it is a piece of the index.
        rows = rows.extra(where=[f"(at, id) {'>' if backwards else '<'} (%s, %s::uuid)"], params=position.values)  # noqa: S610
    rows = rows.order_by("at", "id") if backwards else rows.order_by("-at", "-id")
    found = [Step(*row) for row in rows.values_list(*Step.__slots__)[: PAGE_SIZE + 1]]
    return paging.page(found, size=PAGE_SIZE, position=position, key=lambda step: (step.at.isoformat(), str(step.id)))


def _within(limits: Sequence[Visible]) -> Q:
    found = Q(pk__in=[])
    for one in limits:
        here = Q(clinic_id=one.clinic_id)
        if one.everything:
            found |= here
            continue
        found |= here & Q(about__in=one.things) & ~Q(event__in=MONEY)
        if one.money:
            found |= here & Q(event__in=MONEY)
    return found


def _position(key: str | None) -> paging.Position | None:
    """Read a key from an address; one that names no moment or no entry is the first page."""
    position = paging.decode(key, types=KEY_TYPES)
    if position is None:
        return None
    try:
        at = datetime.fromisoformat(position.values[0]).astimezone(UTC)
        entry = UUID(position.values[1])
    except (ValueError, OverflowError):
        return None
    return paging.Position((at, str(entry)), position.backwards)


def verify(actor: Actor, *, known: Mapping[int, str] | None = None) -> Report:
    """Recompute all seals and tell what is not as it was sealed. Reads the whole trace, a little at a time.

    :param known: hashes that were kept outside the database, by the seal's number; without one, a trace whose end
        was cut off together with its seals looks whole
    :raises OutsideTheWall: the actor does not see every clinic
    """
    # The seals first: what is sealed while we read then counts as unsealed, never as added.
    with rows.seals(actor) as seals, rows.entries(actor) as entries:
        return examine(seals, entries, known or {})
