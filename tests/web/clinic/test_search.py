"""Searching as staff see it: patients by name, messages with a reason, and nothing of it in an address (WORK-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import LogIn, identity_number_of
from tests.web.clinic.conftest import Answer, asked

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.search.models import Search

pytestmark = pytest.mark.django_db
ADDRESS = "/klinikk/sok/"


def found(client: Client, words: str, why: str = "") -> str:
    answer = client.post(ADDRESS, {"words": words, "why": why}, follow=True)
    assert words not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    return answer.content.decode()


@pytest.mark.parametrize("words", ["Nordm", "kari nordmann", "Nordmann, Kari"])
def test_a_patient_is_found_by_the_beginning_of_a_name(at_doctor: Client, patient: Actor, words: str) -> None:
    assert "Kari Nordmann</a>" in found(at_doctor, words)


def test_a_patient_is_found_by_number_and_birth_date(at_doctor: Client, patient: Actor) -> None:
    number = identity_number_of(patient)
    for words in (number, f"{number[:6]} {number[6:]}", number[:6]):
        assert "Kari Nordmann</a>" in found(at_doctor, words)
    assert "Fant ingen" in found(at_doctor, number[:4])


def test_another_clinics_patients_are_not_there(
    logged_in: LogIn, foreign_doctor: Actor, patient: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(foreign_doctor)
    for words, why in (("Nordmann", ""), (identity_number_of(patient), ""), ("hostet", "care")):
        assert "Kari Nordmann" not in found(client, words, why)


def test_messages_are_looked_through_only_with_a_reason(at_doctor: Client, econsultation: Dialogue) -> None:
    without, with_one = found(at_doctor, "hostet"), found(at_doctor, "hostet", "care")
    assert str(econsultation.public_id) not in without
    assert f"/klinikk/dialog/{econsultation.public_id}/" in with_one
    assert "tre uker" not in with_one


def test_what_nobody_can_look_for_is_said(at_doctor: Client, econsultation: Dialogue) -> None:
    assert "ikke noe å lete etter" in found(at_doctor, "og en", "care")
    assert "Fant ingen meldinger" in found(at_doctor, "feber", "care")


@pytest.mark.parametrize("words", ["", " ", "h", "x" * 201, "a\0b", "<script>alert(1)</script>", '"; DROP TABLE x; --'])
def test_whatever_is_typed_is_answered_and_never_run(at_doctor: Client, words: str) -> None:
    answer = at_doctor.post(ADDRESS, {"words": words, "why": "care"}, follow=True)
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("why", ["curious", "NOT", "\0"])
def test_a_reason_nobody_knows_is_refused_and_what_was_typed_is_kept(
    at_doctor: Client, why: str, doctor: Actor
) -> None:
    page = at_doctor.post(ADDRESS, {"words": "hostet", "why": why}).content.decode()
    assert 'value="hostet"' in page
    with acting_as(doctor):
        assert not Search.objects.exists()


def test_each_search_is_traced(at_doctor: Client, doctor: Actor) -> None:
    found(at_doctor, "hostet", "complaint")
    with acting_as(doctor):
        assert Entry.objects.get(event="searched").details == {"words": "hostet", "why": "complaint"}


def test_somebody_elses_search_and_an_old_one_lead_back_to_the_form(
    at_doctor: Client, logged_in: LogIn, doctor: Actor, second_doctor: Actor
) -> None:
    address = at_doctor.post(ADDRESS, {"words": "hostet", "why": ""}).url
    assert logged_in(second_doctor).get(address).url == ADDRESS
    with acting_as(doctor):
        made = Search.objects.get()
        Search.objects.all().delete()
        Search.objects.create(
            clinic_id=made.clinic_id, account_id=made.account_id, public_id=made.public_id, words=made.words,
            at=made.at - timedelta(hours=13),
        )  # fmt: skip
    assert at_doctor.get(address).url == ADDRESS


def test_an_administrator_may_not(logged_in: LogIn, administrator: Actor) -> None:
    assert logged_in(administrator).get(ADDRESS).status_code == 403


def test_results_ask_few_questions(at_doctor: Client, econsultation: Dialogue, doctor: Actor, answer: Answer) -> None:
    answer(doctor, econsultation, text="Hostet du i natt?")
    address = at_doctor.post(ADDRESS, {"words": "hostet", "why": "care"}).url
    with CaptureQueriesContext(connection) as queries:
        assert at_doctor.get(address).status_code == 200
    assert len(asked(queries)) == 5, "\n".join(asked(queries))
