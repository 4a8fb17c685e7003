"""An inquiry that is a medical question: the clinic asks, the patient answers, both see what became of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.domain.dialogues.test_converting import ask, shown
from tests.domain.dialogues.test_life import ASK, E, sent
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import filled, page
from tests.web.patient.walk import TOGETHER, text_of

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.models import Charge, Consent
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Conversion, Dialogue
from legesvar.domain.services import commands as services


@pytest.fixture
def inquiry(patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> Dialogue:
    return sent(patient, clinic, ASK, None, now)


@pytest.fixture
def at_patient(logged_in: LogIn, patient: Actor) -> Client:
    return logged_in(patient)


def form(doctor: Actor, **changed: str) -> dict[str, str]:
    return {
        "recipient": str(doctor.public_id), "text": "Dette må en lege svare på.", "seen": "1", "send_key": str(uuid4())
    } | changed  # fmt: skip


def read(client: Client, address: str) -> str:
    return TOGETHER.sub(r"\1", client.get(address).content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def switch_off(doctor: Actor, clinic: Clinic, now: datetime) -> None:
    """Let the doctor take no e-consultations from now on."""
    with acting_as(FURNISHER):
        services.set_offer(
            actor=FURNISHER, clinic_id=clinic.id, staff_id=doctor.staff_id, kind=E, is_open=False, now=now
        )


def prices(dialogue: Dialogue) -> str:
    return f"/dialog/{dialogue.public_id}/pris/"


def test_from_the_question_to_the_econsultation_through_the_pages(
    at_secretary: Client, at_patient: Client, patient: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    asking = read(at_secretary, page(inquiry) + "omgjor/")
    assert "259 kroner: egenandel 204 kr og fakturagebyr 55 kr." in asking
    assert "Det gjelder Kari Nordmann, født 12.05.1980." in asking
    response = at_secretary.post(page(inquiry) + "omgjor/", form(doctor))
    assert "Kari Nordmann er spurt om prisen." in read(at_secretary, response["Location"])
    assert "har ikke svart ennå" in read(at_secretary, page(inquiry))
    dialogue = read(at_patient, f"/dialog/{inquiry.public_id}/")
    assert "Legekontoret spør om dette kan bli en e-konsultasjon" in dialogue
    assert "Skriv tilbake" not in dialogue
    asked = read(at_patient, prices(inquiry))
    assert "Du betaler 259 kroner" in asked
    assert "checked" not in asked
    without = at_patient.post(prices(inquiry), {"svar": "ja", "shown": shown(patient, inquiry, now)})
    assert "Du må godta å betale egenandel for å gå videre." in without.content.decode()
    yes = {"svar": "ja", "accept": "on", "shown": shown(patient, inquiry, now)}
    for _ in range(2):
        assert at_patient.post(prices(inquiry), yes).status_code == 302
    with acting_as(FURNISHER):
        assert (Consent.objects.count(), Dialogue.objects.get().kind) == (1, E)
    assert "Pasienten godtok prisen" in read(at_secretary, page(inquiry))
    assert "E-konsultasjon med Lise Lege" in read(at_patient, f"/dialog/{inquiry.public_id}/")


def test_a_no_costs_nothing_and_the_clinic_sees_it(
    at_secretary: Client, at_patient: Client, secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    for _ in range(2):
        assert at_patient.post(prices(inquiry), {"svar": "nei"}).status_code == 302
    assert "sa nei" in read(at_secretary, page(inquiry))
    assert "omgjor/" in read(at_secretary, page(inquiry))


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_accepted(
    at_patient: Client, secretary: Actor, patient: Actor, doctor: Actor, clinic: Clinic, inquiry: Dialogue,
    now: datetime,
) -> None:  # fmt: skip
    ask(secretary, inquiry, doctor, now)
    old = shown(patient, inquiry, now)
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=30_000, first_date=date(2020, 1, 1), now=now
        )
    response = at_patient.post(prices(inquiry), {"svar": "ja", "accept": "on", "shown": old})
    html = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert (response.status_code, "Prisen er endret siden legekontoret skrev til deg" in html) == (409, True)
    assert "355 kr" in html
    with acting_as(FURNISHER):
        assert not Consent.objects.exists()


def test_the_patient_is_told_when_the_doctor_takes_none_any_more(
    at_patient: Client, secretary: Actor, patient: Actor, doctor: Actor, clinic: Clinic, inquiry: Dialogue,
    now: datetime,
) -> None:  # fmt: skip
    ask(secretary, inquiry, doctor, now)
    switch_off(doctor, clinic, now)
    yes = {"svar": "ja", "accept": "on", "shown": shown(patient, inquiry, now)}
    response = at_patient.post(prices(inquiry), yes)
    assert (response.status_code, "Ingen leger tar imot dette nå." in response.content.decode()) == (409, True)


def test_a_doctor_whose_offer_was_switched_off_while_the_page_was_open_is_not_asked_for(
    at_secretary: Client, doctor: Actor, clinic: Clinic, inquiry: Dialogue, now: datetime
) -> None:
    assert doctor.name in read(at_secretary, page(inquiry) + "omgjor/")
    switch_off(doctor, clinic, now)
    response = at_secretary.post(page(inquiry) + "omgjor/", form(doctor))
    assert "Ingen leger tar imot e-konsultasjoner fra denne pasienten nå." in text_of(response)
    with acting_as(FURNISHER):
        assert not Conversion.objects.exists()
        assert Dialogue.objects.get().state == "waiting_for_clinic"


def test_a_doctor_whose_offer_was_switched_off_still_answers_what_was_sent_before(
    logged_in: LogIn, doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    switch_off(doctor, clinic, now)
    answer = filled("close")
    assert logged_in(doctor).post(page(econsultation) + "svar/", answer).status_code == 302
    with acting_as(FURNISHER):
        assert (Dialogue.objects.get().closed_how, Charge.objects.count()) == ("answered", 1)


def test_a_question_is_taken_back_by_a_button(
    at_secretary: Client, at_patient: Client, secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    assert "omgjor/trekk/" in read(at_secretary, page(inquiry))
    for _ in range(2):
        assert at_secretary.post(page(inquiry) + "omgjor/trekk/").status_code == 302
    assert at_patient.get(prices(inquiry)).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [{"recipient": ""}, {"recipient": "tull"}, {"recipient": str(uuid4())}, {"text": ""}, {"text": "\0"}, {"seen": "0"},
     {"text": "Hei {fornavn}"}],
)  # fmt: skip
def test_what_cannot_be_asked_comes_back_with_what_was_written(
    at_secretary: Client, doctor: Actor, inquiry: Dialogue, changed: dict[str, str]
) -> None:
    response = at_secretary.post(page(inquiry) + "omgjor/", form(doctor, **changed))
    assert "<title>Feil:" in response.content.decode()
    with acting_as(FURNISHER):
        assert not Conversion.objects.exists()


def test_strangers_find_no_price_to_answer(
    logged_in: LogIn, other_patient: Actor, secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    stranger = logged_in(other_patient)
    assert stranger.get(prices(inquiry)).status_code == 404
    assert stranger.post(prices(inquiry), {"svar": "nei"}).status_code == 404
