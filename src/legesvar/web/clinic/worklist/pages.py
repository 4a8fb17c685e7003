"""The worklist in finished strings and finished rows (rows.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from legesvar.core import paging
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.billing.policies import Amount
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.clinics.selectors import Away
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.dialogues.states import ClosedHow, State
from legesvar.domain.work import selectors as work
from legesvar.web.clinic.worklist.place import DIALOGUE, WORKLIST, Place, Whose
from legesvar.web.clinic.worklist.rows import Reader, Tab, address, draw, draw_tabs
from legesvar.words import clinic as clinic_words
from legesvar.words import dates, labels
from legesvar.words import work as work_words

OPENED = "sak"


@dataclass(frozen=True, slots=True)
class Worklist:
    """The list's pane, which stands alone or beside an open dialogue.

    :param refresh_url: where the list alone is fetched again, and `stamp` what it was when this one was made
    :param here: which colleagues have the opened dialogue in front of them
    """

    tabs: SafeString
    kinds: SafeString
    rows: SafeString
    empty: str
    previous_url: str
    next_url: str
    may_open: bool
    first_url: str
    waiting: str
    refresh_url: str
    stamp: str
    here: str
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was done, where to go next, and how to undo it."""

    text: str
    next_url: str = ""
    undo_url: str = ""


def worklist(
    actor: Actor, at: Place, now: datetime, *, opened: UUID | None = None, stands_in_for: Collection[int] | None = None,
) -> Worklist:  # fmt: skip
    """Return the list at a place.

    :param opened: the dialogue that is shown beside it
    :param stands_in_for: whom the actor is substitute for today, when the caller knows it already
    """
    today = oslo_date(now)
    absent: Sequence[Away] = ()
    if stands_in_for is None:
        absent = clinics.away(actor, actor.clinic_id or 0, today)
        stands_in_for = [one.staff_id for one in absent if one.substitute_id == actor.staff_id]
    assignees = _assignees(actor, stands_in_for)
    # Before the list is read: what changes meanwhile is fetched once too often, and never missed.
    stamp, counted = _overview(actor, at, assignees, now)
    page = _listed(actor, at, assignees)
    present, may_open = _by_dialogue(stamp.present), may(actor.role, Permission.READ_DIALOGUE)
    reader = Reader(actor.name, at.query, opened, may_open=may_open, present=present)
    return Worklist(
        tabs=draw_tabs("vis", _tabs(counted, at)),
        kinds=draw_tabs("type", _kinds(counted.kinds, at)),
        rows=draw(page.rows, reader, today),
        empty=_empty(at, len(assignees) > 1),
        previous_url=at.to(page.previous_key) if page.previous_key else "",
        next_url=at.to(page.next_key) if page.next_key else "",
        may_open=reader.may_open,
        first_url=address(page.rows[0], reader) if page.rows else "",
        waiting=work_words.count(counted.mine) if counted.mine else "",
        refresh_url=f"{WORKLIST}liste/{at.query}" + (f"&{OPENED}={opened}" if opened else ""),
        stamp=tagged(stamp, actor, at, now, opened),
        here=here(reader.present.get(opened, ()) if opened else ()),
        away=() if opened else _away(absent),
    )


def _away(absent: Sequence[Away]) -> tuple[str, ...]:
    """Say who is away with nobody to stand in: what lies with them is nobody's unless a colleague takes it."""
    return tuple(
        _("%(name)s er borte til og med %(day)s, og har ingen vikar.")
        % {"name": one.name, "day": dates.day(one.last_date)}
        for one in absent
        if one.substitute_id is None
    )


def tagged(stamp: work.Stamp, actor: Actor, at: Place, now: datetime, opened: UUID | None) -> str:
    """Return the ETag of the list at a place: another as soon as it would look different."""
    language = get_language() or ""
    parts = (stamp.text, oslo_date(now), actor.staff_id, actor.role, at.query, opened, language)
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def first_url(actor: Actor, at: Place, now: datetime) -> str:
    """Return the address of what stands first on the list: where to go after answering; "" when it is empty."""
    if not may(actor.role, Permission.READ_DIALOGUE) or at.whose is Whose.DONE:
        return ""
    start = Place(at.whose, None, at.kind)
    known = clinics.substitutes_for(actor, actor.staff_id, oslo_date(now)) if actor.staff_id else ()
    page = _listed(actor, start, _assignees(actor, known))
    return f"{DIALOGUE}{page.rows[0].about}/{start.query}" if page.rows else ""


def here(present: Iterable[work.Present]) -> str:
    """Say who has something in front of them: «Siv Sekretær leser nå»; "" for nobody."""
    said = work_words.words()
    return ", ".join(work_words.here(one.name, one.doing, said) for one in present)


def _listed(actor: Actor, at: Place, assignees: list[int]) -> paging.Page[work.Row]:
    match at.whose:
        case Whose.MINE:
            return work.mine(actor, assignees, at.key, at.kind)
        case Whose.NOBODYS:
            return work.unassigned(actor, at.key, at.kind)
        case Whose.DONE:
            return work.archive(actor, at.key, at.kind)
    return work.whole_clinic(actor, at.key, at.kind)


def _overview(actor: Actor, at: Place, assignees: list[int], now: datetime) -> tuple[work.Stamp, work.Counts]:
    kinds = () if at.whose is Whose.DONE else tuple(Kind)
    within = assignees if at.whose is Whose.MINE else None
    return work.overview(actor, now, assignees, kinds=kinds, within=within, of_nobody=at.whose is Whose.NOBODYS)


