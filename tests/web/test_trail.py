"""Innsyn and the clinic's trail: who sees what of who has seen what (PRIV-3)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.consultations import Answer, draft, send
from tests.personas import FURNISHER, LogIn, let_act
from tests.web.clinic.conftest import asked

from legesvar.core import actor as actors
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit import selectors
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Patient

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", row) for row in shown.split('class="cards__row"')[1:]]


def patient_page(patient: Actor, clinic: Clinic) -> str:
    with acting_as(FURNISHER):
        return f"/klinikk/pasient/{Patient.objects.get(person_id=patient.person_id, clinic_id=clinic.id).public_id}/"


def opened(actor: Actor, dialogue: Dialogue, now: datetime, why: str = "in_turn") -> None:
    with acting_as(actor):
        reading.open_at_clinic(actor=actor, dialogue_id=dialogue.public_id, why=why, now=now)


def trace(actor: Actor, person: Actor, event: Event, at: datetime, **more: object) -> None:
    with acting_as(actor):
        audit.record(actor=actor, event=event, person_id=person.person_id, now=at, **more)


def test_the_patient_sees_who_opened_what_in_which_role_and_why(
    logged_in: LogIn, patient: Actor, second_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    opened(second_doctor, econsultation, now + timedelta(minutes=1), "complaint")
    shown = text(logged_in(patient).get("/innsyn/"))
    (row,) = [row for row in rows(shown) if "Åpnet samtalen" in row]
    for said in ("Dag Doktor, fastlege", "Grunn: Klage eller tilsyn.", "E-konsultasjon"):
        assert said in re.sub(" +", " ", row)
    assert f'href="/dialog/{econsultation.public_id}/"' in shown


def test_the_newest_stands_first_and_pages_lead_on_and_back(logged_in: LogIn, patient: Actor, now: datetime) -> None:
    for minute in range(selectors.PAGE_SIZE + 5):
        # Many at one instant, as one act leaves them.
        trace(FURNISHER, patient, Event.JOURNALED, now + timedelta(minutes=minute // 10), number=minute)
    with acting_as(patient):
        first = selectors.trail(patient, person_id=patient.person_id)
        second = selectors.trail(patient, person_id=patient.person_id, key=first.next_key)
        back = selectors.trail(patient, person_id=patient.person_id, key=second.previous_key)
    found = [step.id for step in (*first.rows, *second.rows)]
    assert len(found) == len(set(found)) >= selectors.PAGE_SIZE + 5
    assert back.rows == first.rows
    assert sorted(first.rows, key=lambda step: (step.at, step.id), reverse=True) == list(first.rows)
    browser = logged_in(patient)
    assert len(rows(text(browser.get("/innsyn/")))) == selectors.PAGE_SIZE
    for key in ("x", "%00", first.next_key[:-3], str(uuid4()), "W2ZhbHNlLCJhIiwiYiJd"):
        assert len(rows(text(browser.get("/innsyn/", {"side": key})))) == selectors.PAGE_SIZE


def test_the_patient_has_not_kept_the_record_themselves(
    logged_in: LogIn, patient: Actor, econsultation: Dialogue
) -> None:
    shown = text(logged_in(patient).get("/innsyn/"))
    assert "Meldingen ble lagret i journalen" in shown
    assert "Førte i journalen" not in shown


def test_nobody_sees_anothers_trail(
    logged_in: LogIn, patient: Actor, other_patient: Actor, doctor: Actor, now: datetime
) -> None:
    trace(doctor, patient, Event.JOURNALED, now)
    assert "Førte i journalen" not in text(logged_in(other_patient).get("/innsyn/"))
    with acting_as(other_patient):
        assert selectors.trail(other_patient, person_id=patient.person_id).rows == ()


def test_a_parent_sees_what_is_not_hidden_and_no_hint_of_the_rest(
    logged_in: LogIn, child: Actor, mother: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    trace(doctor, child, Event.JOURNALED, now, clinic_id=clinic.id)
    trace(doctor, child, Event.DIALOGUE_ANSWERED, now, clinic_id=clinic.id, hidden=True, about=uuid4())
    browser = logged_in(mother)
    shown = text(browser.get(f"/for/{child.public_id}/innsyn/"))
    assert "Førte i journalen" in shown
    assert "Svarte" not in shown
    assert browser.get(f"/for/{doctor.public_id}/innsyn/").status_code == 404


def test_a_fullmakt_shows_the_trail_of_what_it_is_given_for_and_of_nothing_else(
    logged_in: LogIn, patient: Actor, other_patient: Actor, doctor: Actor, clinic: Clinic, answer: Answer, tariff: None,
    now: datetime,
) -> None:  # fmt: skip
    dialogue = send(patient, draft(patient, clinic, doctor, now), now)
    answer(doctor, dialogue, close=True)
    trace(doctor, patient, Event.PATIENT_OPENED, now)
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("e_consultation",))
    shown = text(logged_in(other_patient).get(f"/for/{patient.public_id}/innsyn/"))
    assert "Avsluttet samtalen" in shown
    for hidden in ("Laget en faktura", "Førte hva pasienten", "Så på opplysningene", "Registrerte hvem"):
        assert hidden not in shown
    with acting_as(FURNISHER):
        from legesvar.domain.patients import commands as patients
        from legesvar.domain.patients.models import Representation

        patients.end_representation(
            actor=FURNISHER, representation_id=Representation.objects.get(ended_at=None).public_id, now=now
        )
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("invoices",))
    shown = text(logged_in(other_patient).get(f"/for/{patient.public_id}/innsyn/"))
    assert "Laget en faktura" in shown
    for hidden in ("Avsluttet samtalen", "Startet en samtale", "Førte i journalen", "E-konsultasjon"):
        assert hidden not in shown.split("</header>", 1)[1]


@pytest.mark.parametrize(("who", "why"), [("doctor", ""), ("administrator", "?grunn=complaint")])
def test_doctors_and_administrators_see_the_trail_and_that_is_traced(
    who: str, why: str, request: pytest.FixtureRequest, logged_in: LogIn, patient: Actor, clinic: Clinic,
    econsultation: Dialogue,
) -> None:  # fmt: skip
    actor = request.getfixturevalue(who)
    browser = logged_in(actor)
    for address in (
        f"{patient_page(patient, clinic)}spor/{why}",
        f"/klinikk/dialog/{econsultation.public_id}/spor/{why}",
    ):
        shown = text(browser.get(address))
        assert "Startet en samtale" in shown
        assert (f'href="/klinikk/dialog/{econsultation.public_id}/"' in shown) is (who == "doctor")
    with acting_as(patient):
        traced = Entry.objects.filter(event="trail_read", actor_name=actor.name)
        assert [entry.about for entry in traced.order_by("id")] == [None, econsultation.public_id]


@pytest.mark.parametrize("who", ["secretary", "clinician", "substitute"])
def test_others_at_the_clinic_do_not_see_the_trail(
    who: str, request: pytest.FixtureRequest, logged_in: LogIn, patient: Actor, clinic: Clinic, econsultation: Dialogue
) -> None:
    browser = logged_in(request.getfixturevalue(who))
    for address in (f"{patient_page(patient, clinic)}spor/", f"/klinikk/dialog/{econsultation.public_id}/spor/"):
        assert browser.get(address).status_code == 403


def test_a_doctor_who_is_not_in_turn_says_why_before_seeing_the_trail(
    logged_in: LogIn, second_doctor: Actor, patient: Actor, clinic: Clinic
) -> None:
    shown = text(logged_in(second_doctor).get(f"{patient_page(patient, clinic)}spor/"))
    assert "Hvorfor åpner du pasienten?" in shown
    assert "Satte pasienten på listen" not in shown


def test_a_clinic_sees_only_what_happened_there(
    logged_in: LogIn, patient_of_both: Actor, doctor: Actor, foreign_doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    trace(foreign_doctor, patient_of_both, Event.JOURNAL_CORRECTED, now)
    shown = text(logged_in(doctor).get(f"{patient_page(patient_of_both, clinic)}spor/?grunn=care"))
    assert "Rettet i journalen" not in shown
    assert "Rettet i journalen" in text(logged_in(patient_of_both).get("/innsyn/"))


def test_the_system_is_called_the_portal(logged_in: LogIn, patient: Actor, now: datetime) -> None:
    trace(actors.system("notices.send"), patient, Event.NOTICE_DECIDED, now)
    shown = text(logged_in(patient).get("/innsyn/"))
    assert "Portalen" in shown
    assert "notices.send" not in shown


def test_what_an_older_version_traced_is_shown_without_its_name(
    logged_in: LogIn, patient: Actor, now: datetime
) -> None:
    with acting_as(FURNISHER):
        Entry.objects.bulk_create(
            [Entry(at=now, event="of_old", role="patient", actor_name="Kari", person_id=patient.person_id)]
        )
    assert "ikke har fått navn" in text(logged_in(patient).get("/innsyn/"))


def test_the_pages_ask_as_many_questions_whatever_there_is(
    logged_in: LogIn, patient: Actor, doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    for minute in range(selectors.PAGE_SIZE):
        trace(doctor, patient, Event.JOURNALED, now + timedelta(minutes=minute), about=econsultation.public_id)
    own_clinic = 2  # at the foot of the page
    for who, address, most in (
        (patient, "/innsyn/", 5 + own_clinic),
        (doctor, f"{patient_page(patient, clinic)}spor/", 8),
        (doctor, f"/klinikk/dialog/{econsultation.public_id}/spor/", 10),
    ):
        browser: Client = logged_in(who)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        assert len(asked(queries)) <= most, "\n".join(asked(queries))
