"""An invoice marked as unpaid after its due date, and settled (PAY-5), and whom that stops (ID-5)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError
from tests.breaking import break_inserts
from tests.domain.billing.conftest import NOON, accept, charge, issue
from tests.personas import FURNISHER, acting_for
from tests.racing import at_once

from legesvar.core.actor import Actor
from legesvar.core.kinds import Service
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.billing import commands, selectors
from legesvar.domain.billing.kinds import CreditReason, Settled
from legesvar.domain.billing.models import Invoice, Overdue
from legesvar.domain.billing.policies import Refusal

DUE = NOON + timedelta(days=14)
LATE = DUE + timedelta(days=1)


def mark(actor, invoice, now=LATE):
    with acting_as(actor):
        return commands.mark_overdue(actor=actor, public_id=invoice.public_id, now=now)


def settle(actor, invoice, how=Settled.PAID, now=LATE):
    with acting_as(actor):
        commands.settle(actor=actor, public_id=invoice.public_id, how=how, now=now)


def credit(actor, invoice):
    with acting_as(actor):
        return commands.credit(actor=actor, public_id=invoice.public_id, reason=CreditReason.GOODWILL, now=LATE)


def owes(actor: Actor, invoice: Invoice) -> bool:
    with acting_as(actor):
        return selectors.owes_overdue(actor, invoice.clinic_id, invoice.person_id)


def unpaid(actor: Actor, invoice: Invoice) -> list[int]:
    with acting_as(actor):
        return [row.number for row in selectors.unpaid(actor, invoice.clinic_id, invoice.person_id)]


def refusal(act, *args, **named) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(*args, **named)
    return refused.value.reason


def test_a_patient_owes_nothing_overdue_until_the_clinic_says_so(invoice, patient, secretary):
    assert not owes(patient, invoice)
    mark(secretary, invoice)
    assert owes(patient, invoice)
    assert unpaid(patient, invoice) == [invoice.number]


def test_the_day_it_is_due_is_not_too_late(invoice, secretary):
    assert refusal(mark, secretary, invoice, now=DUE) is Refusal.NOT_DUE
    assert mark(secretary, invoice, now=LATE).marked_by == secretary.name


@pytest.mark.parametrize("how", [Settled.PAID, Settled.MISTAKE])
def test_what_is_settled_stops_nobody_and_keeps_who_did_what(invoice, patient, doctor, secretary, how):
    mark(secretary, invoice)
    settle(doctor, invoice, how)
    assert not owes(patient, invoice)
    with acting_as(doctor):
        row = Overdue.objects.get()
    assert (row.marked_by, row.settled_by, row.settled) == (secretary.name, doctor.name, how)


def test_an_invoice_settled_by_mistake_is_marked_again(invoice, patient, secretary):
    for _ in range(2):
        mark(secretary, invoice)
        settle(secretary, invoice, Settled.MISTAKE)
    mark(secretary, invoice)
    assert owes(patient, invoice)


def test_a_mark_is_set_once_and_settled_once(invoice, secretary, traces):
    assert refusal(settle, secretary, invoice) is Refusal.NOT_OVERDUE
    mark(secretary, invoice)
    assert refusal(mark, secretary, invoice) is Refusal.ALREADY_OVERDUE
    settle(secretary, invoice)
    assert refusal(settle, secretary, invoice) is Refusal.NOT_OVERDUE
    assert (traces(Event.INVOICE_OVERDUE), traces(Event.INVOICE_SETTLED)) == (1, 1)


def test_a_credited_invoice_is_owed_by_nobody(invoice, patient, secretary):
    mark(secretary, invoice)
    note = credit(secretary, invoice)
    assert not owes(patient, invoice)
    with acting_as(FURNISHER):
        assert Overdue.objects.get().settled == Settled.CREDITED
        assert Entry.objects.get(event=Event.INVOICE_SETTLED).details["why"] == Settled.CREDITED
    assert refusal(mark, secretary, invoice) is Refusal.ALREADY_CREDITED
    assert refusal(mark, secretary, note) is Refusal.NOT_AN_INVOICE


@pytest.mark.parametrize("act", [mark, settle])
def test_only_some_at_the_clinic_follow_up_and_nobody_elsewhere(
    invoice, substitute, clinician, patient, foreign_doctor, other_patient, act
):
    for who in (substitute, clinician, patient):
        assert refusal(act, who, invoice) is Refusal.WRONG_ROLE
    for who in (foreign_doctor, other_patient):
        assert refusal(act, who, invoice) is Refusal.NO_SUCH_INVOICE


def test_another_clinic_and_another_patient_see_no_mark(invoice, secretary, foreign_doctor, other_patient):
    mark(secretary, invoice)
    for who in (foreign_doctor, other_patient):
        assert not owes(who, invoice)
        assert unpaid(who, invoice) == []
        with acting_as(who):
            assert selectors.overdue(who, invoice.id) is None


def test_who_acts_for_the_patient_is_stopped_too_but_sees_the_invoice_only_with_leave(
    invoice, patient, other_patient, secretary
):
    mark(secretary, invoice)
    for services, seen in (
        ({Service.E_CONSULTATION}, []),
        ({Service.INVOICES}, [invoice.number]),
        (None, [invoice.number]),
    ):
        helper = acting_for(patient, invoice.clinic_id, by=other_patient, services=services)
        assert owes(helper, invoice)
        assert unpaid(helper, invoice) == seen


def test_what_a_young_person_hides_stops_no_parent(clinic, consent, doctor, patient, other_patient, secretary):
    hidden = issue(doctor, charge(doctor, consent, hidden=True))
    mark(secretary, hidden)
    assert not owes(acting_for(patient, clinic.id, by=other_patient), hidden)
    assert owes(patient, hidden)


def test_an_act_whose_trace_fails_changes_nothing(invoice, patient, secretary):
    break_inserts("audit_entry")
    with pytest.raises(DatabaseError):
        mark(secretary, invoice)
    assert not owes(patient, invoice)


def test_a_patient_cannot_settle_nor_mark_past_the_commands(invoice, patient, secretary):
    mark(secretary, invoice)
    with acting_as(patient):
        assert Overdue.objects.filter(settled_at=None).update(settled="paid", settled_at=LATE, settled_by="meg") == 0
    settle(secretary, invoice)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(patient):
        Overdue.objects.create(
            clinic_id=invoice.clinic_id, person_id=invoice.person_id, invoice=invoice, marked_at=LATE, marked_by="meg"
        )


def test_a_mark_cannot_be_set_on_somebody_elses_invoice(invoice, other_patient, secretary):
    with pytest.raises(IntegrityError), acting_as(secretary):
        Overdue.objects.create(
            clinic_id=invoice.clinic_id, person_id=other_patient.person_id, invoice=invoice, marked_at=LATE,
            marked_by=secretary.name,
        )  # fmt: skip


@pytest.mark.parametrize(
    "half", [{"settled": "paid"}, {"settled_by": "meg"}, {"settled_at": LATE}, {"settled_at": LATE, "settled": "paid"}]
)
def test_the_database_knows_no_half_settled_invoice(invoice, secretary, half):
    mark(secretary, invoice)
    with pytest.raises(IntegrityError, match="what_is_settled"), acting_as(secretary):
        Overdue.objects.update(**half)


@pytest.mark.parametrize("change", [{"marked_by": "en annen"}, {"marked_at": NOON}, {"person_id": 1}])
def test_who_marked_what_and_when_is_said_for_good(invoice, secretary, change):
    mark(secretary, invoice)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(secretary):
        Overdue.objects.update(**change)


def test_what_is_settled_is_not_opened_again_past_the_commands(invoice, secretary):
    mark(secretary, invoice)
    settle(secretary, invoice)
    with acting_as(secretary):
        assert Overdue.objects.update(settled="", settled_at=None, settled_by="") == 0
        assert Overdue.objects.get().settled == Settled.PAID


def test_only_a_credit_note_credits(invoice, secretary):
    mark(secretary, invoice)
    with pytest.raises(ValueError, match="credit note"):
        settle(secretary, invoice, Settled.CREDITED)
    assert owes(secretary, invoice)


def test_marks_cannot_be_removed(invoice, secretary):
    mark(secretary, invoice)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(secretary):
        Overdue.objects.all().delete()


@pytest.mark.parametrize(
    "written", ["10001", " 10 001 ", "10\N{NO-BREAK SPACE}001", "00010001"],
)  # fmt: skip
def test_an_invoice_is_found_by_its_number_as_people_write_it(invoice, secretary, written):
    with acting_as(secretary):
        assert selectors.invoice_named(secretary, written) == invoice


def test_an_invoice_is_found_by_its_kid(invoice, secretary):
    with acting_as(secretary):
        assert selectors.invoice_named(secretary, invoice.kid) == invoice
        assert selectors.invoice_named(secretary, " ".join(invoice.kid)) == invoice


@pytest.mark.parametrize("written", ["", " ", "10002", "ti tusen", "١٠٠٠١", "1" * 26, "9" * 4000, "10001; DROP", "-1"])
def test_what_names_no_invoice_finds_none(invoice, secretary, written):
    with acting_as(secretary):
        assert selectors.invoice_named(secretary, written) is None


def test_a_number_finds_ones_own_clinics_invoice_alone(invoice, foreign_doctor):
    with acting_as(foreign_doctor):
        assert selectors.invoice_named(foreign_doctor, "10001") is None
        assert selectors.invoice_named(foreign_doctor, invoice.kid) is None


def test_the_list_shows_what_is_unpaid_the_last_marked_first(consent, doctor, secretary, foreign_doctor):
    invoices = [issue(doctor, charge(doctor, consent)) for _ in range(selectors.PAGE_SIZE + 2)]
    for row in invoices:
        mark(secretary, row)
    settle(secretary, invoices.pop())
    with acting_as(secretary):
        first = selectors.unpaid_at(secretary, None)
        last = selectors.unpaid_at(secretary, first.next_key)
        again = selectors.unpaid_at(secretary, last.previous_key)
        for key in ("tull", "W2ZhbHNlLC0xXQ"):
            assert selectors.unpaid_at(secretary, key).rows == first.rows
    assert [row.number for row in first.rows + last.rows] == [row.number for row in reversed(invoices)]
    assert (first.rows, first.previous_key, last.next_key) == (again.rows, None, None)
    with acting_as(foreign_doctor):
        assert selectors.unpaid_at(foreign_doctor, None).rows == ()


def test_where_invoices_are_listed_each_says_whether_it_is_unpaid(invoice, patient, secretary):
    def said(actor):
        with acting_as(actor):
            about = selectors.invoices_about(actor, invoice.about)
            assert about == sorted(selectors.invoices_of(actor, invoice.person_id), key=lambda row: row.number)
            return [(row.mark, row.is_unpaid, row.is_credited) for row in about]

    assert said(patient) == said(secretary) == [("", False, False)]
    mark(secretary, invoice)
    assert said(patient) == said(secretary) == [("unpaid", True, False)]
    settle(secretary, invoice)
    assert said(patient) == said(secretary) == [("paid", False, False)]
    mark(secretary, invoice)
    credit(secretary, invoice)
    assert said(patient) == said(secretary) == [("credited", False, True), ("", False, False)]


@pytest.mark.django_db(transaction=True)
def test_who_marks_and_credits_at_once_never_leave_a_debt_on_what_is_credited(invoice, secretary, administrator):
    said = set(at_once(lambda: mark(secretary, invoice) and None, lambda: credit(administrator, invoice) and None))
    assert said <= {None, Refusal.ALREADY_CREDITED}
    assert not owes(administrator, invoice)


@pytest.mark.django_db(transaction=True)
def test_two_who_mark_at_once_set_one_mark(invoice, secretary, administrator):
    said = set(at_once(*(lambda by=by: mark(by, invoice).marked_by for by in (secretary, administrator))))
    assert Refusal.ALREADY_OVERDUE in said
    assert len(said) == 2


def test_a_foreign_invoice_and_none_look_the_same(invoice, foreign_doctor):
    with acting_as(foreign_doctor):
        for public_id in (invoice.public_id, uuid4()):
            assert (
                refusal(commands.mark_overdue, actor=foreign_doctor, public_id=public_id, now=LATE)
                is Refusal.NO_SUCH_INVOICE
            )


def test_another_patient_of_both_clinics_is_stopped_where_they_owe_and_not_elsewhere(
    clinic, other_clinic, tariff, patient_of_both, doctor, secretary
):
    invoice = issue(doctor, charge(doctor, accept(patient_of_both, clinic)))
    mark(secretary, invoice)
    with acting_as(patient_of_both):
        person = patient_of_both.person_id
        assert selectors.owes_overdue(patient_of_both, clinic.id, person)
        assert not selectors.owes_overdue(patient_of_both, other_clinic.id, person)
