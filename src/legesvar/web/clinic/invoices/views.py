"""Invoices at the clinic: finding one, what is unpaid (PAY-5), the PDF, and taking one back (PAY-4)."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands, selectors
from legesvar.domain.billing.kinds import CreditReason, Settled
from legesvar.domain.clinics.roles import Permission
from legesvar.web.access import clinic_page
from legesvar.web.clinic import documents
from legesvar.web.clinic.invoices import pages
from legesvar.web.clinic.invoices.forms import CreditForm, FindForm, SettleForm
from legesvar.web.languages import spoken
from legesvar.words import invoices, refusals

DONE = {"merket", "oppgjort"}


@clinic_page(Permission.INVOICES)
def unpaid(request: HttpRequest) -> HttpResponse:
    """Show what is unpaid, and lead to the invoice that a number names. It is posted: no address tells who owes."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = selectors.invoice_named(request.actor, form.cleaned_data["number"])
        if found is not None:
            return redirect("clinic:invoice", found.public_id)
        form.add_error("number", _("Dere har ingen faktura med dette nummeret. Se etter på fakturaen, og skriv igjen."))
    page = pages.unpaid(request.actor, selectors.unpaid_at(request.actor, request.GET.get("side")), clock.now())
    return render(request, "clinic/invoices/list.html", {"page": page, "form": form, "section": "invoices"})


@clinic_page(Permission.INVOICES, methods=("GET",))
def invoice(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Show one invoice, and what can be done about it."""
    return _show(request, invoice_id, SettleForm())


@clinic_page(Permission.INVOICES, methods=("POST",))
def mark(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Say that an invoice is unpaid after its due date."""
    try:
        commands.mark_overdue(actor=request.actor, public_id=invoice_id, now=clock.now())
    except Refused as refused:
        return _show(request, invoice_id, SettleForm(), refusals.text(refused))
    return _done(invoice_id, "merket")


@clinic_page(Permission.INVOICES, methods=("POST",))
def settle(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Say that an invoice is no longer unpaid."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _show(request, invoice_id, form)
    how = Settled(form.cleaned_data["how"])
    try:
        commands.settle(actor=request.actor, public_id=invoice_id, how=how, now=clock.now())
    except Refused as refused:
        return _show(request, invoice_id, SettleForm(), refusals.text(refused))
    return _done(invoice_id, "oppgjort")


@clinic_page(Permission.READ_DIALOGUE, methods=("GET",), transaction=False)
def pdf(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Give the giro, or the credit note, as it was issued; the reading is traced."""
    now = clock.now()
    with acting_as(request.actor):
        printed = commands.open_invoice(actor=request.actor, public_id=invoice_id, now=now)
    if printed is None:
        raise Unknown
    return documents.pdf(invoices.document(printed, language=spoken()), invoices.file_name(printed), now)


@clinic_page(Permission.INVOICES)
def credit(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Take an invoice back by a credit note, after saying what that means."""
    now, status = clock.now(), 200
    _read(request, invoice_id)
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


def _read(request: HttpRequest, invoice_id: UUID) -> None:
    """Note the reading (PRIV-2), also where the page is shown because a form said no."""
    if commands.open_invoice(actor=request.actor, public_id=invoice_id, now=clock.now()) is None:
        raise Unknown


def _show(request: HttpRequest, invoice_id: UUID, form: Form, refused: str = "") -> HttpResponse:
    _read(request, invoice_id)
    page = pages.invoice(request.actor, invoice_id, clock.now())
    done = request.GET.get("gjort", "")
    context = {
        "page": page, "form": form, "refused": refused, "done": done if done in DONE else "", "section": "invoices",
    }  # fmt: skip
    return render(request, "clinic/invoices/page.html", context, status=409 if refused else 200)


def _done(invoice_id: UUID, what: str) -> HttpResponse:
    return redirect(f"{reverse('clinic:invoice', args=[invoice_id])}?gjort={what}")
