"""An invoice where a patient meets it: what to pay and when, or that it has not been paid (PAY-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import money
from legesvar.words import dates


class Issued(Protocol):
    """An invoice or a credit note."""

    public_id: UUID
    number: int
    kid: str
    account_number: str
    total_ore: int
    due_date: date
    credits_id: int | None
    is_unpaid: bool


@dataclass(frozen=True, slots=True)
class InvoiceLink:
    """An invoice or a credit note to download."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class ToPay:
    """An invoice that stops the patient: what they need to pay it."""

    invoice: InvoiceLink
    facts: tuple[dict[str, Any], ...]


def link(one: Issued, today: date) -> InvoiceLink:
    """Name an invoice or a credit note, and say what the patient is to do about it."""
    details = {
        "number": one.number,
        "sum": money.short(abs(one.total_ore)),
        "date": dates.day_near(one.due_date, today),
    }
    if one.credits_id is not None:
        name, about = _("Kreditnota %(number)s (PDF)"), _("%(sum)s skal ikke betales.")
    elif one.is_unpaid:
        name, about = _("Faktura %(number)s (PDF)"), _("%(sum)s skulle vært betalt innen %(date)s.")
    else:
        name, about = _("Faktura %(number)s (PDF)"), _("%(sum)s, betal innen %(date)s.")
    return InvoiceLink(name % details, about % details, reverse("patient:invoice", args=[one.public_id]))


def to_pay(one: Issued, today: date) -> ToPay:
    """Say all that is needed to pay an invoice in a bank."""
    facts = (
        (_("Beløp"), money.spoken(one.total_ore)),
        (_("Til konto"), money.account(one.account_number)),
        (_("KID"), one.kid),
        (_("Skulle vært betalt innen"), dates.day_near(one.due_date, today)),
    )
    return ToPay(link(one, today), tuple({"label": label, "value": value} for label, value in facts))
