"""The worklist in finished strings: a row of the template asks no catalogue and calls nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.dialogues.states import State
from legesvar.domain.work import selectors as work
from legesvar.web.clinic.worklist.place import DIALOGUE, WORKLIST, Place, Whose
from legesvar.words import dates, labels
from legesvar.words import work as work_words
from legesvar.words.work import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is owed. No clinical text (WORK-8)."""

    url: str
    name: str
    born: str
    tag: str
    tone: str
    solid: bool
    new: bool
    kind: str
    meta: str
    current: bool


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
    rows: tuple[Row, ...]
    empty: str
    previous_url: str
    next_url: str
    may_open: bool


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
    mine, whole = counted.mine, counted.whole
    said, query = work_words.words(), at.query
    return Worklist(
        tabs=(
            _tab(_("Mine"), mine, Whose.MINE, at),
            _tab(_("Hele legekontoret"), whole, Whose.ALL, at),
        ),
        rows=tuple(_row(row, actor.name, today, said, query, opened) for row in page.rows),
        empty=_empty(at, len(assignees) > 1),
        previous_url=at.to(page.previous_key) if page.previous_key else "",
        next_url=at.to(page.next_key) if page.next_key else "",
        may_open=may(actor.role, Permission.READ_DIALOGUE),
    )


def receipt(actor: Actor, answered: UUID | None, shown: Worklist) -> Receipt | None:
    """Say that an answer was sent, from the dialogue's own row; None when there is no such answer."""
    head = dialogues.head(actor, answered) if answered else None
    if head is None or not _is_answered(head):
        return None
    sent = _("Svaret til %(name)s er sendt.") % {"name": head.patient_name}
    if head.state == State.CLOSED:
        sent = _("Svaret til %(name)s er sendt, og samtalen er avsluttet.") % {"name": head.patient_name}
    return Receipt(sent, shown.rows[0].url if shown.rows and shown.may_open else "")


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


def _row(row: work.Row, own_name: str, today: date, said: Words, query: str, opened: UUID | None) -> Row:
    badge = work_words.badge(row.due_date, today, said)
    return Row(
        url=f"{DIALOGUE}{row.about}/{query}",
        name=row.patient_name,
        born=said.born % row.birth_date.year,
        tag=badge.text,
        tone=badge.tone,
        solid=badge.solid,
        new=not row.opened,
        kind=_kind(row, said),
        meta=f"{said.received % dates.moment_within(row.received_at, today)} · {_assignee(row, own_name, said)}",
        current=row.about == opened,
    )


def _kind(row: work.Row, said: Words) -> str:
    parts = [labels.kind_label(row.kind)]
    if row.urgent:
        parts.insert(0, said.urgent)
    if row.channel == "phone":
        parts.append(said.by_phone)
    if row.attachments:
        parts.append(said.one_attachment if row.attachments == 1 else said.attachments % row.attachments)
    return " · ".join(parts)


def _assignee(row: work.Row, own_name: str, said: Words) -> str:
    return said.you if row.assignee_name == own_name else row.assignee_name or said.nobody
