"""One dialogue as the clinic sees it, in finished strings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.selectors import Begun, MessageRow, Opened, Thread
from legesvar.domain.dialogues.states import Action, State
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.patients import selectors as patients
from legesvar.web.clinic import reached
from legesvar.web.clinic.dialogue import money, record
from legesvar.web.clinic.dialogue.money import Money
from legesvar.web.clinic.dialogue.record import Entry, NoticeLine
from legesvar.web.clinic.reached import ContactLine
from legesvar.web.files.pages import ShownFile, shown
from legesvar.words import clinic, dates, labels


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as `web/messages.py` draws it."""

    side: str
    who: str
    when: str
    iso: str
    text: str
    attachments: tuple[ShownFile, ...]
    seen: str
    new: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a colleague has prepared and nobody has sent."""

    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether one may answer, and if not why; what is written already."""

    may_send: bool
    may_prepare: bool
    why_not: str
    draft: str
    saved_at: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the thread's page shows."""

    name: str
    short_name: str
    birth_date: str
    identity_number: str
    about: str
    state: str
    hidden: bool
    url: str
    query: str
    seen: int
    messages: tuple[Message, ...]
    answering: Answering
    money: Money | None
    notices: tuple[NoticeLine, ...]
    contact: tuple[ContactLine, ...]
    entries: tuple[Entry, ...]
    may_correct: bool
    may_trail: bool


def page(actor: Actor, thread: Opened, query: str, now: datetime, *, seen: int | None = None) -> Page:
    """Return the page of a thread that has just been opened.

    :param query: what goes with the dialogue from page to page
    :param seen: number of the newest message that was read before; what is newer is marked
    """
    dialogue, today = thread.dialogue, oslo_date(now)
    listing = patients.listing(actor, dialogue.clinic_id, dialogue.person_id)
    assert listing is not None  # noqa: S101 - a dialogue's patient stands on the clinic's list, by a key
    return Page(
        name=listing.name,
        short_name=_short(listing.name),
        birth_date=dates.numeric(listing.birth_date),
        identity_number=f"{listing.identity_number[:6]}{dates.NBSP}{listing.identity_number[6:]}",
        about=_about(dialogue.kind, dialogue.recipient_name, dialogue.started_at, today),
        state=labels.state_at_clinic_label(dialogue.state),
        hidden=dialogue.hidden,
        url=f"/klinikk/dialog/{dialogue.public_id}/",
        query=query,
        seen=dialogue.messages,
        messages=tuple(_messages(thread, today, dialogue.messages if seen is None else seen)),
        answering=_answering(actor, thread, today),
        money=money.money(actor, listing, dialogue.public_id, dialogue.consent_id, now),
        notices=record.notices(actor, dialogue.public_id, today),
        contact=reached.lines(actor, dialogue.person_id, min(listing.listed_at, dialogue.started_at), today),
        entries=record.entries(actor, dialogue.public_id, today),
        may_correct=may(actor.role, Permission.JOURNAL),
        may_trail=may(actor.role, Permission.TRAIL),
    )


def anchor(number: int) -> str:
    """Return where on the page a message stands."""
    return f"melding-{number}"


def _short(name: str) -> str:
    """Shorten a name for the browser's tab, which others in the room can read: «Kari N.»."""
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first


def _about(kind: str, recipient: str, started: datetime, today: date) -> str:
    said = _("%(kind)s til %(recipient)s, mottatt %(when)s") if recipient else _("%(kind)s, mottatt %(when)s")
    return said % {
        "kind": labels.kind_label(kind), "recipient": recipient, "when": dates.moment_within(started, today),
    }  # fmt: skip


def _messages(thread: Thread, today: date, seen: int) -> list[Message]:
    read = _newest_read(thread)
    return [
        Message(
            side="theirs" if row.from_patient else "mine",
            who=f"{row.author_name}, {labels.role_label(row.author_role)}",
            when=dates.moment(row.at, today),
            iso=row.at.isoformat(),
            text=row.text,
            attachments=tuple(shown(file, Audience.CLINIC) for file in row.files),
            seen=_seen(thread, row, read, today),
            new=row.number > seen,
            anchor=anchor(row.number),
        )
        for row in thread.messages
    ]


def _newest_read(thread: Thread) -> int:
    """Return the number of the clinic's newest message that the patient has read, or 0."""
    numbers = [m.number for m in thread.messages if not m.from_patient and m.number <= thread.dialogue.read_number]
    return max(numbers, default=0)


def _seen(thread: Thread, row: MessageRow, read: int, today: date) -> str:
    """Say what each side has seen of the other's (DIA-8)."""
    dialogue = thread.dialogue
    if row.from_patient:
        if row.number > 1 or dialogue.opened_at is None:
            return ""
        return _("Først åpnet av legekontoret %s") % dates.moment_within(dialogue.opened_at, today)
    if row.number == read and dialogue.read_at is not None:
        return _("Lest av pasienten %s") % dates.moment_within(dialogue.read_at, today)
    return _("Ikke lest av pasienten ennå") if row.number > read else ""


def _answering(actor: Actor, thread: Opened, today: date) -> Answering:
    dialogue = thread.dialogue
    is_open = dialogue.state != State.CLOSED
    reason = policies.action_refused(thread.reader, thread.facts, Action.ANSWER)
    if reason and not is_open:
        reason = policies.Refusal.CLOSED  # what holds for everybody is said before what holds for this role
    draft, prepared = selectors.answers_begun(actor, dialogue)
    return Answering(
        may_send=reason is None,
        may_prepare=is_open and may(actor.role, Permission.PREPARE_ANSWER),
        why_not=""
        if reason is None
        else clinic.why_not(reason if is_open else policies.Refusal.CLOSED, dialogue.recipient_name),
        draft=draft.text if draft else "",
        saved_at=dates.time(draft.updated_at) if draft else "",
        suggestions=_suggestions(thread, prepared, today) if is_open else (),
    )


def suggestions(actor: Actor, thread: Thread, today: date) -> tuple[Suggestion, ...]:
    """Return what colleagues have prepared since the clinic last answered; what is older was about something else."""
    _, prepared = selectors.answers_begun(actor, thread.dialogue)
    return _suggestions(thread, prepared, today)


def _suggestions(thread: Thread, prepared: Iterable[Begun], today: date) -> tuple[Suggestion, ...]:
    answered = max((m.at for m in thread.messages if not m.from_patient), default=None)
    return tuple(
        Suggestion(one.text, dates.moment_within(one.updated_at, today))
        for one in prepared
        if answered is None or one.updated_at > answered
    )
