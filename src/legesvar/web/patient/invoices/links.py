"""An invoice where a patient meets it: what to pay and when, or that it has not been paid (PAY-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import money
from legesvar.domain.billing import kid
from legesvar.domain.billing.kinds import Settled
from legesvar.domain.billing.selectors import InvoiceRow
from legesvar.words import dates


@dataclass(frozen=True, slots=True)
class InvoiceLink:
    """An invoice or a credit note to download."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class ToPay:
    """An invoice that stops the patient: what they need to pay it."""

    title: str
    invoice: InvoiceLink
    facts: tuple[dict[str, str], ...]


def link(one: InvoiceRow, today: date) -> InvoiceLink:
    """Name an invoice or a credit note, and say what the patient is to do about it."""
    details = {
        "number": one.number, "sum": money.short(abs(one.total_ore)), "date": dates.day_near(one.due_date, today),
    }  # fmt: skip
    name = _("Faktura %(number)s (PDF)") if one.credits_id is None else _("Kreditnota %(number)s (PDF)")
    return InvoiceLink(name % details, _about(one) % details, reverse("patient:invoice", args=[one.public_id]))


def _about(one: InvoiceRow) -> str:
    if one.credits_id is not None or one.is_credited:
        return _("%(sum)s skal ikke betales.")
    if one.is_unpaid:
        return _("%(sum)s skulle vært betalt innen %(date)s.")
    return _("%(sum)s er betalt.") if one.mark == Settled.PAID else _("%(sum)s, betal innen %(date)s.")


def to_pay(one: InvoiceRow, today: date) -> ToPay:
    """Say all that is needed to pay an invoice in a bank."""
    facts = (
        (_("Beløp"), money.spoken(one.total_ore)),
        (_("Til konto"), money.account(one.account_number)),
        (_("KID"), kid.grouped(one.kid)),
        (_("Skulle vært betalt innen"), dates.day_near(one.due_date, today)),
    )
    return ToPay(
        title=_("Slik betaler du faktura %(number)s") % {"number": one.number},
        invoice=link(one, today),
        facts=tuple({"label": label, "value": value} for label, value in facts),
    )
