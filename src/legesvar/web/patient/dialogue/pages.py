"""A dialogue as finished words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.clock import oslo_date
from legesvar.domain.billing.selectors import InvoiceRow
from legesvar.domain.dialogues.selectors import Linked, MessageRow, Thread
from legesvar.domain.dialogues.states import Action, ClosedHow, State
from legesvar.web.files.pages import ShownFile, shown
from legesvar.web.patient.invoices import links
from legesvar.web.patient.invoices.links import InvoiceLink
from legesvar.words import dates, labels
from legesvar.words.kinds import StandingWords, standings, words

NEWEST, SENT = "nyeste", "sendt"


class Row(Protocol):
    """What names a dialogue."""

    public_id: UUID
    kind: str
    recipient_name: str
    clinic_name: str
    started_at: datetime


class Begun(Protocol):
    """What the patient has begun to write back."""

    text: str
    send_key: UUID
    written_from: UUID | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class MessageText:
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
class Standing:
    """Where the dialogue stands, and what the patient can do about it.

    :param to_newest: the words of a link to the newest message, when it is the clinic's and stands far below
    """

    tone: str
    title: str
    sentences: tuple[str, ...]
    to_newest: str = ""
    is_closed: bool = False
    is_rejected: bool = False
    is_asked: bool = False
    is_waiting: bool = False
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class DialogueLink:
    """A dialogue before this one, or after it: a sentence, and the part of it that leads there."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice or a credit note, and where one asks about it; "" when that cannot be done here."""

    link: InvoiceLink
    ask_url: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the page shows beside the thread.

    :param may: what the patient may do now
    :param begun: what they have begun to write
    :param reader: the name of who is at the keyboard, as it stands at what they write
    :param may_ask: whether a question about an invoice can be begun
    :param others: the dialogue before this one, and those after it
    """

    phone: str
    may: frozenset[Action]
    reader: str
    begun: Begun | None
    invoices: Sequence[InvoiceRow]
    may_ask: bool
    others: Sequence[Linked]

    @property
    def writing(self) -> Action | None:
        """What it is to write here now: to write back, to add, or nothing."""
        return next((action for action in (Action.REPLY, Action.ADD) if action in self.may), None)

    @property
    def adds(self) -> bool:
        """Say whether what is written is added to what waits."""
        return self.writing is Action.ADD


@dataclass(frozen=True, slots=True)
class DialoguePage:
    """The page of one dialogue. `unsent` is what the patient began to write and cannot send here any more."""

    title: str
    back_url: str
    back_name: str
    again: str
    send: str
    action: str
    may_withdraw: bool
    subtitle: str
    hidden: str
    links: tuple[DialogueLink, ...]
    state: Standing
    messages: tuple[MessageText, ...]
    invoices: tuple[Billed, ...]
    phone: str
    unsent: str
    send_key: str
    window: str
    seen: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """The page that asks once. `why_not` says why it cannot be taken back any more."""

    about: str
    why_not: str
    url: str


def dialogue(thread: Thread, around: Around, now: datetime) -> DialoguePage:
    """Put a dialogue into words."""
    row, today, begun = thread.dialogue, oslo_date(now), around.begun
    closed = row.state == State.CLOSED
    return DialoguePage(
        title=_title(row),
        back_url=reverse("patient:archive" if closed else "patient:inbox"),
        back_name=_("Arkiv") if closed else _("Innboks"),
        again=str(words(row.kind).again),
        send=_("Send opplysningene") if around.adds else str(words(row.kind).send),
        action=around.writing or "",
        may_withdraw=Action.WITHDRAW in around.may,
        subtitle=_("%(clinic)s, startet %(when)s") % {
            "clinic": row.clinic_name, "when": dates.moment_within(row.started_at, today),
        },
        hidden=_("Samtalen er skjult for foreldrene dine.") if row.hidden else "",
        links=tuple(_link(one, today) for one in around.others),
        state=_standing(thread, around.reader, today),
        messages=_messages(thread, today),
        invoices=tuple(_billed(one, around, today) for one in around.invoices),
        phone=around.phone,
        unsent=begun.text if begun and not around.writing and begun.text.strip() else "",
        send_key=str(begun.send_key if begun else uuid4()),
        window=str(uuid4()),
        seen=str((begun and begun.written_from) or ""),
        saved_at=dates.time(begun.updated_at) if begun and begun.text else "",
    )  # fmt: skip


def withdrawal(row: Row, why_not: str, now: datetime) -> WithdrawalPage:
    """Ask whether a dialogue is to be taken back, or say why it cannot be."""
    sent = _("%(title)s, sendt %(when)s.") % {
        "title": _title(row), "when": dates.moment_within(row.started_at, oslo_date(now)),
    }  # fmt: skip
    return WithdrawalPage(sent, why_not, reverse("patient:dialogue", args=[row.public_id]))


def _billed(one: InvoiceRow, around: Around, today: date) -> Billed:
    asked = around.may_ask and one.credits_id is None
    return Billed(links.link(one, today), reverse("patient:ask_about_invoice", args=[one.public_id]) if asked else "")


def _title(row: Row) -> str:
    return _("%(kind)s med %(name)s") % {
        "kind": labels.kind_label(row.kind),
        "name": row.recipient_name or row.clinic_name,
    }


def _link(one: Linked, today: date) -> DialogueLink:
    when = {"when": dates.day_near(oslo_date(one.started_at), today)}
    name = _("Se den nye samtalen fra %(when)s") if one.follows else _("Se den forrige samtalen fra %(when)s")
    return DialogueLink(name % when, reverse("patient:dialogue", args=[one.public_id]))


def _messages(thread: Thread, today: date) -> tuple[MessageText, ...]:
    own = [one.number for one in thread.messages if one.from_patient]
    unread_after = max(own, default=0) if thread.is_new else len(thread.messages)
    opened = max((number for number in own if number <= _opened_to(thread)), default=0)
    return tuple(_message(thread, one, unread_after, opened, today) for one in thread.messages)


def _opened_to(thread: Thread) -> int:
    """Return the newest message that the clinic had before it when it last opened the dialogue."""
    row = thread.dialogue
    return row.seen_number or (1 if row.opened_at else 0)


def _message(thread: Thread, one: MessageRow, unread_after: int, opened: int, today: date) -> MessageText:
    row = thread.dialogue
    role = "" if one.from_patient else labels.role_label(one.author_role)
    seen = ""
    if one.number == opened:
        at = oslo_date(row.seen_at or row.opened_at or row.started_at)
        seen = _("Åpnet av legekontoret %(when)s") % {"when": dates.day_within(at, today)}
    return MessageText(
        side="mine" if one.from_patient else "theirs",
        who=f"{one.author_name}, {role}" if role else one.author_name,
        when=dates.moment(one.at, today),
        iso=one.at.isoformat(timespec="seconds"),
        text=one.text,
        attachments=tuple(shown(file) for file in one.files),
        seen=seen,
        new=one.number > unread_after,
        anchor=NEWEST if one.number == row.messages else f"melding-{one.number}",
    )


def _standing(thread: Thread, reader: str, today: date) -> Standing:
    row = thread.dialogue
    said = standings(row.kind)
    match State(row.state):
        case State.CLOSED:
            return _closed(thread, said)
        case State.WAITING_FOR_PATIENT:
            begun = row.started_by == "clinic" and row.messages == 1
            title = str(said.written if begun else said.answered)
            return Standing("success", title, (_open(),), to_newest=_to_newest(thread, _("Les svaret")))
        case State.WAITING_FOR_CONSENT:
            title = _("Legekontoret spør om dette kan bli en e-konsultasjon")
            return Standing(
                "warning", title, (_("Les hva legekontoret skriver, og se prisen før du svarer."),), is_asked=True
            )
    if row.due_date < today:
        return Standing("warning", str(said.late), (_("Det beklager vi."),), is_waiting=True, is_overdue=True)
    date_due = {"date": dates.weekday_and_day(row.due_date, today)}
    if wrote := _wrote_back(thread, reader):
        return Standing("info", wrote, (str(said.by) % date_due, str(said.then)), is_waiting=True)
    due = _("Du får svar senest %(date)s.") % date_due
    return Standing("info", str(said.waiting), (due, str(said.then)), is_waiting=True)


def _wrote_back(thread: Thread, reader: str) -> str:
    """Say that the clinic's last was replied to; "" while the clinic has written nothing, or was last to write."""
    *before, newest = thread.messages
    if not newest.from_patient or all(one.from_patient for one in before):
        return ""
    return _("Du har skrevet tilbake") if newest.author_name == reader else _("Det er skrevet tilbake")


