"""An inquiry that is a medical question becomes an e-consultation, once the patient has accepted the price (START-12).

The dialogue stays the same: its address, its messages, its record. Its kind, its recipient and its price are new.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import selectors as billing_selectors
from legesvar.domain.billing.policies import Refusal as BillingRefusal
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.kinds import CONVERTED_TO
from legesvar.domain.dialogues.models import AnswerDraft, Conversion, Dialogue
from legesvar.domain.dialogues.policies import Who
from legesvar.domain.dialogues.selectors import facts, who
from legesvar.domain.dialogues.states import NEXT, Action, ConversionOutcome
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.policies import Recipient
from legesvar.domain.work import commands as work
from legesvar.domain.work.commands import Holder


@command
def ask_consent(
    *, actor: Actor, dialogue_id: UUID, recipient_id: int | None, text: str, seen: int, send_key: UUID, now: datetime
) -> Dialogue:
    """Ask the patient whether this may become an e-consultation at its price. Until they answer, nobody owes anything.

    :param recipient_id: the doctor who is to answer it, by staff id
    :param text: what the patient is told, and why
    :param seen: number of the newest message the author had read
    :param send_key: made with the form; the same again asks nothing more
    :raises Refused: WRONG_ROLE, CLOSED, WRONG_STATE, NEWER_MESSAGE, EMPTY_TEXT, TOO_LONG, UNRESOLVED; services' reasons
        why the doctor takes no e-consultations; billing's NO_TARIFF
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    if following.is_sent(dialogue, send_key):
        return dialogue
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), Action.ASK_CONSENT))
    refuse_if(policies.outdated(facts(dialogue), seen))
    place, doctor = _offered(actor, dialogue, recipient_id, now)
    price = dialogues.price(actor, place, now)
    if price is None:
        raise Refused(BillingRefusal.NO_TARIFF)
    written = following.sendable(text)
    dialogue.messages, dialogue.from_name, dialogue.unread, dialogue.in_inbox = (
        dialogue.messages + 1, actor.name, True, True
    )  # fmt: skip
    following.message(actor, dialogue, dialogue.messages, written, send_key, now)
    _move(dialogue, Action.ASK_CONSENT, now, "messages", "from_name", "unread", "in_inbox")
    Conversion.objects.create(
        dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
        recipient_id=doctor.staff_id, recipient_name=doctor.name, tariff_version=price.tariff_version, asked_at=now,
        asked_by=actor.name,
    )  # fmt: skip
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.put_on_record(actor, dialogue, written, now)
    following.trace(actor, dialogue, Event.CONSENT_ASKED, now, recipient=doctor.name)
    following.tell(actor, dialogue, dialogue.messages, now)
    AnswerDraft.objects.filter(dialogue_id=dialogue.id, account_id=actor.account_id).delete()
    return dialogue


@command
def accept(*, actor: Actor, dialogue_id: UUID, shown: str, now: datetime) -> Dialogue:
    """Let the patient accept the price: from now on it is an e-consultation to the doctor who was chosen.

    Accepted already, as on another device: what there is is returned.

    :param shown: `Price.shown` of the page that was answered
    :raises Refused: CLOSED, WRONG_STATE, WRONG_ROLE, NOT_IN_MANDATE; services' reasons why the doctor no longer takes
        e-consultations; billing's PRICE_CHANGED, NO_TARIFF
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    if _is_ended(dialogue, ConversionOutcome.ACCEPTED):
        return dialogue
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), Action.ACCEPT_PRICE))
    refuse_if(policies.mandate_refused(actor, CONVERTED_TO, dialogue.clinic_id))
    question = _open(dialogue)
    place, doctor = _offered(actor, dialogue, question.recipient_id, now)
    settings = billing_selectors.settings_in_force(actor, dialogue.clinic_id, now)
    consent = billing.accept_price(
        actor=actor, clinic_id=dialogue.clinic_id, code=settings.e_consultation_code, shown=shown, settings=settings,
        exemption=patients.exemption(actor, place, oslo_date(now)), hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    _end(actor, question, ConversionOutcome.ACCEPTED, now)
    before, dialogue.kind, dialogue.consent_id = dialogue.kind, CONVERTED_TO, consent.id
    dialogue.recipient_id, dialogue.recipient_name, dialogue.from_name = doctor.staff_id, doctor.name, doctor.name
    dialogue.due_date = _due(actor, dialogue, now)
    _move(
        dialogue, Action.ACCEPT_PRICE, now, "kind", "consent_id", "recipient_id", "recipient_name", "from_name",
        "due_date",
    )  # fmt: skip
    following.put_on_worklist(actor, dialogue, now)
    whose = Holder(doctor.staff_id, doctor.name)
    work.assign(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, to=whose)
    following.trace(actor, dialogue, Event.CONVERTED, now, before=before, after=CONVERTED_TO)
    return dialogue


@command
def decline(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Dialogue:
    """Let the patient say no: it stays what it was, and the clinic owes an answer again, with a new date.

    :raises Refused: CLOSED, WRONG_STATE, WRONG_ROLE
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    if _is_ended(dialogue, ConversionOutcome.DECLINED):
        return dialogue
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), Action.DECLINE_PRICE))
    _end(actor, _open(dialogue), ConversionOutcome.DECLINED, now)
    dialogue.due_date = _due(actor, dialogue, now)
    _move(dialogue, Action.DECLINE_PRICE, now, "due_date")
    following.put_on_worklist(actor, dialogue, now)
    following.trace(actor, dialogue, Event.CONSENT_DECLINED, now)
    return dialogue


