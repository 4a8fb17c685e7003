"""What is unread about those whom somebody acts for: counted at the choice of person and in Innboks (ID-6, DIA-1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.consultations import Answer, draft, send
from tests.personas import FURNISHER, LogIn, be_born, enlist, let_act
from tests.web.patient.test_acting_for_others import end, prefix
from tests.web.patient.test_inbox import DOOR, UNREAD
from tests.web.patient.walk import text_of

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Representation
from legesvar.web.patient.inbox.views import MOST_OTHERS


@pytest.fixture
def browser(mother: Actor, logged_in: LogIn) -> Client:
    """The mother's, logged in as herself."""
    return logged_in(mother)


ONE, NONE = "har 1 ulest samtale", "ulest"


def answered(patient: Actor, clinic: Clinic, doctor: Actor, answer: Answer, now: datetime, **more: object) -> Dialogue:
    return answer(doctor, send(patient, draft(patient, clinic, doctor, now, **more), now), close=False)


def test_a_parent_sees_that_the_child_has_an_answer_until_the_parent_has_read_it(
    tariff: None, browser: Client, child: Actor, clinic: Clinic, doctor: Actor, answer: Answer, now: datetime
) -> None:
    dialogue = answered(child, clinic, doctor, answer, now)
    assert "Lina Nordmann 12 år 1 ulest samtale" in text_of(browser.get("/for/"))
    inbox = browser.get("/innboks/")
    assert f"Lina Nordmann {ONE}. Gå til innboksen til Lina Nordmann" in text_of(inbox)
    assert f'href="{prefix(child)}/innboks/"' in inbox.content.decode()
    browser.get(f"{prefix(child)}/dialog/{dialogue.public_id}/")
    for address in ("/for/", "/innboks/"):
        assert NONE not in text_of(browser.get(address))


def test_a_childs_own_pages_say_nothing_of_others(
    tariff: None, browser: Client, child: Actor, clinic: Clinic, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answered(child, clinic, doctor, answer, now)
    assert ONE not in text_of(browser.get(f"{prefix(child)}/innboks/"))


def test_what_is_hidden_is_never_counted_for_a_parent(
    tariff: None, browser: Client, child: Actor, mother: Actor, clinic: Clinic, doctor: Actor, answer: Answer,
    now: datetime,
) -> None:  # fmt: skip
    dialogue = answered(child, clinic, doctor, answer, now)
    with acting_as(FURNISHER):
        # Even where the row names the parent among its readers, the wall is what counts.
        Dialogue.objects.filter(id=dialogue.id).update(hidden=True, unread_by=[child.person_id, mother.person_id])
    for address in ("/for/", "/innboks/"):
        assert NONE not in text_of(browser.get(address))


def test_a_limited_mandate_counts_only_what_it_covers(
    tariff: None, patient: Actor, other_patient: Actor, clinic: Clinic, doctor: Actor, answer: Answer,
    logged_in: LogIn, now: datetime,
) -> None:  # fmt: skip
    dialogue = answered(patient, clinic, doctor, answer, now)
    with acting_as(FURNISHER):
        Dialogue.objects.filter(id=dialogue.id).update(unread_by=[patient.person_id, other_patient.person_id])
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("prescription",))
    client = logged_in(other_patient)
    for address in ("/for/", "/innboks/"):
        assert NONE not in text_of(client.get(address))
    with acting_as(FURNISHER):
        held = Representation.objects.get(representative_id=other_patient.person_id)
        patients.end_representation(actor=FURNISHER, representation_id=held.public_id, now=now)
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("e_consultation",))
    assert f"{patient.name} {ONE}" in text_of(client.get("/innboks/"))


@pytest.mark.parametrize("asks", [False, True])
def test_only_a_mandate_for_questions_about_invoices_offers_to_ask_about_one(
    asks: bool, tariff: None, patient: Actor, other_patient: Actor, clinic: Clinic, doctor: Actor, answer: Answer,
    logged_in: LogIn, now: datetime,
) -> None:  # fmt: skip
    dialogue = answer(doctor, send(patient, draft(patient, clinic, doctor, now), now), close=True)
    services = ("e_consultation", "invoices", *(("invoice_question",) if asks else ()))
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=services)
    page = logged_in(other_patient).get(f"{prefix(patient)}/dialog/{dialogue.public_id}/")
    assert re.search(r"Faktura \d+ \(PDF\)", text_of(page))
    assert ("Spør om fakturaen" in text_of(page)) is asks


def test_an_ended_mandate_counts_nothing(
    tariff: None, browser: Client, child: Actor, clinic: Clinic, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answered(child, clinic, doctor, answer, now)
    end(child, now)
    for address in ("/for/", "/innboks/"):
        assert NONE not in text_of(browser.get(address))


def test_from_the_sixteenth_birthday_a_parent_is_told_of_nothing(
    tariff: None, monkeypatch: pytest.MonkeyPatch, clinic: Clinic, doctor: Actor, mother: Actor, answer: Answer,
    logged_in: LogIn, now: datetime,
) -> None:  # fmt: skip
    midnight = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)  # 28 March in Oslo, the day summer time begins
    before = midnight - timedelta(seconds=1)
    teenager = enlist(be_born("Tuva Snart", oslo_date(midnight).replace(year=2011)), clinic, doctor)
    monkeypatch.setattr(clock, "now", lambda: before)
    let_act(mother, teenager, clinic, now)
    dialogue = answered(teenager, clinic, doctor, answer, now)
    with acting_as(FURNISHER):
        Dialogue.objects.filter(id=dialogue.id).update(unread_by=[teenager.person_id, mother.person_id])
    client = logged_in(mother)
    assert f"Tuva Snart {ONE}" in text_of(client.get("/innboks/"))
    monkeypatch.setattr(clock, "now", lambda: midnight)
    assert "Tuva Snart" not in text_of(client.get("/innboks/"))


def test_who_acts_for_many_is_asked_about_a_few_of_them(
    browser: Client, mother: Actor, clinic: Clinic, doctor: Actor, now: datetime, django_assert_max_num_queries
) -> None:
    for number in range(MOST_OTHERS + 5):
        born = oslo_date(now) - timedelta(days=number)
        let_act(mother, enlist(be_born(f"Barn {number}", born), clinic, doctor), clinic, now)
    browser.get("/innboks/")
    scope_on_and_off, count = 4, 1
    with django_assert_max_num_queries(DOOR + UNREAD + 2 + 2 + MOST_OTHERS * (scope_on_and_off + count)):
        browser.get("/innboks/")