def _to_newest(thread: Thread, words: str) -> str:
    """Give a link to the newest message its words; "" when it is the patient's own, or stands right below."""
    return "" if len(thread.messages) == 1 or thread.messages[-1].from_patient else words


def _closed(thread: Thread, said: StandingWords) -> Standing:
    how = ClosedHow(thread.dialogue.closed_how)
    title, *sentences = _ended(how, said)
    if thread.is_new:
        sentences.append(_("Du finner samtalen i arkivet."))
    rejected = how is ClosedHow.REJECTED
    words = _("Les begrunnelsen") if rejected else _("Les svaret")
    return Standing(
        "warning" if rejected else "info", title, tuple(sentences), is_closed=True, is_rejected=rejected,
        to_newest=_to_newest(thread, words),
    )  # fmt: skip


def _ended(how: ClosedHow, said: StandingWords) -> tuple[str, ...]:
    no_reply = _("Du kan lese den, men ikke svare.")
    match how:
        case ClosedHow.WITHDRAWN:
            return _("Du har trukket meldingen tilbake"), _(
                "Ingen ved legekontoret har åpnet den. Det koster ingenting."
            )
        case ClosedHow.SILENCE:
            long_ago = _("Det er lenge siden du fikk svar, og du har ikke skrevet tilbake.")
            return _("Samtalen er avsluttet"), long_ago, no_reply
        case ClosedHow.WITHOUT_ANSWER:
            return _("Legekontoret har avsluttet samtalen uten å svare"), no_reply
        case ClosedHow.REJECTED:
            return (
                _("Legen kan ikke svare på denne som e-konsultasjon"),
                _("Begrunnelsen står nederst på siden. Det koster ingenting, og du får ingen faktura."),
            )
    return str(said.ended), no_reply, _("Har du nye spørsmål? Start på nytt.")


def _open() -> str:
    return _("Du kan skrive tilbake så lenge samtalen er åpen.")
