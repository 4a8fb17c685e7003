"""Pure rules about dialogues: None, or the reason why not. The button and the command ask the same function."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from legesvar.core import refusal, text
from legesvar.core.actor import Actor, Role
from legesvar.core.kinds import DECLARED, RECEPTION, Kind
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues.kinds import ALLOWED, ASKED
from legesvar.domain.dialogues.states import NEXT, Action, State
from legesvar.domain.patients.policies import may_hide
from legesvar.domain.services.settings import Field

ANSWER_LIMIT = 10_000
REPLY_LIMIT = 2_000
NOTE_LIMIT = 4_000


class Refusal(refusal.Refusal):
    """Why a dialogue says no."""

    CLOSED = "dialogues.closed"
    WAITING = "dialogues.waiting_for_clinic"
    WRONG_STATE = "dialogues.wrong_state"
    WRONG_ROLE = "dialogues.wrong_role"
    NOT_YOURS = "dialogues.not_yours"
    SAY_WHY = "dialogues.say_why"
    NEWER_MESSAGE = "dialogues.newer_message"
    EMPTY_TEXT = "dialogues.empty_text"
    TOO_LONG = "dialogues.too_long"
    NO_DRAFT = "dialogues.no_draft"
    WRITTEN_ELSEWHERE = "dialogues.written_elsewhere"
    NOT_DECLARED = "dialogues.not_declared"
    NOT_ACCEPTED = "dialogues.not_accepted"
    PRICE_CHANGED = "dialogues.price_changed"
    NOT_ON_LIST = "dialogues.not_on_list"
    TOO_MANY_FILES = "dialogues.too_many_files"
    OPENED = "dialogues.opened"
    NOT_IN_MANDATE = "dialogues.not_in_mandate"
    PATIENT_LEFT = "dialogues.patient_left"
    CANNOT_HIDE = "dialogues.cannot_hide"
    WAITING_FOR_CONSENT = "dialogues.waiting_for_consent"
    ANSWERED_ALREADY = "dialogues.answered_already"
    GUIDANCE_CHANGED = "dialogues.guidance_changed"
    CANNOT_HAVE_IT = "dialogues.cannot_have_it"
    COLLEAGUE_CANNOT_ANSWER = "dialogues.colleague_cannot_answer"
    NOT_YOUR_ACT = "dialogues.not_your_act"
    CHANGED_SINCE = "dialogues.changed_since"
    NOT_WAITING = "dialogues.not_waiting"


@dataclass(frozen=True, slots=True)
class DialogueFacts:
    """What the rules need to know of a dialogue."""

    kind: Kind
    state: State
    recipient_id: int | None
    messages: int
    opened: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """What the rules need to know of somebody who wants to act.

    :param stands_in_for: the staff they are substitute for
    :param forwarded: the dialogue was forwarded to them, or to whom they stand in for
    :param invited: they were asked to read along
    """

    role: Role
    staff_id: int | None = None
    stands_in_for: Collection[int] = ()
    forwarded: bool = False
    invited: bool = False


def starting_refused(role: Role, kind: Kind) -> Refusal | None:
    """Say why somebody at the clinic may not write to a patient about this: who may answer it may begin it."""
    return None if role in DECLARED[kind].answers else Refusal.WRONG_ROLE


def entering_refused(role: Role, kind: Kind) -> Refusal | None:
    """Say why somebody may not enter what a patient says on the phone: what costs is written by the patient."""
    if DECLARED[kind].charged:
        return Refusal.WRONG_ROLE
    return None if role in RECEPTION else Refusal.WRONG_ROLE


_THE_CLINICS = frozenset({Action.ANSWER, Action.ANSWER_AND_CLOSE, Action.CLOSE, Action.REJECT})


def action_refused(who: Who, dialogue: DialogueFacts, action: Action) -> Refusal | None:
    """Say why somebody may not do this with a dialogue, or None (DIA-3, DIA-4, DIA-5, DIA-7, DIA-11)."""
    declared = DECLARED[dialogue.kind]
    if who.role not in ALLOWED[dialogue.kind][action]:
        return Refusal.WRONG_ROLE
    if (dialogue.state, action) not in NEXT:
        return _state_refusal(dialogue.state, action)
    if action is Action.WITHDRAW and (dialogue.opened or dialogue.answered):
        return Refusal.OPENED
    if action in _THE_CLINICS and declared.personal and not _answers_for(who, dialogue.recipient_id):
        return Refusal.NOT_YOURS
    return None


def rejecting_refused(*, is_charged: bool) -> Refusal | None:
    """Refuse to reject what has been answered and charged: it is closed with a last answer instead (DIA-5, PAY-2)."""
    return Refusal.ANSWERED_ALREADY if is_charged else None


def _state_refusal(state: State, action: Action) -> Refusal:
    if state is State.CLOSED:
        return Refusal.CLOSED
    if state is State.WAITING_FOR_CONSENT:
        return Refusal.WAITING_FOR_CONSENT
    return Refusal.WAITING if action is Action.REPLY else Refusal.WRONG_STATE


def _answers_for(who: Who, recipient_id: int | None) -> bool:
    return who.staff_id == recipient_id or recipient_id in who.stands_in_for or who.forwarded


def reading_refused(who: Who, dialogue: DialogueFacts, why: str) -> Refusal | None:
    """Refuse somebody at the clinic who opens what is not theirs to answer and does not say why (WORK-8).

    Who answers it, in their own or another's place, need not say; nor who was asked to read along, nor the secretary,
    who sorts and prepares for the whole clinic. Everybody's reading is traced all the same.
    """
    declared = DECLARED[dialogue.kind]
    anybodys = not declared.personal and who.role in declared.answers
    in_turn = who.role is Role.SECRETARY or anybodys or who.invited or _answers_for(who, dialogue.recipient_id)
    return None if in_turn or why in ASKED else Refusal.SAY_WHY


def assigning_refused(role: Role, to: Role | None) -> Refusal | None:
    """Refuse to give work to somebody who may not read it, or as somebody who does not share it out (WORK-4).

    It gives no right to answer: that is what forwarding does.

    :param to: the colleague's role; None for nobody in particular
    """
    if not may(role, Permission.ASSIGN):
        return Refusal.WRONG_ROLE
    return None if to is None or may(to, Permission.READ_DIALOGUE) else Refusal.CANNOT_HAVE_IT


def forwarding_refused(who: Who, dialogue: DialogueFacts, to: Role | None, *, anybodys: bool) -> Refusal | None:
    """Say why somebody may not let a colleague answer in the recipient's place, or None (DIA-11).

    :param to: the colleague's role; None before one is chosen
    :param anybodys: every doctor may, because the clinic has said so or the recipient no longer works there
    """
    declared = DECLARED[dialogue.kind]
    if who.role not in declared.answers:
        return Refusal.WRONG_ROLE
    if dialogue.state is State.CLOSED:
        return Refusal.CLOSED
    if declared.personal and not anybodys and not _answers_for(who, dialogue.recipient_id):
        return Refusal.NOT_YOURS
    return None if to is None or to in declared.answers else Refusal.COLLEAGUE_CANNOT_ANSWER


def answers(role: Role, kind: str, *, reads_only: bool = False) -> bool:
    """Say whether a role can answer a kind, or at least read it, so that a colleague may be chosen for it."""
    return may(role, Permission.READ_DIALOGUE) and (reads_only or role in DECLARED[Kind(kind)].answers)


def inviting_refused(who: Who, dialogue: DialogueFacts, to: Role | None) -> Refusal | None:
    """Say why somebody may not let a colleague read along, or None: who answers it decides who reads it."""
    declared = DECLARED[dialogue.kind]
    if who.role not in declared.answers:
        return Refusal.WRONG_ROLE
    if declared.personal and not _answers_for(who, dialogue.recipient_id):
        return Refusal.NOT_YOURS
    return None if to is None or may(to, Permission.READ_DIALOGUE) else Refusal.CANNOT_HAVE_IT


def undoing_refused(*, own: bool, is_newest: bool) -> Refusal | None:
    """Say why a handover cannot be undone, or None: one's own, and only while nothing has followed it."""
    if not own:
        return Refusal.NOT_YOUR_ACT
    return None if is_newest else Refusal.CHANGED_SINCE


