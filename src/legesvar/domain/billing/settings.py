"""What a clinic decides about prices and invoices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from legesvar.domain.billing import kid, tariff
from legesvar.domain.billing.kid import Algorithm

KID_WIDTH = 8
HOURS_IN_A_DAY = 24
LONGEST_KID_PREFIX = kid.LONGEST - KID_WIDTH - 2  # the filler and the check digit come after the number


class InvoiceAt(StrEnum):
    """When an answered e-consultation is invoiced (PAY-2)."""

    CLOSING = "closing"
    FIRST_ANSWER = "first_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingSettings:
    """A clinic's choices. Amounts are øre, hours are Oslo's.

    :param fee_ore: what the clinic takes for sending an invoice
    :param fee_after_hours: hours the patient has to pay before there is an invoice with a fee; 0 sends it at once
    :param day_from_hour: where the evening price ends in the morning
    :param due_days: calendar days from issue to due date
    :param kid_prefix: digits of the agreement with the bank; without them the clinic's own number
    :param first_invoice_number: where the series starts; without effect once there is an invoice
    :raises ValueError: with the name of what is wrong
    """

    capability: ClassVar[str] = "billing"

    fee_ore: int = 5_500
    fee_after_hours: int = 0
    uses_evening_tariff: bool = False
    evening_from_hour: int = 16
    day_from_hour: int = 8
    invoice_at: InvoiceAt = InvoiceAt.CLOSING
    due_days: int = 14
    kid_method: Algorithm = Algorithm.MOD10
    kid_prefix: str = ""
    e_consultation_code: str = "2ae"
    first_invoice_number: int = 10_001

    def __post_init__(self) -> None:
        # What was stored as JSON comes back as plain text.
        object.__setattr__(self, "invoice_at", InvoiceAt(self.invoice_at))
        object.__setattr__(self, "kid_method", Algorithm(self.kid_method))
        for is_right, fault in self._rules():
            if not is_right:
                raise ValueError(fault)

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        prefix = self.kid_prefix
        return (
            (0 <= self.fee_ore <= tariff.HIGHEST_ORE, "fee_out_of_range"),
            (0 <= self.fee_after_hours <= 30 * HOURS_IN_A_DAY, "fee_after_hours_out_of_range"),
            (self.fee_ore > 0 or self.fee_after_hours == 0, "hours_to_avoid_a_fee_that_is_not_taken"),
            (0 <= self.day_from_hour < self.evening_from_hour < HOURS_IN_A_DAY, "evening_hours_contradict"),
            (1 <= self.due_days <= 90, "due_days_out_of_range"),
            (not prefix or (prefix.isascii() and prefix.isdigit()), "kid_prefix_is_not_digits"),
            (len(prefix) <= LONGEST_KID_PREFIX, "kid_prefix_too_long"),
            (tariff.is_code(self.e_consultation_code), "not_a_tariff_code"),
            (1 <= self.first_invoice_number < 10**KID_WIDTH, "first_invoice_number_out_of_range"),
        )
