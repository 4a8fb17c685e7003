import json
from dataclasses import asdict
from datetime import date

import pytest

from legesvar.domain.billing.invoices import as_json, from_json, lines_for, mirrored, total
from legesvar.domain.billing.kid import Algorithm
from legesvar.domain.billing.kinds import LineKind
from legesvar.domain.billing.settings import LONGEST_KID_PREFIX, BillingSettings, InvoiceAt
from legesvar.domain.clinics.selectors import from_values

DAY = date(2026, 5, 12)


def test_settings_come_back_from_the_database_as_they_were():
    settings = BillingSettings(invoice_at=InvoiceAt.FIRST_ANSWER, kid_method=Algorithm.MOD11, fee_after_hours=24)
    stored = json.loads(json.dumps(asdict(settings)))
    read = from_values(BillingSettings, stored)
    assert read == settings
    assert read.kid_method is Algorithm.MOD11


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"fee_ore": -1}, "fee_out_of_range"),
        ({"fee_after_hours": -1}, "fee_after_hours_out_of_range"),
        ({"fee_ore": 0, "fee_after_hours": 24}, "hours_to_avoid_a_fee_that_is_not_taken"),
        ({"evening_from_hour": 8, "day_from_hour": 8}, "evening_hours_contradict"),
        ({"evening_from_hour": 24}, "evening_hours_contradict"),
        ({"due_days": 0}, "due_days_out_of_range"),
        ({"kid_prefix": "12x"}, "kid_prefix_is_not_digits"),
        ({"kid_prefix": "٢"}, "kid_prefix_is_not_digits"),
        ({"kid_prefix": "1" * (LONGEST_KID_PREFIX + 1)}, "kid_prefix_too_long"),
        ({"e_consultation_code": "e-konsultasjon"}, "not_a_tariff_code"),
        ({"first_invoice_number": 0}, "first_invoice_number_out_of_range"),
        ({"first_invoice_number": 100_000_000}, "first_invoice_number_out_of_range"),
        ({"invoice_at": "never"}, "InvoiceAt"),
        ({"kid_method": "mod97"}, "Algorithm"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(values, fault):
    with pytest.raises(ValueError, match=fault):
        BillingSettings(**values)


def test_a_credit_note_mirrors_every_line():
    lines = lines_for(code="2ae", provided_date=DAY, amount_ore=20_400, fee_ore=5_500)
    assert [line.kind for line in lines] == [LineKind.EGENANDEL, LineKind.FEE]
    assert total(lines) == 25_900
    assert [line.amount_ore for line in mirrored(lines)] == [-20_400, -5_500]


def test_an_invoice_without_a_fee_has_one_line():
    assert len(lines_for(code="2ae", provided_date=DAY, amount_ore=20_400, fee_ore=0)) == 1


def test_lines_come_back_from_the_database_as_they_were():
    lines = lines_for(code="2ae", provided_date=DAY, amount_ore=20_400, fee_ore=5_500)
    assert from_json(json.loads(json.dumps(as_json(lines)))) == lines
