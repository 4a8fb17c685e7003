"""Steps 1 and 2: whom to write to, and whether it fits at all (START-1 to START-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.personas import FURNISHER, LogIn
from tests.web.patient.conftest import Setter
from tests.web.patient.walk import START, Walk, main_of, text_of

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Draft
from legesvar.domain.patients.models import Patient
from legesvar.domain.services import commands as services_commands
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.standard_texts.settings import StandardTextSettings


def test_the_way_in_leads_to_the_first_step(walk: Walk) -> None:
    assert walk.get("").headers["Location"] == START + "mottaker/"
    page = walk.client.get("/start/")
    assert f'href="{START}"' in page.content.decode()
    assert "Svar innen 5 arbeidsdager." in text_of(page)


def test_with_one_doctor_the_page_shows_a_name_and_no_choice(walk: Walk, doctor: Actor) -> None:
    page = walk.get("mottaker/").content.decode()
    assert 'type="radio"' not in page
    assert "Lise Lege" in page
    walk.to_recipient(doctor)
    assert walk.draft.recipient_id == doctor.staff_id


def test_with_a_substitute_nobody_is_chosen_beforehand(walk: Walk, doctor: Actor, substitution: Actor) -> None:
    page = walk.get("mottaker/")
    assert page.content.decode().count('type="radio"') == 2
    assert "checked" not in page.content.decode()
    assert "Fastlegen din" in text_of(page)
    assert "Vikar for Lise Lege" in text_of(page)
    refused = walk.post("mottaker/")
    assert "Feil:" in refused.content.decode()
    assert "Velg hvem du vil skrive til." in text_of(refused)
    assert walk.drafts == 0
    walk.to_recipient(substitution)
    assert walk.draft.recipient_id == substitution.staff_id


def test_who_was_chosen_stays_chosen(walk: Walk, doctor: Actor, substitution: Actor) -> None:
    walk.to_recipient(substitution)
    page = walk.get("mottaker/").content.decode()
    assert f'value="{substitution.public_id}" ' in page
    assert page.count(" checked") == 1


def test_a_colleague_of_the_own_doctor_cannot_be_written_to(walk: Walk, second_doctor: Actor) -> None:
    response = walk.post("mottaker/", recipient=str(second_doctor.public_id))
    assert "Du kan ikke skrive til den du valgte." in text_of(response)
    assert walk.drafts == 0


def test_a_colleague_can_when_the_clinic_opens_for_all(walk: Walk, second_doctor: Actor, services: Setter) -> None:
    services(sent_to=SentTo.ALL_DOCTORS)
    walk.to_recipient(second_doctor)
    assert walk.draft.recipient_id == second_doctor.staff_id


@pytest.mark.parametrize("value", ["", "1", "null", "\0", "<script>alert(1)</script>", "x" * 5000])
def test_a_recipient_that_is_none_is_refused_in_words(walk: Walk, value: str) -> None:
    response = walk.post("mottaker/", recipient=value)
    assert response.status_code == 200
    assert "Du må rette én ting" in text_of(response)
    assert "<script>alert" not in response.content.decode()
    assert walk.drafts == 0


def test_a_doctor_at_another_clinic_cannot_be_written_to(walk: Walk, foreign_doctor: Actor) -> None:
    assert "Du kan ikke skrive til den du valgte." in text_of(
        walk.post("mottaker/", recipient=str(foreign_doctor.public_id))
    )


def test_another_clinics_id_finds_nothing(walk: Walk, other_clinic: Clinic, foreign_doctor: Actor) -> None:
    address = f"mottaker/?legekontor={other_clinic.public_id}"
    assert walk.get(address).status_code == 404
    assert walk.post(address, recipient=str(foreign_doctor.public_id)).status_code == 404
    assert walk.get(f"mottaker/?legekontor={uuid4()}").status_code == 404
    assert walk.get("mottaker/?legekontor=%00").status_code == 404
    assert walk.drafts == 0


def test_who_is_on_two_lists_chooses_the_clinic_first(
    tariff: None, patient_of_both: Actor, logged_in: LogIn, other_clinic: Clinic, foreign_doctor: Actor
) -> None:
    walk = Walk(logged_in(patient_of_both), patient_of_both)
    assert "Endre legekontor" in text_of(walk.get("mottaker/"))
    assert walk.get("legekontor/").content.decode().count('type="radio"') == 2
    assert walk.post("legekontor/", til="forrige").headers["Location"] == START + "mottaker/"
    response = walk.post("legekontor/", clinic=str(other_clinic.public_id))
    assert response.headers["Location"] == f"{START}mottaker/?legekontor={other_clinic.public_id}"
    assert "Frode Fremmed" in text_of(walk.client.get(response.headers["Location"]))
    walk.to_recipient(foreign_doctor, other_clinic)
    assert walk.draft.clinic_id == other_clinic.id


def test_the_clinic_of_who_is_on_one_list_is_no_question(walk: Walk, other_clinic: Clinic) -> None:
    assert "Endre legekontor" not in text_of(walk.get("mottaker/"))
    assert walk.get("legekontor/").headers["Location"] == START + "mottaker/"
    assert walk.post("legekontor/", clinic=str(other_clinic.public_id)).headers["Location"] == START + "mottaker/"


@pytest.mark.parametrize("value", ["", "tull", "\0"])
def test_a_clinic_that_is_none_is_refused_in_words(
    tariff: None, patient_of_both: Actor, logged_in: LogIn, value: str
) -> None:
    walk = Walk(logged_in(patient_of_both), patient_of_both)
    assert "Du må rette én ting" in text_of(walk.post("legekontor/", clinic=value))


def test_when_the_clinic_does_not_offer_it_the_page_says_what_else(walk: Walk, services: Setter, doctor: Actor) -> None:
    services(is_open=False)
    for response in (walk.get("mottaker/"), walk.post("mottaker/", recipient=str(doctor.public_id))):
        assert "Solbakken legekontor tar ikke imot e-konsultasjoner." in text_of(response)
        assert "22 00 11 22" in text_of(response)
    assert walk.drafts == 0


def test_when_no_doctor_offers_it_the_page_says_what_else(
    walk: Walk, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    with acting_as(FURNISHER):
        services_commands.set_offer(
            actor=FURNISHER, clinic_id=clinic.id, staff_id=doctor.staff_id, kind=Kind.E_CONSULTATION, is_open=False,
            now=now,
        )  # fmt: skip
    page = text_of(walk.get("mottaker/"))
    assert "Ingen leger ved Solbakken legekontor tar imot e-konsultasjoner nå." in page
    assert "22 00 11 22" in page


def test_who_has_left_every_list_is_told_to_phone(walk: Walk, patient: Actor, now: datetime) -> None:
    with acting_as(FURNISHER):
        Patient.objects.filter(person_id=patient.person_id).update(ended_at=now)
    for step in ("mottaker/", "beskjed/", "se-over/"):
        assert "Du står ikke på listen" in text_of(walk.client.get(START + step, follow=True))
    assert walk.client.get("/start/").status_code == 200


def stops(doctor: Actor, now: datetime, *, minutes_ago: int) -> None:
    """Let a doctor take no more e-consultations, after the patient began to write."""
    with acting_as(FURNISHER):
        services_commands.set_offer(
            actor=FURNISHER, clinic_id=doctor.clinic_id, staff_id=doctor.staff_id, kind=Kind.E_CONSULTATION,
            is_open=False, now=now - timedelta(minutes=minutes_ago),
        )  # fmt: skip
        Draft.objects.update(created_at=now - timedelta(minutes=minutes_ago + 5))


def test_who_was_writing_when_the_doctor_stopped_may_finish_for_a_while(
    walk: Walk, doctor: Actor, substitution: Actor, now: datetime
) -> None:
    walk.to_review(substitution)
    stops(substitution, now, minutes_ago=10)
    walk.to_recipient(substitution)
    assert walk.send().headers["Location"].startswith(START + "sendt/")


def test_who_begins_after_the_doctor_stopped_cannot_choose_them(
    walk: Walk, doctor: Actor, substitution: Actor, now: datetime
) -> None:
    stops(substitution, now, minutes_ago=10)
    assert walk.post("mottaker/", recipient=str(substitution.public_id)).status_code == 200
    walk.to_review(doctor)
    assert walk.post("mottaker/", recipient=str(substitution.public_id)).status_code == 200


def test_a_recipient_who_has_stopped_meanwhile_must_be_chosen_anew_and_the_text_is_kept(
    walk: Walk, doctor: Actor, substitution: Actor, clinic: Clinic, now: datetime
) -> None:
    walk.to_review(substitution, "Dette skal ikke bli borte.")
    stops(substitution, now, minutes_ago=61)
    response = walk.send()
    assert response.headers["Location"] == START + "mottaker/?mangler=1"
    assert "Teksten din er lagret." in text_of(walk.client.get(response.headers["Location"]))
    walk.to_recipient(doctor)
    assert walk.draft.texts == {"why": "Dette skal ikke bli borte."}
    assert walk.send().headers["Location"].startswith(START + "sendt/")


def test_the_second_step_says_what_fits_and_whom_to_phone(walk: Walk, doctor: Actor) -> None:
    page = text_of(walk.to_recipient(doctor).get("passer-det/"))
    for words in ("vaksiner du trenger", "fornyelse av sykmelding", "tung pust", "116 117", "113", "22 00 11 22"):
        assert words in page


def test_the_clinics_own_examples_stand_there_as_text(walk: Walk, doctor: Actor, services: Setter) -> None:
    services(fits=("<script>alert(1)</script>",), fits_not=("noe & annet",))
    page = walk.to_recipient(doctor).get("passer-det/")
    assert "<script>alert" not in page.content.decode()
    assert "noe & annet" in text_of(page)


def test_the_first_examples_are_seen_and_the_rest_opens(walk: Walk, doctor: Actor, services: Setter) -> None:
    services(fits=("en", "to", "tre"), fits_not=("fire", "fem", "seks", "sju"))
    page = walk.to_recipient(doctor).get("passer-det/").content.decode()
    assert page.count("<details") == page.count('<details class="menu"') + 1
    seen, behind = page.split('<details class="rest">')
    assert all(f"<li>{one}</li>" in seen for one in ("en", "to", "tre", "fire", "fem"))
    assert "2 eksempler til" in behind
    assert all(f"<li>{one}</li>" in behind.split("</details>")[0] for one in ("seks", "sju"))


def test_where_patients_book_by_a_link_it_is_offered(walk: Walk, doctor: Actor, clinic: Clinic, now: datetime) -> None:
    assert "Bestill time ved" not in text_of(walk.to_recipient(doctor).get("passer-det/"))
    settings = StandardTextSettings(booking_link="https://time.eksempel.no/")
    with acting_as(FURNISHER):
        clinics.change_settings(actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now, now=now)
    page = walk.get("passer-det/").content.decode()
    assert '<a href="https://time.eksempel.no/">Bestill time ved Solbakken legekontor</a>' in page


def test_a_sign_of_danger_stops_here_and_nothing_of_it_is_stored(walk: Walk, doctor: Actor) -> None:
    walk.to_recipient(doctor)
    before = walk.draft
    response = walk.post("passer-det/", danger="ja", not_urgent="on")
    assert response.headers["Location"] == START + "ring/"
    page = text_of(walk.get("ring/"))
    for words in ("Ring 113", "Ring legevakt på 116 117", "116 123", "Svaret ditt er ikke lagret"):
        assert words in page
    assert walk.draft == before
    assert walk.get("pris/").headers["Location"] == START + "passer-det/?mangler=1"


@pytest.mark.parametrize("danger", ["ja", "legevakt"])
def test_a_sign_of_danger_takes_back_an_earlier_no(walk: Walk, doctor: Actor, danger: str) -> None:
    walk.to_review(doctor)
    walk.post("passer-det/?endre=1", danger=danger, not_urgent="on")
    assert walk.get("se-over/").headers["Location"] == START + "passer-det/?mangler=1"
    assert walk.send().headers["Location"] == START + "passer-det/?mangler=1"
    assert "checked" not in walk.get("passer-det/").content.decode()
    assert walk.draft.texts == {"why": "Jeg har hostet i tre uker."}
    walk.post("passer-det/", danger="nei", not_urgent="on")
    assert "Send til legen" in text_of(walk.get("se-over/"))


def test_a_sign_for_the_legevakt_leads_to_its_number_first(walk: Walk, doctor: Actor) -> None:
    walk.to_recipient(doctor)
    response = walk.post("passer-det/", danger="legevakt", not_urgent="on")
    page = walk.client.get(response.headers["Location"])
    assert text_of(page).index("Ring 116 117") < text_of(page).index("Ring 113")
    assert main_of(page).count("116 117") == main_of(page).count("Ring 113") == 1
    assert "22 00 11 22" not in main_of(page)
    assert not walk.draft.not_urgent


def test_the_signs_are_those_of_the_patients_age_and_the_clinics_own(
    walk: Walk, doctor: Actor, child: Actor, logged_in: LogIn, services: Setter
) -> None:
    services(own_signs=("nylig operert, og såret er rødt og varmt",))
    grown_up = text_of(walk.to_recipient(doctor).get("passer-det/"))
    young = Walk(logged_in(child), child)
    asked = text_of(young.to_recipient(doctor).get("passer-det/"))
    assert "Har du noe av dette nå?" in grown_up
    assert "Gjelder noe av dette barnet nå?" in asked
    assert "drikker nesten ikke" in asked
    assert "drikker nesten ikke" not in grown_up
    for page in (grown_up, asked):
        assert "nylig operert, og såret er rødt og varmt" in page


def test_what_was_answered_is_known_by_its_version_and_nothing_else(walk: Walk, doctor: Actor) -> None:
    walk.to_fit(doctor)
    assert walk.draft.guidance == "2026-12/adult"
    walk.to_price(doctor).write(why="Jeg hoster.")
    walk.send()
    with acting_as(walk.actor):
        assert Dialogue.objects.get().guidance == "2026-12/adult"


def test_questions_that_change_meanwhile_are_asked_again_and_the_text_is_kept(
    walk: Walk, doctor: Actor, services: Setter
) -> None:
    walk.to_review(doctor)
    services(own_signs=("nylig operert",))
    sent = walk.send()
    assert sent.headers["Location"] == START + "passer-det/?mangler=1"
    page = walk.get("passer-det/?mangler=1")
    assert "Spørsmålene er endret siden du svarte." in text_of(page)
    old = walk.post("passer-det/", danger="nei", not_urgent="on", version="2026-12/adult")
    assert "Les dem, og svar på nytt" in text_of(old)
    walk.post("passer-det/", danger="nei", not_urgent="on", version=walk.hidden("version", "passer-det/"))
    assert walk.send().headers["Location"].startswith(START + "sendt/")


@pytest.mark.parametrize("version", ["", "tull", "\0", "x" * 5000, "2026-12/child"])
def test_a_version_that_is_none_declares_nothing(walk: Walk, doctor: Actor, version: str) -> None:
    walk.to_recipient(doctor)
    assert walk.post("passer-det/", danger="nei", not_urgent="on", version=version).status_code == 200
    assert not walk.draft.not_urgent


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({}, 2),
        ({"danger": "nei"}, 1),
        ({"not_urgent": "on"}, 1),
        ({"danger": "kanskje", "not_urgent": "on"}, 1),
        ({"danger": "\0", "not_urgent": ""}, 2),
    ],
)
def test_both_questions_must_be_answered(walk: Walk, doctor: Actor, fields: dict[str, str], faults: int) -> None:
    walk.to_recipient(doctor)
    response = walk.post("passer-det/", **fields)
    assert response.content.decode().count('class="ds-validation-message"') == faults
    assert "<title>Feil:" in response.content.decode()
    assert not walk.draft.not_urgent


def test_one_can_go_back_and_leave_without_answering(walk: Walk, doctor: Actor) -> None:
    walk.to_recipient(doctor)
    assert walk.post("passer-det/", til="forrige").headers["Location"] == START + "mottaker/"
    assert walk.post("passer-det/", til="senere").headers["Location"] == "/innboks/"
    assert walk.post("mottaker/", til="senere").headers["Location"] == "/innboks/"