def note_refused(role: Role, written: str) -> Refusal | None:
    """Say why somebody may not leave an internal note, or None. A closed dialogue takes notes too."""
    return text_refused(written, NOTE_LIMIT) if may(role, Permission.NOTE) else Refusal.WRONG_ROLE


def urgency_refused(role: Role, *, waits: bool) -> Refusal | None:
    """Say why something cannot be marked as urgent, or not any more: only what waits for the clinic can."""
    if not may(role, Permission.ASSIGN):
        return Refusal.WRONG_ROLE
    return None if waits else Refusal.NOT_WAITING


def outdated(dialogue: DialogueFacts, seen: int) -> Refusal | None:
    """Hold an answer to a thread that has grown since its author read it (WORK-5).

    :param seen: number of the newest message the author had on the screen
    """
    return Refusal.NEWER_MESSAGE if dialogue.messages > seen else None


def mandate_refused(actor: Actor, kind: Kind, clinic_id: int) -> Refusal | None:
    """Refuse a representative who may not do this for the patient at this clinic (ID-6)."""
    return None if actor.may(kind, clinic_id) else Refusal.NOT_IN_MANDATE


def begins_hidden(actor: Actor, born: date, on: date) -> bool:
    """Say whether what somebody writes is kept from their parents until it is sent: what a child of 12 to 15 writes.

    They choose when they send it; until then nothing has to be taken back.
    """
    return actor.acting_person_id is None and may_hide(born, on)


