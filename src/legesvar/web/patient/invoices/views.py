"""An invoice on paper (PAY-4)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from legesvar.core import clock
from legesvar.core.refusal import Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.web.access import patient_page
from legesvar.web.languages import spoken
from legesvar.words import invoices
from legesvar.words.documents.render import render


@patient_page(methods=("GET",), transaction=False)
def pdf(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Give one of the patient's own invoices as a PDF to keep. The reading is traced."""
    now = clock.now()
    with acting_as(request.actor):
        printed = billing.open_invoice(actor=request.actor, public_id=invoice_id, now=now)
    if printed is None:
        raise Unknown
    document = invoices.document(printed, language=spoken())
    response = HttpResponse(render(document, created_at=now), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{invoices.file_name(printed)}"'
    response["Cache-Control"] = "private, no-store"
    return response
