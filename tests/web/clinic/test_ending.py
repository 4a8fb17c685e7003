"""Rejecting and closing on their own pages: asked once, with the patient in sight, and nothing written is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.domain.dialogues.test_life import ASK, sent
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, Reply, page
from tests.web.patient.walk import TOGETHER

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Message

WHY = "Utslettet må undersøkes. Bestill time."


def filled(text: str = WHY, *, seen: int = 1) -> dict[str, str]:
    return {"text": text, "seen": str(seen), "send_key": str(uuid4())}


def text_of(client: Client, address: str) -> str:
    return TOGETHER.sub(r"\1", client.get(address).content.decode()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def inquiry(patient: Actor, clinic: Clinic, now: datetime) -> Dialogue:
    return sent(patient, clinic, ASK, None, now)


def test_the_page_names_the_patient_and_says_that_nothing_is_paid(at_doctor: Client, econsultation: Dialogue) -> None:
    html = text_of(at_doctor, page(econsultation) + "avvis/")
    assert "Det gjelder Kari Nordmann, født 12.05.1980." in html
    assert "Pasienten betaler ingenting og får ingen faktura." in html


def test_the_patient_reads_why_what_it_costs_and_what_to_do_now(
    at_doctor: Client, logged_in: LogIn, patient: Actor, econsultation: Dialogue
) -> None:
    response = at_doctor.post(page(econsultation) + "avvis/?vis=mine", filled())
    assert response["Location"] == f"/klinikk/arbeidsliste/?vis=mine&svart={econsultation.public_id}"
    assert "E-konsultasjonen fra Kari Nordmann er avvist." in text_of(at_doctor, response["Location"])
    html = text_of(logged_in(patient), f"/dialog/{econsultation.public_id}/")
    assert "Legen kan ikke svare på denne som e-konsultasjon" in html
    assert "Det koster ingenting, og du får ingen faktura." in html
    assert WHY in html
    assert "ring legekontoret på" in html
    assert "Start ny e-konsultasjon" not in html


@pytest.mark.parametrize("text", ["", "  ", "\x00", "a" * 10_001])
def test_a_reason_that_cannot_be_sent_stays_in_the_form(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, text: str
) -> None:
    html = at_doctor.post(page(econsultation) + "avvis/", filled(text)).content.decode()
    assert "<title>Feil: Avvis" in html
    with acting_as(doctor):
        assert Dialogue.objects.get().state == "waiting_for_clinic"


@pytest.mark.parametrize("seen", ["", "0", "tull", "-1", "9" * 40, "²"])
def test_who_forges_what_was_seen_is_held_with_the_text(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, seen: str
) -> None:
    response = at_doctor.post(page(econsultation) + "avvis/", filled() | {"seen": seen})
    assert (response.status_code, WHY in response.content.decode()) == (409, True)
    assert "Det nye står rett under." in response.content.decode()
    with acting_as(doctor):
        assert Message.objects.count() == 1


def test_what_was_answered_may_not_be_rejected_and_is_not_offered(
    at_doctor: Client, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, reply: Reply
) -> None:
    assert "avvis/" in text_of(at_doctor, page(econsultation))
    answer(doctor, econsultation)
    reply(patient, econsultation)
    assert "avvis/" not in text_of(at_doctor, page(econsultation))
    response = at_doctor.post(page(econsultation) + "avvis/", filled(seen=3))
    assert (response.status_code, "Den er besvart" in response.content.decode()) == (409, True)


@pytest.mark.parametrize("role", ["secretary", "clinician", "administrator"])
def test_who_may_not_answer_has_no_page_to_reject_on(
    request: pytest.FixtureRequest, logged_in: LogIn, role: str, econsultation: Dialogue
) -> None:
    client = logged_in(request.getfixturevalue(role))
    assert client.post(page(econsultation) + "avvis/", filled()).status_code == 403


def test_another_kind_is_closed_with_or_without_words(
    at_secretary: Client, logged_in: LogIn, patient: Actor, inquiry: Dialogue
) -> None:
    html = text_of(at_secretary, page(inquiry))
    assert "lukk/" in html
    assert "avvis/" not in html
    response = at_secretary.post(page(inquiry) + "lukk/", filled("Attesten ligger i luka."))
    assert "er avsluttet uten svar" in text_of(at_secretary, response["Location"])
    html = text_of(logged_in(patient), f"/dialog/{inquiry.public_id}/")
    assert "Legekontoret har avsluttet samtalen uten å svare" in html
    assert "Attesten ligger i luka." in html


def test_a_closed_dialogue_offers_nothing_more(at_secretary: Client, inquiry: Dialogue) -> None:
    at_secretary.post(page(inquiry) + "lukk/", filled(""))
    assert "lukk/" not in text_of(at_secretary, page(inquiry))
    again = at_secretary.post(page(inquiry) + "lukk/", filled("Og en ting til"))
    assert (again.status_code, "Og en ting til" in again.content.decode()) == (409, True)


def test_an_econsultation_is_not_closed_without_an_answer(at_doctor: Client, econsultation: Dialogue) -> None:
    assert "lukk/" not in text_of(at_doctor, page(econsultation))
    assert at_doctor.post(page(econsultation) + "lukk/", filled("")).status_code == 409
