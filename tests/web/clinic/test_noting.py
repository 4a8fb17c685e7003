"""At answering: the record, the diagnosis and the price, on the page and on the receipt."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.domain.diagnoses.test_noting import decide
from tests.personas import FURNISHER
from tests.web.clinic.conftest import filled, page

from legesvar.cli.often_used_codes import OFTEN_USED
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.diagnoses import code_list, commands
from legesvar.domain.diagnoses.models import Diagnosis
from legesvar.domain.diagnoses.settings import DiagnosisSettings
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.journal.models import Entry


@pytest.fixture(autouse=True)
def _codes(db: None) -> None:
    with acting_as(FURNISHER):
        commands.load(actor=FURNISHER, lines=code_list.read(OFTEN_USED))


@pytest.fixture
def asks(clinic: Clinic, now: datetime) -> None:
    decide(clinic, DiagnosisSettings(asks=True), now)


def text_of(response: object) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_what_the_patient_pays_is_said_before_and_after_it_is_sent(at_doctor: Client, econsultation: Dialogue) -> None:
    before = text_of(at_doctor.get(page(econsultation)))
    assert "Pasienten betaler 259 kroner hvis du svarer nå." in before
    assert "blir aldri høyere enn pasienten har godtatt" in before
    sent = at_doctor.post(page(econsultation) + "svar/", filled("close"))
    assert "Pasienten betaler 259 kroner. Faktura 10001 er laget." in text_of(at_doctor.get(sent["Location"]))


def test_an_open_answer_says_that_the_invoice_comes_later(at_doctor: Client, econsultation: Dialogue) -> None:
    sent = at_doctor.post(page(econsultation) + "svar/", filled("answer"))
    assert "Fakturaen kommer når samtalen er avsluttet." in text_of(at_doctor.get(sent["Location"]))


def test_without_the_clinics_wish_no_diagnosis_is_asked_for(at_doctor: Client, econsultation: Dialogue) -> None:
    assert "Diagnose" not in text_of(at_doctor.get(page(econsultation)))


def test_words_lead_to_codes_to_choose_from_and_the_text_is_kept(
    at_doctor: Client, doctor: Actor, asks: None, econsultation: Dialogue
) -> None:
    assert "Diagnose (ICPC-2)" in text_of(at_doctor.get(page(econsultation)))
    html = text_of(at_doctor.post(page(econsultation) + "svar/", filled("close") | {"diagnosis": "hoste"}))
    assert 'value="R05" id="diagnose-R05"' in html
    assert "Kom til time.</textarea>" in html
    # The field comes first in the form and the chosen one after it, as a browser without scripts sends them.
    chosen = {**filled("close"), "diagnosis": ["hoste", "R05"]}
    assert at_doctor.post(page(econsultation) + "svar/", chosen).status_code == 302
    with acting_as(doctor):
        assert Diagnosis.objects.get().code == "R05"


def test_closing_without_the_diagnosis_is_held_with_the_text(
    at_doctor: Client, asks: None, econsultation: Dialogue
) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled("close"))
    assert (response.status_code, "Velg en diagnose før du avslutter." in text_of(response)) == (409, True)


@pytest.mark.parametrize("diagnosis", ["qqqq", "\0", "<script>", "x" * 101, "%"])
def test_what_is_no_diagnosis_is_said_so(
    at_doctor: Client, doctor: Actor, asks: None, econsultation: Dialogue, diagnosis: str
) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled("close") | {"diagnosis": diagnosis})
    assert "<title>Feil:" in text_of(response)
    with acting_as(doctor):
        assert not Diagnosis.objects.exists()


def test_codes_come_while_one_types(at_doctor: Client) -> None:
    assert at_doctor.get("/klinikk/dialog/diagnoser/", {"q": "hoste"}).json()["codes"][0] == "R05 Hoste"
    assert at_doctor.get("/klinikk/dialog/diagnoser/").json() == {"codes": []}


@pytest.mark.parametrize(("journal", "entries"), [("ja", 2), ("elsewhere", 1), (None, 2)])
def test_an_answer_is_journaled_unless_somebody_says_why_not(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, journal: str | None, entries: int
) -> None:
    form = filled("close") | ({"journal": journal} if journal else {})
    assert at_doctor.post(page(econsultation) + "svar/", form).status_code == 302
    with acting_as(doctor):
        assert Entry.objects.count() == entries


@pytest.mark.parametrize("journal", ["practical", "tull", "\0"])
def test_no_other_reason_gets_in(at_doctor: Client, doctor: Actor, econsultation: Dialogue, journal: str) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled("close") | {"journal": journal})
    assert "<title>Feil:" in text_of(response)
    with acting_as(doctor):
        assert Dialogue.objects.get().state == "waiting_for_clinic"
