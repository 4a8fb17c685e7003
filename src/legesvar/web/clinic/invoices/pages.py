"""An invoice that is about to be credited, in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from legesvar.core import money
from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.billing import policies, selectors
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.web.clinic.worklist.place import DIALOGUE, WORKLIST
from legesvar.words import clinic, dates, refusals


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose invoice it is, what it says, and why it cannot be credited, if so."""

    name: str
    birth_date: str
    number: int
    total: str
    text: str
    why_not: str
    back_url: str


def credit(actor: Actor, invoice_id: UUID, today: date) -> Credit:
    """Return what the page about crediting shows.

    :raises Unknown: when there is no such invoice at the actor's clinic
    """
    invoice = selectors.invoice(actor, invoice_id)
    head = dialogues.head(actor, invoice.about) if invoice else None
    if invoice is None or head is None:
        raise Unknown
    is_credited = any(row.credits_id == invoice.id for row in selectors.invoices_about(actor, invoice.about))
    reason = policies.credit_refusal(is_credit_note=invoice.credits_id is not None, is_credited=is_credited)
    return Credit(
        name=head.patient_name,
        birth_date=dates.numeric(head.birth_date),
        number=invoice.number,
        total=money.spoken(invoice.total_ore),
        text=clinic.invoice(invoice.number, invoice.total_ore, invoice.due_date, today),
        why_not=refusals.text(Refused(reason)) if reason else "",
        back_url=_back(actor, invoice.about),
    )


def _back(actor: Actor, about: UUID) -> str:
    return f"{DIALOGUE}{about}/#betaling" if may(actor.role, Permission.READ_DIALOGUE) else WORKLIST
