"""What the patient pays, and who may do what with money. Pure rules; amounts are whole øre."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from legesvar.core import refusal
from legesvar.core.actor import STAFF_ROLES, Actor, Role
from legesvar.core.clock import OSLO
from legesvar.core.working_days import is_working_day
from legesvar.domain.billing import tariff as tariffs
from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt
from legesvar.domain.billing.tariff import TariffLine


class Refusal(refusal.Refusal):
    """Why billing says no."""

    NO_TARIFF = "billing_no_tariff"
    PRICE_CHANGED = "billing_price_changed"
    NO_CONSENT = "billing_no_consent"
    WRONG_ROLE = "billing_wrong_role"
    TARIFF_NOT_A_CODE = "billing_tariff_not_a_code"
    TARIFF_OUT_OF_RANGE = "billing_tariff_out_of_range"
    TARIFF_IN_THE_PAST = "billing_tariff_in_the_past"
    TARIFF_ENDS_BEFORE_IT_STARTS = "billing_tariff_ends_before_it_starts"
    NO_SUCH_INVOICE = "billing_no_such_invoice"
    NOT_AN_INVOICE = "billing_not_an_invoice"
    ALREADY_CREDITED = "billing_already_credited"
    NOT_DUE = "billing_not_due"
    ALREADY_OVERDUE = "billing_already_overdue"
    NOT_OVERDUE = "billing_not_overdue"


SETS_TARIFFS = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})
CHARGES = frozenset({Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN, Role.SYSTEM})
INVOICES = STAFF_ROLES | {Role.SYSTEM}
HANDLES_INVOICES = frozenset({Role.FASTLEGE, Role.SECRETARY, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a patient is shown before they write (START-5), and what they have consented to.

    The amounts are those of somebody who pays, also when there is an exemption: the page states both, and they are
    what applies should the exemption no longer hold on the day the doctor answers.

    :param evening_ore: None when the clinic has no evening price
    """

    code: str
    tariff_version: UUID
    day_ore: int
    evening_ore: int | None
    fee_ore: int
    exemption: Exemption = Exemption.NONE

    @property
    def total_ore(self) -> int:
        """What is paid as things stand now, fee included: 0 for who is exempt."""
        return 0 if self.exemption else self.full_total_ore

    @property
    def full_total_ore(self) -> int:
        """What somebody without an exemption pays by day, fee included."""
        return _with_fee(self.day_ore, self.fee_ore)

    @property
    def full_evening_total_ore(self) -> int | None:
        """What somebody without an exemption pays in the evening, fee included."""
        return None if self.evening_ore is None else _with_fee(self.evening_ore, self.fee_ore)

    @property
    def shown(self) -> str:
        """What the page's form sends back, so that what is accepted is what was shown."""
        evening = "" if self.evening_ore is None else self.evening_ore
        return f"{self.code}.{self.tariff_version}.{self.day_ore}.{evening}.{self.fee_ore}.{self.exemption}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What one answered e-consultation costs the patient."""

    amount_ore: int
    fee_ore: int
    exemption: Exemption = Exemption.NONE


def price_shown(line: TariffLine, settings: BillingSettings, exemption: str = Exemption.NONE) -> Price:
    """Return what the price page states today.

    :param exemption: the code that holds for the patient today, or ""
    """
    return Price(
        code=line.code,
        tariff_version=line.version,
        day_ore=line.day_ore,
        evening_ore=line.evening_ore if settings.uses_evening_tariff else None,
        fee_ore=settings.fee_ore,
        exemption=Exemption(exemption),
    )


def accept_refusal(actor: Actor, price: Price, shown: str) -> Refusal | None:
    """Refuse a consent that is not the patient's (or their parent's), or that is to another price than today's.

    :param price: what the page would state now
    :param shown: what the page that was answered stated (`Price.shown`); compared whole, so it cannot be made up
    """
    if actor.role is not Role.PATIENT:
        return Refusal.WRONG_ROLE
    return None if shown == price.shown else Refusal.PRICE_CHANGED


def is_evening(instant: datetime, settings: BillingSettings) -> bool:
    """Say whether the clinic's evening price applies at an instant: evenings, nights, weekends and public holidays.

    24 and 31 December are working days, as for the deadlines.
    """
    if not settings.uses_evening_tariff:
        return False
    local = instant.astimezone(OSLO)
    by_day = settings.day_from_hour <= local.hour < settings.evening_from_hour
    return not (by_day and is_working_day(local.date()))


