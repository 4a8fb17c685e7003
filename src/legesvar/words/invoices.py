"""An invoice or a credit note in words: from what billing froze at issue to the document that is typeset."""

from __future__ import annotations

from django.utils.translation import override, pgettext

from legesvar.domain.billing import invoices
from legesvar.domain.billing.invoices import PrintedInvoice
from legesvar.domain.billing.kinds import LineKind
from legesvar.words import labels
from legesvar.words.documents.shapes import CreditNoteDocument, InvoiceDocument, Line, Payee, Payer


def document(printed: PrintedInvoice, *, language: str = "nb") -> InvoiceDocument | CreditNoteDocument:
    """Return the document of an invoice or a credit note, for `words.documents.render.render`."""
    with override(language):
        return _credit_note(printed, language) if printed.credited else _invoice(printed, language)


def file_name(printed: PrintedInvoice) -> str:
    """Name the PDF as it is saved: «faktura-10023.pdf»."""
    word = pgettext("file", "kreditnota") if printed.credited else pgettext("file", "faktura")
    return f"{word}-{printed.number}.pdf"


def _invoice(printed: PrintedInvoice, language: str) -> InvoiceDocument:
    return InvoiceDocument(
        number=str(printed.number), issued=printed.issue_date, due=printed.due_date, provided=printed.provided_date,
        kid=printed.kid, payee=_payee(printed.payee), payer=_payer(printed.payer), lines=_lines(printed),
        language=language,
    )  # fmt: skip


def _credit_note(printed: PrintedInvoice, language: str) -> CreditNoteDocument:
    assert printed.credited is not None  # noqa: S101 - asked by `document`
    reason = (labels.credit_reason_label(printed.credit_reason) + ".",) if printed.credit_reason else ()
    return CreditNoteDocument(
        number=str(printed.number), issued=printed.issue_date, invoice_number=str(printed.credited.number),
        invoice_issued=printed.credited.issue_date, payee=_payee(printed.payee), payer=_payer(printed.payer),
        lines=_lines(printed), remarks=reason, language=language,
    )  # fmt: skip


def _lines(printed: PrintedInvoice) -> tuple[Line, ...]:
    return tuple(Line(text=line_text(line), amount=line.amount_ore) for line in printed.lines)


def line_text(line: invoices.Line) -> str:
    """Say what a line is for, and no more about health than that."""
    if line.kind is LineKind.EGENANDEL:
        return pgettext("line", "Egenandel e-konsultasjon (takst %(code)s)") % {"code": line.code}
    return labels.line_label(line.kind)


def _payee(payee: invoices.Payee) -> Payee:
    return Payee(
        name=payee.name, address=_address(payee.street, payee.postcode, payee.city),
        organisation_number=payee.organisation_number, account_number=payee.account_number, phone=payee.phone,
    )  # fmt: skip


def _payer(payer: invoices.Payer) -> Payer:
    return Payer(name=payer.name, address=_address(payer.street, payer.postcode, payer.city))


def _address(street: str, postcode: str, city: str) -> tuple[str, ...]:
    return tuple(line for line in (street, f"{postcode} {city}".strip()) if line)
