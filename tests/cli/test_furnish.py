"""RUN-1: what the demo is furnished with, made by the commands that make it in production."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from legesvar.cli import furnish
from legesvar.cli.demo_history import instant
from legesvar.cli.demo_people import OFFICES, PATIENTS, SERIAL, STAFF
from legesvar.cli.demo_story import CASES
from legesvar.cli.furnish import FURNISHER
from legesvar.core import clock, identity_number
from legesvar.core.actor import Role
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Charge, Invoice
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.states import State
from legesvar.domain.files.models import File
from legesvar.domain.identity.models import Person
from legesvar.domain.journal.models import Entry
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import selectors as patients
from legesvar.domain.work.models import Item

NOW = clock.now()


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Once for all tests here, in a transaction that is undone: thousands of statements make it slow."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert furnish.furnish(NOW) is True
        yield
        transaction.set_rollback(True)


def test_it_is_furnished_once(furnished: None) -> None:
    assert furnish.furnish(NOW) is False
    with acting_as(FURNISHER):
        assert Dialogue.objects.count() == len(CASES)


def test_every_stage_of_a_dialogue_can_be_seen(furnished: None) -> None:
    with acting_as(FURNISHER):
        states = set(Dialogue.objects.values_list("state", "unread"))
        waiting = Item.objects.filter(done_at=None)
        assert waiting.filter(due_date__lt=oslo_date(NOW)).exists()
        assert waiting.filter(due_date__gt=oslo_date(NOW)).exists()
        assert File.objects.count() == 3
        assert Entry.objects.exists()
    assert states >= {
        (State.WAITING_FOR_CLINIC, False), (State.WAITING_FOR_PATIENT, True), (State.WAITING_FOR_PATIENT, False),
        (State.CLOSED, True), (State.CLOSED, False),
    }  # fmt: skip


def test_solvik_takes_259_kroner_and_nothing_of_a_child_or_with_frikort(furnished: None) -> None:
    with acting_as(FURNISHER):
        solvik = clinics.clinic_by_organisation_number(FURNISHER, OFFICES["solvik"].organisation_number)
        invoices = Invoice.objects.filter(clinic_id=solvik.id).order_by("number")
        assert set(invoices.values_list("total_ore", flat=True)) == {25_900}
        assert list(invoices.values_list("number", flat=True)) == list(range(10_001, 10_001 + len(invoices)))
        dates = list(invoices.values_list("issue_date", flat=True))
        assert dates == sorted(dates)
        free = Charge.objects.filter(clinic_id=solvik.id, amount_ore=0)
        assert set(free.values_list("exemption", flat=True)) == {"B", "F"}
        assert not Invoice.objects.filter(charge__in=free).exists()


def test_no_notice_of_the_past_waits_to_be_sent(furnished: None) -> None:
    with acting_as(FURNISHER):
        assert set(Notice.objects.values_list("state", "channel")) == {
            ("sent", "email"), ("sent", "sms"), ("none", "none"),
        }  # fmt: skip


def test_a_year_later_the_substitute_and_the_frikort_hold_again(furnished: None) -> None:
    later = NOW + timedelta(days=400)
    today = oslo_date(later)
    furnish.furnish(later)
    with acting_as(FURNISHER):
        solvik = clinics.clinic_by_organisation_number(FURNISHER, OFFICES["solvik"].organisation_number)
        assert len(clinics.substitutes(FURNISHER, solvik.id, today)) == 1
        frida = Person.objects.get(identity_number=PATIENTS["frida"].number)
        assert patients.exemption(FURNISHER, patients.listing(FURNISHER, solvik.id, frida.id), today) == "F"


def test_who_is_on_no_list_is_not_known_at_all(furnished: None) -> None:
    with acting_as(FURNISHER):
        assert not Person.objects.filter(identity_number=PATIENTS["unni"].number).exists()


def test_there_is_somebody_for_every_role_and_case() -> None:
    assert {job.role for employee in STAFF.values() for job in employee.jobs} == {
        Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN, Role.SECRETARY, Role.ADMINISTRATOR,
    }  # fmt: skip
    assert any(len(employee.jobs) > 1 for employee in STAFF.values())
    assert {employee.number for employee in STAFF.values()} & {patient.number for patient in PATIENTS.values()}
    assert {(bool(p.email), bool(p.mobile)) for p in PATIENTS.values()} >= {
        (True, True), (True, False), (False, True), (False, False),
    }  # fmt: skip


def test_everybodys_number_is_synthetic_and_their_own() -> None:
    numbers = [somebody.number for group in (STAFF, PATIENTS) for somebody in group.values()]
    assert all(identity_number.parse(number, synthetic_allowed=True).is_synthetic for number in numbers)
    assert len(set(numbers)) == len(numbers) - 1  # the doctor who is a patient too
    assert SERIAL > 300


def test_the_past_is_told_in_working_days() -> None:
    monday = clock.now().replace(year=2026, month=11, day=23, hour=9)
    assert instant(monday, 1, "21.04").isoformat() == "2026-11-20T21:04:00+01:00"
    assert instant(monday, 6, "08.00").date().isoformat() == "2026-11-13"