@command
def take_back(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Dialogue:
    """Take the question about the price back. The clinic owes an answer again, by the date it was owed before.

    :raises Refused: CLOSED, WRONG_STATE, WRONG_ROLE
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    if _is_ended(dialogue, ConversionOutcome.TAKEN_BACK):
        return dialogue
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), Action.TAKE_BACK))
    _end(actor, _open(dialogue), ConversionOutcome.TAKEN_BACK, now)
    _move(dialogue, Action.TAKE_BACK, now)
    following.put_on_worklist(actor, dialogue, now)
    following.trace(actor, dialogue, Event.CONSENT_TAKEN_BACK, now)
    return dialogue


def _offered(actor: Actor, dialogue: Dialogue, recipient_id: int | None, now: datetime) -> tuple[Listing, Recipient]:
    """Return where the patient is listed and the doctor, who must take e-consultations from them now."""
    place = patients.listing(actor, dialogue.clinic_id, dialogue.person_id)
    if place is None:
        raise Unknown
    settings = services.settings(actor, dialogue.clinic_id, now, CONVERTED_TO)
    refuse_if(service_policies.not_offered(settings, oslo_date(now)))
    choices = services.recipients(actor, place, now, CONVERTED_TO)
    refuse_if(service_policies.offer_refused(settings, choices))
    refuse_if(service_policies.recipient_refused(settings, choices, recipient_id))
    doctor = next((one for one in choices if one.staff_id == recipient_id), None)
    if doctor is None:  # a clinic whose e-consultations have no recipient has nobody who may answer this one
        raise Refused(service_policies.Refusal.NO_RECIPIENT)
    return place, doctor


def _open(dialogue: Dialogue) -> Conversion:
    return Conversion.objects.get(dialogue_id=dialogue.id, outcome=ConversionOutcome.OPEN)


def _is_ended(dialogue: Dialogue, outcome: ConversionOutcome) -> bool:
    """Say whether the newest question ended so: the same act again, from another device or an old page."""
    newest = Conversion.objects.filter(dialogue_id=dialogue.id).order_by("-id").values_list("outcome", flat=True)
    return newest.first() == outcome


def _end(actor: Actor, question: Conversion, outcome: ConversionOutcome, now: datetime) -> None:
    question.outcome, question.ended_at, question.ended_by = outcome, now, actor.name
    question.save(update_fields=["outcome", "ended_at", "ended_by"])


def _due(actor: Actor, dialogue: Dialogue, now: datetime):  # type: ignore[no-untyped-def]  # a date
    settings = services.settings(actor, dialogue.clinic_id, now, Kind(dialogue.kind))
    return services.due_date(actor, dialogue.clinic_id, now, settings.answer_days)


def _move(dialogue: Dialogue, action: Action, now: datetime, *changed: str) -> None:
    dialogue.state, dialogue.updated_at = NEXT[facts(dialogue).state, action], now
    dialogue.save(update_fields=["state", "updated_at", *changed])
