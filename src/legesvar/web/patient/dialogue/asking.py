"""Asking about an invoice from where it is shown: the question carries the invoice's number (PAY-8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.patients import selectors as patients
from legesvar.web.access import patient_page
from legesvar.web.patient.start import flow as flows
from legesvar.web.patient.start import steps
from legesvar.web.patient.start.steps import Step


def may_ask(actor: Actor, clinic_id: int) -> bool:
    """Say whether it is this reader's to ask about invoices at a clinic. Whether it takes questions is asked later."""
    return policies.mandate_refused(actor, Kind.INVOICE_QUESTION, clinic_id) is None


def _can_begin(actor: Actor, clinic_id: int, person_id: int, now: datetime) -> bool:
    if not may_ask(actor, clinic_id):
        return False
    place = patients.listing(actor, clinic_id, person_id)
    if place is None or place.ended_at is not None:
        return False
    if selectors.kind_closed(actor, clinic_id, Kind.INVOICE_QUESTION, now) is not None:
        return False
    return selectors.prerequisite(actor, place, Kind.INVOICE_QUESTION, now) is None


@patient_page(methods=("POST",))
def ask(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Begin a question about an invoice, or lead to the one that is begun, or to the page that says why it cannot."""
    invoice = billing.invoice(request.actor, invoice_id)
    if invoice is None:
        raise Unknown
    if not _can_begin(request.actor, invoice.clinic_id, invoice.person_id, clock.now()):
        return HttpResponseRedirect(steps.address(Kind.INVOICE_QUESTION, Step.RECIPIENT))
    number = str(invoice.number)
    drafting.begin_about_invoice(
        actor=request.actor, clinic_id=invoice.clinic_id, number=number,
        wording=_("Gjelder faktura %(number)s.") % {"number": number}, now=clock.now(),
    )  # fmt: skip
    return HttpResponseRedirect(_to_write(request.actor))


def _to_write(actor: Actor) -> str:
    """Return where the question is written, or the step before it that is missing: its number alone asks nothing."""
    missing = flows.read(actor, Kind.INVOICE_QUESTION, clock.now(), None).missing
    first = missing if missing and steps.comes_before(missing, Step.MESSAGE) else Step.MESSAGE
    return steps.address(Kind.INVOICE_QUESTION, first)
