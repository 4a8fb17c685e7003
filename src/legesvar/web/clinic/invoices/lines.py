"""Invoices and credit notes as lines, the same wherever they are listed, with what the reader may do about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from legesvar.core.actor import Actor
from legesvar.domain.billing.selectors import InvoiceRow
from legesvar.domain.clinics.roles import Permission, may
from legesvar.words import clinic


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice or credit note. An address is empty where the reader may not go there."""

    text: str
    number: int
    is_credit_note: bool
    is_unpaid: bool
    url: str
    pdf_url: str
    credit_url: str


def bills(actor: Actor, rows: Sequence[InvoiceRow], today: date) -> tuple[Bill, ...]:
    """Put invoices and credit notes into words."""
    handles = may(actor.role, Permission.INVOICES)
    return tuple(
        Bill(
            text=text(row, today),
            number=row.number,
            is_credit_note=row.credits_id is not None,
            is_unpaid=row.is_unpaid,
            url=reverse("clinic:invoice", args=[row.public_id]) if handles else "",
            pdf_url=reverse("clinic:invoice_pdf", args=[row.public_id]),
            credit_url=reverse("clinic:credit", args=[row.public_id])
            if handles and not row.credits_id and not row.is_credited
            else "",
        )
        for row in rows
    )


def text(row: InvoiceRow, today: date) -> str:
    """Name an invoice or a credit note, with its sum."""
    if row.credits_id:
        return clinic.credit_note(row.number, row.total_ore, row.credit_reason)
    return clinic.invoice(row.number, row.total_ore, row.due_date, today)