def amount_at_answer(
    consented: Price, now: TariffLine | None, answered_at: datetime, settings: BillingSettings,
    exemption: str = Exemption.NONE,
) -> Amount:  # fmt: skip
    """Return what the patient pays, decided by when the doctor answers and never above the consent (PAY-1).

    Like is compared with like: an evening answer with the evening price consented to, a day answer with the day
    price. Who was shown no evening price never pays more than the day price. Who consented with an exemption that has
    lapsed pays at most the amounts the page stated for that case; who got one since pays nothing, and no fee.

    :param now: the tariff in force on the day of the answer; if the clinic has none, the price consented to stands
    :param exemption: the code that holds on the day of the answer, or ""
    """
    reason = Exemption(exemption)
    if reason:
        return Amount(amount_ore=0, fee_ore=0, exemption=reason)
    return amount_at(consented, now, settings, evening=is_evening(answered_at, settings))


def amount_at(consented: Price, now: TariffLine | None, settings: BillingSettings, *, evening: bool) -> Amount:
    """Return what somebody without an exemption pays by day or in the evening, never above the consent."""
    amount = _egenandel(consented, now, evening)
    return Amount(amount_ore=amount, fee_ore=min(settings.fee_ore, consented.fee_ore) if amount else 0)


def _egenandel(consented: Price, now: TariffLine | None, evening: bool) -> int:
    current = now or consented
    if not evening or current.evening_ore is None:
        return min(current.day_ore, consented.day_ore)
    ceiling = consented.day_ore if consented.evening_ore is None else consented.evening_ore
    return min(current.evening_ore, ceiling)


def _with_fee(amount_ore: int, fee_ore: int) -> int:
    return amount_ore + fee_ore if amount_ore else 0


def role_refusal(actor: Actor, clinic_id: int, roles: AbstractSet[Role]) -> Refusal | None:
    """Refuse who does not have one of the roles at that clinic. The system has no clinic and works for all."""
    at_home = actor.role is Role.SYSTEM or actor.clinic_id == clinic_id
    return None if at_home and actor.role in roles else Refusal.WRONG_ROLE


def tariff_refusal(
    actor: Actor, *, code: str, day_ore: int, evening_ore: int | None, first_date: date, last_date: date | None,
    today: date,
) -> Refusal | None:  # fmt: skip
    """Refuse a price that cannot be meant, or that would rewrite what applied before today.

    The system may, to bring in the prices of former years.
    """
    if not tariffs.is_code(code):
        return Refusal.TARIFF_NOT_A_CODE
    if any(ore is not None and not 0 <= ore <= tariffs.HIGHEST_ORE for ore in (day_ore, evening_ore)):
        return Refusal.TARIFF_OUT_OF_RANGE
    if last_date is not None and last_date < first_date:
        return Refusal.TARIFF_ENDS_BEFORE_IT_STARTS
    if first_date < today and actor.role is not Role.SYSTEM:
        return Refusal.TARIFF_IN_THE_PAST
    return None


def is_time_to_invoice(settings: BillingSettings, *, closing: bool) -> bool:
    """Say whether the clinic invoices at this point: at the first answer, or when the dialogue is closed (PAY-2)."""
    return closing or settings.invoice_at is InvoiceAt.FIRST_ANSWER


def credit_refusal(*, is_credit_note: bool, is_credited: bool) -> Refusal | None:
    """Refuse to credit a credit note, or an invoice for the second time (PAY-4)."""
    if is_credit_note:
        return Refusal.NOT_AN_INVOICE
    return Refusal.ALREADY_CREDITED if is_credited else None


def overdue_refusal(
    *, is_credit_note: bool, is_credited: bool, is_overdue: bool, due_date: date, today: date
) -> Refusal | None:
    """Refuse to say that an invoice is unpaid when nobody owes it, or while there is time to pay it (PAY-5).

    :param is_overdue: whether it has been said already
    :param due_date: the last day to pay, that day included
    """
    if refused := credit_refusal(is_credit_note=is_credit_note, is_credited=is_credited):
        return refused
    if today <= due_date:
        return Refusal.NOT_DUE
    return Refusal.ALREADY_OVERDUE if is_overdue else None
