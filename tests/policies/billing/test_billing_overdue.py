"""When an invoice can be said to be unpaid after its due date (PAY-5)."""

from datetime import date

import pytest

from legesvar.domain.billing.policies import Refusal, overdue_refusal

DUE = date(2026, 5, 26)
AFTER = date(2026, 5, 27)


@pytest.mark.parametrize(
    ("is_credit_note", "is_credited", "is_overdue", "today", "reason"),
    [
        (False, False, False, AFTER, None),
        (False, False, False, date(2029, 1, 1), None),
        (False, False, False, DUE, Refusal.NOT_DUE),
        (False, False, False, date(2026, 5, 12), Refusal.NOT_DUE),
        (True, False, False, AFTER, Refusal.NOT_AN_INVOICE),
        (False, True, False, AFTER, Refusal.ALREADY_CREDITED),
        (False, True, False, DUE, Refusal.ALREADY_CREDITED),
        (False, False, True, AFTER, Refusal.ALREADY_OVERDUE),
    ],
)
def test_only_an_invoice_that_somebody_still_owes_is_unpaid_and_from_the_day_after_the_due_date(
    is_credit_note, is_credited, is_overdue, today, reason
):
    said = overdue_refusal(
        is_credit_note=is_credit_note, is_credited=is_credited, is_overdue=is_overdue, due_date=DUE, today=today
    )
    assert said is reason
