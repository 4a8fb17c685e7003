"""What answering means for each kind: the only place that knows. A kind without a hook costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import selectors as billing_selectors
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.states import Action
from legesvar.domain.patients import selectors as patients

Hook = Callable[[Actor, Dialogue, Action, datetime], None]


def answered(actor: Actor, dialogue: Dialogue, action: Action, now: datetime) -> None:
    """Do what an answer means for the dialogue's kind, in the same transaction as the answer."""
    hook = _HOOKS.get(Kind(dialogue.kind))
    if hook is not None:
        hook(actor, dialogue, action, now)


def ended(actor: Actor, dialogue: Dialogue, now: datetime) -> None:
    """Do what it means that a dialogue ended without a last answer: what was charged is invoiced."""
    hook = _HOOKS.get(Kind(dialogue.kind))
    if hook is not None:
        hook(actor, dialogue, Action.ANSWER_AND_CLOSE, now)


def _e_consultation(actor: Actor, dialogue: Dialogue, action: Action, now: datetime) -> None:
    """Charge at the first answer, and invoice when the clinic's settings say so (PAY-2)."""
    place = patients.listing(actor, dialogue.clinic_id, dialogue.person_id)
    if place is None:
        raise Unknown
    if dialogue.consent_id is None:
        return  # the clinic began it, and nobody has accepted a price
    settings = billing_selectors.settings_in_force(actor, dialogue.clinic_id, now)
    billing.charge(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        consent_id=dialogue.consent_id, exemption=patients.exemption(actor, place, oslo_date(now)),
        settings=settings, hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    billing.bill(
        actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id,
        payee=billing_selectors.payee(actor, dialogue.clinic_id), payer=billing_selectors.payer(place),
        settings=settings, closing=action is Action.ANSWER_AND_CLOSE, now=now,
    )  # fmt: skip


_HOOKS: dict[Kind, Hook] = {Kind.E_CONSULTATION: _e_consultation}