def _tabs(counted: work.Counts, at: Place) -> tuple[Tab, ...]:
    return (
        _tab(_("Mine"), counted.mine, Whose.MINE, at),
        _tab(_("Ikke tildelt"), counted.unassigned, Whose.NOBODYS, at),
        _tab(_("Hele legekontoret"), counted.whole, Whose.ALL, at),
        _tab(_("Arkiv"), None, Whose.DONE, at),
    )


def _kinds(counted: tuple[int, ...], at: Place) -> tuple[Tab, ...]:
    """Return the kinds there is something of, or that are looked at; none where there is nothing to choose between."""
    numbers: list[int | None] = [*counted] or [None] * len(Kind)
    named = [(kind, number) for kind, number in zip(Kind, numbers, strict=True) if number != 0 or at.kind is kind]
    if len(named) < 2 and at.kind is None:
        return ()
    every = Tab(_("Alle typer"), "", f"{WORKLIST}{Place(at.whose, None).query}", current=at.kind is None)
    return (every, *(_kind_tab(kind, number, at) for kind, number in named))


def _kind_tab(kind: Kind, number: int | None, at: Place) -> Tab:
    count = "" if number is None else work_words.count(number)
    return Tab(labels.kind_label(kind), count, f"{WORKLIST}{Place(at.whose, None, kind).query}", at.kind is kind)


def _by_dialogue(present: Iterable[work.Present]) -> dict[UUID, list[work.Present]]:
    found: dict[UUID, list[work.Present]] = {}
    for one in present:
        found.setdefault(one.about, []).append(one)
    return found


def receipt(actor: Actor, answered: UUID | None, shown: Worklist) -> Receipt | None:
    """Say that an answer was sent, from the dialogue's own row; None when there is no such answer."""
    head = dialogues.head(actor, answered) if answered else None
    if head is None or not _is_answered(head):
        return None
    said = f"{_done(head) % {'name': head.patient_name}} {_paid(actor, head)}".strip()
    return Receipt(said, shown.first_url if shown.may_open else "")


def _paid(actor: Actor, head: Head) -> str:
    """Say what the answer has cost the patient; "" for what costs nothing to anybody."""
    charge = billing.charge_about(actor, head.public_id)
    if charge is None:
        return ""
    amount = Amount(amount_ore=charge.amount_ore, fee_ore=charge.fee_ore, exemption=Exemption(charge.exemption))
    issued = billing.invoices_about(actor, head.public_id)
    return clinic_words.charged(amount, issued[0].number if issued else None)


def _done(head: Head) -> str:
    if head.state == State.WAITING_FOR_CONSENT:
        return _("%(name)s er spurt om prisen. Dere får henvendelsen tilbake når pasienten har svart.")
    match ClosedHow(head.closed_how):
        case ClosedHow.REJECTED:
            return _("E-konsultasjonen fra %(name)s er avvist. Pasienten får begrunnelsen og betaler ingenting.")
        case ClosedHow.WITHOUT_ANSWER:
            return _("Samtalen med %(name)s er avsluttet uten svar. Pasienten får beskjed.")
        case ClosedHow.NOT:
            return _("Svaret til %(name)s er sendt.")
    return _("Svaret til %(name)s er sendt, og samtalen er avsluttet.")


def _is_answered(head: Head) -> bool:
    return head.state != State.WAITING_FOR_CLINIC or head.messages > 1


def _assignees(actor: Actor, stands_in_for: Collection[int]) -> list[int]:
    """Return whose work is «mine»: one's own, and that of those one stands in for today (ADMIN-2)."""
    return [] if actor.staff_id is None else [actor.staff_id, *stands_in_for]


def handed_over(actor: Actor, handover: UUID | None, query: str) -> Receipt | None:
    """Say what was given to whom, and offer to undo it; None when it is not one's own, or has been undone."""
    found = dialogues.handover(actor, handover) if handover else None
    if found is None or found.row.by_staff_id != actor.staff_id:
        return None
    text = clinic_words.handed_over(found.row, found.patient_name)
    undo = "" if found.row.undone_at else f"{DIALOGUE}{found.dialogue_id}/angre/{found.row.public_id}/{query}"
    return Receipt(text, undo_url=undo)


def _tab(label: str, number: int | None, whose: Whose, at: Place) -> Tab:
    count = "" if number is None else work_words.count(number)
    return Tab(label, count, f"{WORKLIST}{Place(whose, None, at.kind).query}", current=at.whose is whose)


def _empty(at: Place, stands_in: bool) -> str:
    if at.key:
        return _("Det er ikke mer på denne siden av listen.")
    if at.whose is Whose.DONE:
        return _("Ingenting er besvart eller avsluttet ennå.")
    if at.kind is not None:
        return _("Ingen venter på svar på dette. Velg «Alle typer» for å se resten.")
    if at.whose is Whose.NOBODYS:
        return _("Alt som venter på svar, er tildelt noen.")
    if at.whose is Whose.ALL:
        return _("Ingen pasienter venter på svar fra legekontoret.")
    if stands_in:
        return _("Ingen pasienter venter på svar fra deg eller fra dem du er vikar for.")
    return _("Ingen pasienter venter på svar fra deg.")
