"""The worklist in finished strings and finished rows (rows.py)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.dialogues.states import State
from legesvar.domain.work import selectors as work
from legesvar.web.clinic.worklist.place import WORKLIST, Place, Whose
from legesvar.web.clinic.worklist.rows import Reader, address, draw
from legesvar.words import dates
from legesvar.words import work as work_words


@dataclass(frozen=True, slots=True)
class Tab:
    """Whose work can be listed, and how much of it there is."""

    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """The list's pane, which stands alone or beside an open dialogue."""

    tabs: tuple[Tab, ...]
    rows: SafeString
    empty: str
    previous_url: str
    next_url: str
    may_open: bool
    first_url: str
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an answer was sent, and where to go next."""

    text: str
    next_url: str


def worklist(
    actor: Actor, at: Place, now: datetime, *, opened: UUID | None = None, stands_in_for: Collection[int] | None = None
) -> Worklist:
    """Return the list at a place.

    :param opened: the dialogue that is shown beside it
    :param stands_in_for: whom the actor is substitute for today, when the caller knows it already
    """
    today = oslo_date(now)
    assignees = _assignees(actor, today, stands_in_for)
    page = work.whole_clinic(actor, at.key) if at.whose is Whose.ALL else work.mine(actor, assignees, at.key)
    counted = work.counts(actor, assignees)
    reader = Reader(actor.name, at.query, opened, may_open=may(actor.role, Permission.READ_DIALOGUE))
    return Worklist(
        tabs=(
            _tab(_("Mine"), counted.mine, Whose.MINE, at),
            _tab(_("Hele legekontoret"), counted.whole, Whose.ALL, at),
        ),
        rows=draw(page.rows, reader, today),
        empty=_empty(at, len(assignees) > 1),
        previous_url=at.to(page.previous_key) if page.previous_key else "",
        next_url=at.to(page.next_key) if page.next_key else "",
        may_open=reader.may_open,
        first_url=address(page.rows[0], reader) if page.rows else "",
        away=() if opened else _away(actor, today),
    )


def _away(actor: Actor, today: date) -> tuple[str, ...]:
    """Say who is away with nobody to stand in: what lies with them is nobody's unless a colleague takes it."""
    return tuple(
        _("%(name)s er borte til og med %(day)s, og har ingen vikar.")
        % {"name": one.name, "day": dates.day(one.last_date)}
        for one in clinics.away_without_substitute(actor, actor.clinic_id or 0, today)
    )


def receipt(actor: Actor, answered: UUID | None, shown: Worklist) -> Receipt | None:
    """Say that an answer was sent, from the dialogue's own row; None when there is no such answer."""
    head = dialogues.head(actor, answered) if answered else None
    if head is None or not _is_answered(head):
        return None
    sent = _("Svaret til %(name)s er sendt.") % {"name": head.patient_name}
    if head.state == State.CLOSED:
        sent = _("Svaret til %(name)s er sendt, og samtalen er avsluttet.") % {"name": head.patient_name}
    return Receipt(sent, shown.first_url if shown.may_open else "")


def _is_answered(head: Head) -> bool:
    return head.state != State.WAITING_FOR_CLINIC or head.messages > 1


def _assignees(actor: Actor, today: date, stands_in_for: Collection[int] | None) -> list[int]:
    """Return whose work is «mine»: one's own, and that of those one stands in for today (ADMIN-2)."""
    if actor.staff_id is None:
        return []
    known = clinics.substitutes_for(actor, actor.staff_id, today) if stands_in_for is None else stands_in_for
    return [actor.staff_id, *known]


def _tab(label: str, number: int, whose: Whose, at: Place) -> Tab:
    return Tab(label, work_words.count(number), f"{WORKLIST}{Place(whose, None).query}", current=at.whose is whose)


def _empty(at: Place, stands_in: bool) -> str:
    if at.key:
        return _("Det er ikke mer på denne siden av listen.")
    if at.whose is Whose.ALL:
        return _("Ingen pasienter venter på svar fra legekontoret.")
    if stands_in:
        return _("Ingen pasienter venter på svar fra deg eller fra dem du er vikar for.")
    return _("Ingen pasienter venter på svar fra deg.")
