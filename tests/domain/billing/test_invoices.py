import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from tests.domain.billing.conftest import (
    NOON,
    PAYEE,
    PAYER,
    PLAIN,
    BrokenOff,
    accept,
    break_off,
    charge,
    issue,
    set_tariff,
)
from tests.personas import FURNISHER
from tests.racing import at_once

from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import commands, kid, selectors
from legesvar.domain.billing.kid import Algorithm
from legesvar.domain.billing.kinds import CreditReason, LineKind
from legesvar.domain.billing.models import Invoice
from legesvar.domain.billing.policies import Refusal
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt
from legesvar.domain.patients import selectors as patients


def credit(actor, invoice, reason=CreditReason.EXEMPT):
    with acting_as(actor):
        return commands.credit(actor=actor, public_id=invoice.public_id, reason=reason, now=NOON)


def bill(actor, row, **change):
    values = {
        "clinic_id": row.clinic_id, "about": row.about, "payee": PAYEE, "payer": PAYER, "settings": PLAIN,
        "closing": True, "now": NOON,
    }  # fmt: skip
    with acting_as(actor):
        return commands.bill(actor=actor, **(values | change))


def waiting():
    with connection.cursor() as sql:
        sql.execute("SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = 'billing.issue_invoice'")
        return sql.fetchall()


def test_259_kroner_with_number_kid_and_due_date(invoice, traces):
    assert (invoice.number, invoice.total_ore) == (10_001, 25_900)
    assert kid.is_valid(invoice.kid, Algorithm.MOD10)
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 5, 12), date(2026, 5, 26))
    assert traces(Event.INVOICED) == 1


def test_the_document_holds_all_that_is_printed(invoice, charged, patient):
    with acting_as(patient):
        document = selectors.invoice_document(patient, invoice.public_id)
    assert (document.number, document.kid, document.total_ore) == (10_001, invoice.kid, 25_900)
    assert [(line.kind, line.code, line.amount_ore) for line in document.lines] == [
        (LineKind.EGENANDEL, "2ae", 20_400),
        (LineKind.FEE, "", 5_500),
    ]
    assert document.provided_date == date(2026, 5, 12)
    assert (document.payee, document.payer) == (PAYEE, PAYER)
    assert document.about == charged.about
    assert document.credited is None
    assert document.credit_reason is None


def test_an_invoice_names_the_clinic_and_the_patient_as_they_are_today(clinic, patient, doctor):
    with acting_as(doctor):
        assert selectors.payee(doctor, clinic.id) == PAYEE
        assert selectors.payer(patients.listing(doctor, clinic.id, patient.person_id)) == PAYER


def test_asked_again_the_same_invoice_comes_back(invoice, charged, secretary, traces):
    again = issue(secretary, charged, now=NOON + timedelta(days=40))
    assert again == invoice
    assert again.issue_date == invoice.issue_date
    assert traces(Event.INVOICED) == 1


@pytest.mark.parametrize("code", ["F", "B"])
def test_who_pays_nothing_gets_no_invoice(consent, doctor, code):
    assert issue(doctor, charge(doctor, consent, exemption=code)) is None
    with acting_as(doctor):
        assert not Invoice.objects.exists()


def test_what_was_never_answered_is_never_invoiced(charged, doctor):
    charged.about = uuid4()
    assert issue(doctor, charged) is None


def test_the_numbers_of_a_clinic_follow_each_other(consent, doctor):
    settings = BillingSettings(first_invoice_number=500, kid_method=Algorithm.MOD11, kid_prefix="77")
    rows = [issue(doctor, charge(doctor, consent), settings=settings) for _ in range(3)]
    assert [row.number for row in rows] == [500, 501, 502]
    assert len({row.kid for row in rows}) == 3
    assert all(kid.is_valid(row.kid, Algorithm.MOD11) and row.kid.startswith("77") for row in rows)


def test_two_clinics_have_a_series_each_and_never_the_same_kid(
    clinic, other_clinic, patient_of_both, doctor, foreign_doctor
):
    rows = []
    for place, who in ((clinic, doctor), (other_clinic, foreign_doctor)):
        set_tariff(place)
        rows.append(issue(who, charge(who, accept(patient_of_both, place))))
    assert [row.number for row in rows] == [10_001, 10_001]
    assert rows[0].kid != rows[1].kid


def test_an_invoice_is_issued_at_the_close_by_default(charged, doctor):
    assert bill(doctor, charged, closing=False) is None
    assert bill(doctor, charged, closing=True).number == 10_001


def test_a_clinic_may_invoice_at_the_first_answer_and_still_only_once(charged, doctor):
    settings = BillingSettings(invoice_at=InvoiceAt.FIRST_ANSWER)
    first = bill(doctor, charged, closing=False, settings=settings)
    assert bill(doctor, charged, closing=True, settings=settings) == first


def test_where_a_fee_can_be_avoided_the_invoice_waits_in_the_queue_once(charged, doctor):
    settings = BillingSettings(fee_after_hours=24)
    assert bill(doctor, charged, settings=settings) is None
    assert bill(doctor, charged, settings=settings) is None
    [(payload, at)] = waiting()
    assert json.loads(payload) == {"clinic_id": charged.clinic_id, "about": str(charged.about)}
    assert at == NOON + timedelta(hours=24)


def test_nothing_waits_in_the_queue_for_who_pays_nothing(consent, doctor):
    row = charge(doctor, consent, exemption="F")
    assert bill(doctor, row, settings=BillingSettings(fee_after_hours=24)) is None
    assert waiting() == []


def test_the_system_issues_what_waited(charged, invoice):
    assert issue(FURNISHER, charged) == invoice


