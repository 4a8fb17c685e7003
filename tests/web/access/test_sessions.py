"""How long somebody stays logged in, what counts as being there, and how it ends (ID-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from tests.personas import LogIn

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Session

pytestmark = pytest.mark.usefixtures("rooms")


def let_pass(**time: int) -> None:
    """Set all sessions back in time, as if this long had gone by."""
    gone = timedelta(**time)
    Session.objects.update(started_at=F("started_at") - gone, seen_at=F("seen_at") - gone)


def test_a_patient_who_does_nothing_for_thirty_minutes_is_logged_out_and_told_why(
    logged_in: LogIn, patient: Actor
) -> None:
    browser = logged_in(patient)
    let_pass(minutes=29)
    assert browser.get("/innboks/").status_code == 200
    let_pass(minutes=29)
    assert browser.get("/innboks/").status_code == 200
    let_pass(minutes=30)
    answer = browser.get("/innboks/")
    assert answer["Location"] == "/logg-inn/?neste=/innboks/&arsak=idle"
    assert "det er en stund siden du gjorde noe" in browser.get(answer["Location"]).content.decode()


def test_an_active_patient_is_logged_out_after_two_hours(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    for _ in range(5):
        let_pass(minutes=20)
        assert browser.get("/innboks/").status_code == 200
    let_pass(minutes=20)
    assert browser.get("/innboks/")["Location"].endswith("arsak=too_old")


def test_a_colleague_works_longer_than_a_patient(logged_in: LogIn, doctor: Actor) -> None:
    browser = logged_in(doctor)
    for _ in range(8):
        let_pass(minutes=25)
        assert browser.get("/klinikk/arbeidsliste/").status_code == 200


def test_what_a_page_asks_by_itself_never_keeps_a_session_alive(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    for _ in range(5):
        let_pass(minutes=5)
        assert browser.get("/spor/").status_code == 200
        assert browser.get("/okt/").status_code == 200
    let_pass(minutes=5)
    assert browser.get("/spor/").status_code == 401
    assert browser.get("/okt/").status_code == 401
    assert browser.get("/okt/").json() == {"left": 0}


def test_being_here_is_written_at_most_once_a_minute(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    let_pass(seconds=50)
    before = Session.objects.get().seen_at
    browser.get("/innboks/")
    assert Session.objects.get().seen_at == before
    let_pass(seconds=15)
    browser.get("/innboks/")
    assert Session.objects.get().seen_at > before


def test_a_page_knows_how_long_is_left_and_can_go_on(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    let_pass(minutes=28)
    assert 100 <= browser.get("/okt/").json()["left"] <= 120
    answer = browser.post("/okt/forleng/", headers={"Accept": "application/json"}).json()
    assert answer["left"] > 1700
    assert answer["final"] is False
    assert browser.post("/okt/forleng/")["Location"] == "/innboks/"


def test_going_on_ends_at_the_two_hours(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    Session.objects.update(started_at=F("started_at") - timedelta(minutes=110))
    answer = browser.post("/okt/forleng/", headers={"Accept": "application/json"}).json()
    assert answer["final"] is True
    assert answer["left"] <= 600


def test_logging_out_ends_the_session_itself_and_not_only_the_cookie(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    token = browser.cookies["pasient"].value
    answer = browser.post("/logg-ut/")
    assert answer.status_code == 200
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies["pasient"].value
    thief = Client()
    thief.cookies["pasient"] = token
    assert thief.get("/innboks/").status_code == 302


def test_logging_out_takes_a_form_and_asks_where(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    page = browser.get("/logg-ut/").content.decode()
    assert "Logg ut her" in page
    assert "Logg ut overalt" in page
    assert browser.get("/innboks/").status_code == 200


def test_logging_out_everywhere_ends_every_device_and_nobody_elses(
    logged_in: LogIn, patient: Actor, other_patient: Actor
) -> None:
    phone, computer, stranger = logged_in(patient), logged_in(patient), logged_in(other_patient)
    phone.post("/logg-ut/overalt/")
    assert computer.get("/innboks/").status_code == 302
    assert stranger.get("/innboks/").status_code == 200


def test_a_colleague_logs_out_everywhere_too(logged_in: LogIn, doctor: Actor, second_doctor: Actor) -> None:
    here, there, stranger = logged_in(doctor), logged_in(doctor), logged_in(second_doctor)
    here.post("/klinikk/logg-ut/overalt/")
    assert there.get("/klinikk/arbeidsliste/").status_code == 302
    assert stranger.get("/klinikk/arbeidsliste/").status_code == 200


def test_two_clinics_are_chosen_between_and_switched(logged_in: LogIn, doctor_at_both: Actor, patient: Actor) -> None:
    browser = logged_in(doctor_at_both)
    page = browser.get("/klinikk/velg-klinikk/").content.decode()
    assert "Fjellheim legesenter (vikar)" in page
    assert "Solbakken legekontor (fastlege)" in page
    other = page.split("Fjellheim legesenter")[0].rsplit('value="', 1)[1].split('"')[0]
    assert browser.get("/klinikk/arbeidsliste/").content == b"Kari Nordmann"
    answer = browser.post("/klinikk/velg-klinikk/?neste=/klinikk/arbeidsliste/", {"staff": other})
    assert answer["Location"] == "/klinikk/arbeidsliste/"
    assert browser.get("/klinikk/arbeidsliste/").content == b""


def test_a_clinic_one_does_not_work_at_cannot_be_chosen(logged_in: LogIn, doctor: Actor, foreign_doctor: Actor) -> None:
    browser = logged_in(doctor)
    answer = browser.post("/klinikk/velg-klinikk/", {"staff": str(foreign_doctor.public_id)})
    assert answer.status_code == 200
    assert "Velg ett av alternativene som står her." in answer.content.decode()
    assert Session.objects.get().staff_id == doctor.staff_id


def test_a_membership_of_somebody_else_in_the_session_opens_nothing(
    logged_in: LogIn, doctor: Actor, foreign_doctor: Actor
) -> None:
    browser = logged_in(doctor)
    Session.objects.update(staff_id=foreign_doctor.staff_id)
    assert browser.get("/klinikk/arbeidsliste/")["Location"].startswith("/klinikk/velg-klinikk/")