def hiding_refused(actor: Actor, born: date, on: date) -> Refusal | None:
    """Say why a dialogue cannot be kept from those who act for the patient, or None (ID-6)."""
    return None if begins_hidden(actor, born, on) else Refusal.CANNOT_HIDE


def text_refused(written: str, limit: int) -> Refusal | None:
    """Say why a text cannot be sent, or None. `limit` is in characters as a person counts them (START-6)."""
    length = text.count(written)
    if length == 0:
        return Refusal.EMPTY_TEXT
    return Refusal.TOO_LONG if length > limit else None


def texts_refused(texts: Mapping[str, str], form: Sequence[Field], limit: int) -> Refusal | None:
    """Say why a message cannot be sent: the limit holds for the sum of its fields, and some must be filled in."""
    lengths = {field.name: text.count(texts.get(field.name, "")) for field in form}
    if not all(lengths[field.name] for field in form if field.required):
        return Refusal.EMPTY_TEXT
    return Refusal.TOO_LONG if sum(lengths.values()) > limit else None


def files_refused(held: int, most: int) -> Refusal | None:
    """Say why a message's files cannot be sent, or None: it may have moved to a clinic that takes fewer."""
    return Refusal.TOO_MANY_FILES if held > most else None


@dataclass(frozen=True, slots=True)
class Window:
    """An open page with the message on it.

    :param key: its own, by which it writes again and again
    :param seen: the key of the page that had written when this one was drawn
    """

    key: UUID
    seen: UUID | None


def written_elsewhere(
    stored: Mapping[str, str], written: Mapping[str, str], by: UUID | None, window: Window | None
) -> bool:
    """Say whether a page that was open elsewhere has written what this one would lay its text over, unseen.

    :param by: the key of the page that wrote what is stored
    :param window: this page; None for one that says nothing of itself
    """
    unseen = window is not None and by not in {window.key, window.seen}
    return unseen and any(stored.values()) and dict(stored) != dict(written)


def beside(stored: Mapping[str, str], written: Mapping[str, str], *, lines: bool) -> dict[str, str]:
    """Return two versions of a message as one, field by field. What is the beginning of the other is not repeated.

    :param lines: whether each field is one line, where no line break can stand
    """
    names = {**stored, **written}
    return {name: _joined(stored.get(name, ""), written.get(name, ""), ", " if lines else "\n\n") for name in names}


def _joined(first: str, second: str, between: str) -> str:
    if first.startswith(second.strip()):
        return first
    return second if second.startswith(first.strip()) else f"{first.rstrip()}{between}{second}"


def not_ready(
    kind: Kind, *, declared: bool, consented: str | None, in_force: str | None, answered: str = "", asked: str = "",
) -> Refusal | None:  # fmt: skip
    """Say which step before the message is missing, or None (START-4, START-5).

    :param consented: `Price.shown` of what was accepted; `in_force`: of what the page would state now
    :param answered: the version of the questions about danger that were declared upon; `asked`: the one of today
    """
    if refused := declaration_refused(kind, declared=declared, answered=answered, asked=asked):
        return refused
    if not DECLARED[kind].charged:
        return None
    return price_refused(consented, in_force)


def price_refused(consented: str | None, in_force: str | None) -> Refusal | None:
    """Say why a patient must (again) accept the price, fee and all, or None (START-5)."""
    if consented is None:
        return Refusal.NOT_ACCEPTED
    return None if consented == in_force else Refusal.PRICE_CHANGED


def declaration_refused(kind: Kind, *, declared: bool, answered: str, asked: str) -> Refusal | None:
    """Say why a patient must (again) declare that it is not urgent, or None (START-4)."""
    if not DECLARED[kind].asks_about_danger:
        return None
    if not declared:
        return Refusal.NOT_DECLARED
    return None if answered == asked else Refusal.GUIDANCE_CHANGED


def composed(texts: Mapping[str, str], form: Sequence[Field]) -> str:
    """Put the fields of a message together: one as it is, several under their questions; empty ones fall away."""
    written = [(field.label, text.normalise(texts.get(field.name, ""))) for field in form]
    if len(written) == 1:
        return written[0][1]
    return "\n\n".join(f"{label}\n{part}" for label, part in written if part)
