"""Reading the trace: what happened to one thing, and whether all of it is as it was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from legesvar.core import wall
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


def verify(actor: Actor, *, known: Mapping[int, str] | None = None) -> Report:
    """Recompute all seals and tell what is not as it was sealed. Reads the whole trace, a little at a time.

    :param known: hashes that were kept outside the database, by the seal's number; without one, a trace whose end
        was cut off together with its seals looks whole
    :raises OutsideTheWall: the actor does not see every clinic
    """
    # The seals first: what is sealed while we read then counts as unsealed, never as added.
    with rows.seals(actor) as seals, rows.entries(actor) as entries:
        return examine(seals, entries, known or {})
