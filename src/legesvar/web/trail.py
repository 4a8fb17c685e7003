"""A page of the trail in finished strings, the same for who it is about and for the clinic (PRIV-3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.core.paging import Page
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.selectors import Step
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.words import dates, labels, trail

Named = Mapping[UUID, tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Row:
    """Who, in which role, when, what, and what it is about."""

    when: str
    iso: str
    who: str
    what: str
    why: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of the trail."""

    rows: tuple[Row, ...]
    previous_url: str
    next_url: str


def page(
    actor: Actor, found: Page[Step], today: date, *, address: Callable[[UUID], str] | None, query: str = ""
) -> TrailPage:
    """Put a page of the trail into words.

    :param address: where a dialogue is read, for one who may read it
    :param query: what goes from page to page, without its question mark
    """
    known = dialogues.named(actor, {step.about for step in found.rows if step.about})
    start = f"?{query}&" if query else "?"
    return TrailPage(
        rows=tuple(_row(step, known, today, address) for step in found.rows),
        previous_url=f"{start}side={found.previous_key}" if found.previous_key else "",
        next_url=f"{start}side={found.next_key}" if found.next_key else "",
    )


def _row(step: Step, known: Named, today: date, address: Callable[[UUID], str] | None) -> Row:
    event = Event(step.event) if step.event in set(Event) else None
    about = known.get(step.about) if step.about else None
    return Row(
        when=dates.moment(step.at, today),
        iso=step.at.isoformat(),
        who=_who(step),
        what=trail.what(event, step.role) if event else str(trail.UNNAMED),
        why=trail.reason(event, step.details) if event else "",
        about=_about(*about, today) if about else "",
        url=address(step.about) if about and step.about and address else "",
    )


def _who(step: Step) -> str:
    if step.role in {Role.SYSTEM, Role.ANONYMOUS}:
        return _("Portalen")
    if step.acting_person_id is not None and step.acting_person_id != step.person_id:
        return _("%(name)s, på vegne av pasienten") % {"name": step.actor_name}
    return f"{step.actor_name}, {labels.role_label(step.role)}"


def _about(kind: str, started: datetime, today: date) -> str:
    return _("%(kind)s fra %(day)s") % {
        "kind": labels.kind_label(kind), "day": dates.day_near(oslo_date(started), today),
    }  # fmt: skip
