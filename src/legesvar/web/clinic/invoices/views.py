"""The PDF of an invoice, and taking an invoice back (PAY-4)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands
from legesvar.domain.billing.kinds import CreditReason
from legesvar.domain.clinics.roles import Permission
from legesvar.web.access import clinic_page
from legesvar.web.clinic import documents
from legesvar.web.clinic.invoices import pages
from legesvar.web.clinic.invoices.forms import CreditForm
from legesvar.web.languages import spoken
from legesvar.words import invoices, refusals


@clinic_page(Permission.READ_DIALOGUE, methods=("GET",), transaction=False)
def pdf(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Give the giro, or the credit note, as it was issued; the reading is traced."""
    now = clock.now()
    with acting_as(request.actor):
        printed = commands.open_invoice(actor=request.actor, public_id=invoice_id, now=now)
    if printed is None:
        raise Unknown
    return documents.pdf(invoices.document(printed, language=spoken()), invoices.file_name(printed), now)


@clinic_page(Permission.CREDIT)
def credit(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Take an invoice back by a credit note, after saying what that means."""
    now, status = clock.now(), 200
    page = pages.credit(request.actor, invoice_id, oslo_date(now))
    form = CreditForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.credit(
                actor=request.actor, public_id=invoice_id, reason=CreditReason(form.cleaned_data["reason"]), now=now
            )
        except Refused as refused:
            form.add_error(None, refusals.text(refused))
            status = 409
        else:
            return redirect(page.back_url)
    return render(request, "clinic/invoices/credit.html", {"page": page, "form": form}, status=status)