def test_patients_and_other_clinics_issue_nothing(charged, patient, foreign_doctor):
    for actor in (patient, foreign_doctor):
        for act in (issue, bill):
            with pytest.raises(Refused) as refused:
                act(actor, charged)
            assert refused.value.reason is Refusal.WRONG_ROLE


def test_an_invoice_is_found_by_the_patient_and_the_clinic_and_by_nobody_else(
    invoice, patient, doctor, other_patient, foreign_doctor, foreign_patient
):
    found = []
    for actor in (patient, doctor, other_patient, foreign_doctor, foreign_patient):
        with acting_as(actor):
            seen = [
                selectors.invoice(actor, invoice.public_id),
                selectors.invoice_document(actor, invoice.public_id),
                commands.open_invoice(actor=actor, public_id=invoice.public_id, now=NOON),
                *selectors.invoices_about(actor, invoice.about),
            ]
        if any(seen):
            found.append(actor.name)
    assert found == [patient.name, doctor.name]


def test_reading_an_invoice_leaves_a_trace(invoice, secretary, traces):
    with acting_as(secretary):
        opened = commands.open_invoice(actor=secretary, public_id=invoice.public_id, now=NOON)
        assert opened == selectors.invoice_document(secretary, invoice.public_id)
    assert traces(Event.INVOICE_READ) == 1


def test_a_credit_note_mirrors_the_invoice_in_the_same_series(invoice, secretary, patient, traces):
    note = credit(secretary, invoice)
    assert (note.number, note.total_ore, note.kid) == (10_002, -25_900, "")
    with acting_as(patient):
        document = selectors.invoice_document(patient, note.public_id)
        assert [row.id for row in selectors.invoices_about(patient, invoice.about)] == [invoice.id, note.id]
    assert [line.amount_ore for line in document.lines] == [-20_400, -5_500]
    assert (document.credited.number, document.credited.issue_date) == (10_001, date(2026, 5, 12))
    assert document.credit_reason is CreditReason.EXEMPT
    assert traces(Event.INVOICE_CREDITED) == 1


def test_an_invoice_is_credited_once(invoice, administrator):
    note = credit(administrator, invoice)
    for row, reason in ((invoice, Refusal.ALREADY_CREDITED), (note, Refusal.NOT_AN_INVOICE)):
        with pytest.raises(Refused) as refused:
            credit(administrator, row)
        assert refused.value.reason is reason


def test_a_refused_credit_takes_no_number(invoice, consent, doctor, administrator):
    credit(administrator, invoice)
    with pytest.raises(Refused):
        credit(administrator, invoice)
    assert issue(doctor, charge(doctor, consent)).number == 10_003


def test_a_credited_charge_is_not_invoiced_anew(invoice, charged, doctor):
    credit(doctor, invoice)
    assert issue(doctor, charged) == invoice


def test_only_some_at_the_clinic_may_credit(invoice, substitute, clinician, patient, foreign_doctor):
    reasons = []
    for actor in (substitute, clinician, patient, foreign_doctor):
        with pytest.raises(Refused) as refused:
            credit(actor, invoice)
        reasons.append(refused.value.reason)
    assert reasons == [Refusal.WRONG_ROLE] * 3 + [Refusal.NO_SUCH_INVOICE]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_invoice SET total_ore = 1",
        "DELETE FROM billing_invoice",
        "UPDATE billing_charge SET amount_ore = 1",
        "DELETE FROM billing_charge",
        "DELETE FROM billing_series",
    ],
)
def test_the_database_refuses_to_change_what_was_charged_and_invoiced(invoice, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(FURNISHER), connection.cursor() as sql:
        sql.execute(statement)


def test_a_patient_cannot_insert_a_credit_note_past_the_command(invoice, patient):
    copy = {f.attname: getattr(invoice, f.attname) for f in Invoice._meta.concrete_fields if f.attname != "id"}
    forged = copy | {"public_id": uuid4(), "number": 1, "kid": "", "total_ore": -25_900, "credit_reason": "exempt"}
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(patient):
        Invoice.objects.create(**forged | {"credits_id": invoice.id})


@pytest.mark.django_db(transaction=True)
def test_an_issue_that_fails_leaves_no_hole(consent, doctor):
    rows = [charge(doctor, consent) for _ in range(3)]
    numbers = [issue(doctor, rows[0]).number]
    with pytest.raises(BrokenOff):
        break_off(doctor, lambda: numbers.append(issue(doctor, rows[1]).number))
    assert numbers.pop() == 10_002
    numbers += [issue(doctor, row).number for row in rows[1:]]
    assert numbers == [10_001, 10_002, 10_003]


@pytest.mark.django_db(transaction=True)
def test_a_first_issue_that_fails_leaves_no_hole(charged, doctor):
    with pytest.raises(BrokenOff):
        break_off(doctor, lambda: issue(doctor, charged))
    assert issue(doctor, charged).number == 10_001


@pytest.mark.django_db(transaction=True)
def test_those_who_invoice_at_once_get_numbers_without_holes_and_one_each(consent, doctor):
    rows = [charge(doctor, consent) for _ in range(4)]
    numbers = at_once(*(lambda row=row: issue(doctor, row).number for row in rows + rows))
    assert numbers[:4] == numbers[4:]
    assert sorted(numbers[:4]) == [10_001, 10_002, 10_003, 10_004]


@pytest.mark.django_db(transaction=True)
def test_two_who_credit_at_once_make_one_credit_note(invoice, secretary, administrator):
    said = at_once(*(lambda by=by: credit(by, invoice).number for by in (secretary, administrator)))
    assert set(said) == {10_002, Refusal.ALREADY_CREDITED}
