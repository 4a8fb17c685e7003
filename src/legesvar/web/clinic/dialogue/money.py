"""What a dialogue costs the patient, in words: accepted, exempt, to pay, invoiced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.billing import policies, selectors
from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.billing.policies import Amount, Price
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.web.clinic.invoices import lines
from legesvar.web.clinic.invoices.lines import Bill
from legesvar.words import clinic, labels


@dataclass(frozen=True, slots=True)
class Money:
    """What is shown about payment."""

    consented: str
    exemption: str
    to_pay: str
    other_hour: str
    is_charged: bool
    may_exempt: bool
    bills: tuple[Bill, ...]


def money(actor: Actor, listing: Listing, about: UUID, consent_id: int | None, now: datetime) -> Money | None:
    """Return what a dialogue costs, or None when its kind costs nothing."""
    consent = selectors.consent(actor, consent_id) if consent_id else None
    if consent is None:
        return None
    price = selectors.consented_price(consent)
    charge = selectors.charge_about(actor, about)
    if charge:
        amount = Amount(amount_ore=charge.amount_ore, fee_ore=charge.fee_ore, exemption=Exemption(charge.exemption))
    else:
        amount = _if_answered_now(actor, listing, price, now)
    other_hour = "" if charge else _at_another_hour(actor, listing, price, now)
    bills = lines.bills(actor, selectors.invoices_about(actor, about), oslo_date(now)) if charge else ()
    return Money(
        consented=clinic.consented(price),
        exemption=labels.exemption_label(amount.exemption),
        to_pay=clinic.credited() if any(bill.is_credit_note for bill in bills) else clinic.to_pay(amount),
        other_hour=other_hour,
        is_charged=charge is not None,
        may_exempt=charge is None and not amount.exemption and may(actor.role, Permission.EXEMPTION),
        bills=bills,
    )


def _if_answered_now(actor: Actor, listing: Listing, price: Price, now: datetime) -> Amount:
    today = oslo_date(now)
    return policies.amount_at_answer(
        price,
        selectors.tariff_in_force(actor, listing.clinic_id, price.code, today),
        now,
        selectors.settings_in_force(actor, listing.clinic_id, now),
        patients.exemption(actor, listing, today),
    )


def _at_another_hour(actor: Actor, listing: Listing, price: Price, now: datetime) -> str:
    """Say what the same answer costs at the hours of the other price, where there are two and the patient pays."""
    settings = selectors.settings_in_force(actor, listing.clinic_id, now)
    if not settings.uses_evening_tariff or patients.exemption(actor, listing, oslo_date(now)):
        return ""
    tariff = selectors.tariff_in_force(actor, listing.clinic_id, price.code, oslo_date(now))
    is_evening = policies.is_evening(now, settings)
    amounts = [policies.amount_at(price, tariff, settings, evening=evening) for evening in (is_evening, not is_evening)]
    if amounts[0] == amounts[1]:
        return ""
    return clinic.at_another_hour(amounts[1], settings, is_evening=is_evening)
