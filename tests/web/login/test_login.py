"""Patients and staff log in through a real OpenID provider, land where they wanted to go, and log out again."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client
from tests.personas import LogIn, identity_number_of
from tests.web.login.conftest import HERE, World

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.identity.models import Person, Session
from legesvar.web.login.handshakes import MOST

CLINIC = "/klinikk/logg-inn/start/"


def test_a_patient_lands_on_the_page_they_wanted(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    wanted = "/dialog/0190a8a0-0000-7000-8000-000000000000/"
    door = browser.get(wanted)["Location"]
    departure = browser.get(browser.get(door)["Location"])["Location"]
    answer = browser.get(world.choose(departure, identity_number_of(patient)))
    assert answer["Location"] == wanted
    session = Session.objects.get()
    assert session.person_id == patient.person_id
    assert session.listed
    assert session.provider_sid
    assert browser.get("/innboks/").content == b"Kari Nordmann"


def test_a_login_is_traced_with_who_it_was(world: World, patient: Actor) -> None:
    world.meet(patient)
    world.log_in(Client(), identity_number_of(patient))
    with acting_as(actors.system("test")):
        entry = Entry.objects.get(event="logged_in")
    assert (entry.person_id, entry.actor_name, entry.role) == (patient.person_id, "Kari Nordmann", "patient")


def test_a_doctor_with_one_clinic_is_at_work_there(world: World, doctor: Actor) -> None:
    browser = Client()
    world.meet(doctor)
    answer = world.log_in(browser, identity_number_of(doctor), CLINIC)
    assert answer["Location"] == "/klinikk/arbeidsliste/"
    session = Session.objects.get()
    assert session.staff_id == doctor.staff_id
    assert session.hpr_number == "9144889"
    assert browser.get("/klinikk/arbeidsliste/").status_code == 200


def test_a_secretary_needs_no_hpr_number(world: World, secretary: Actor) -> None:
    world.meet(secretary)
    assert world.log_in(Client(), identity_number_of(secretary), CLINIC)["Location"] == "/klinikk/arbeidsliste/"


def test_a_doctor_with_two_clinics_chooses_one_first_and_then_lands_where_they_wanted(
    world: World, doctor_at_both: Actor
) -> None:
    browser = Client()
    world.meet(doctor_at_both)
    start = f"{CLINIC}?neste=/klinikk/innstillinger/"
    answer = world.log_in(browser, identity_number_of(doctor_at_both), start)
    assert answer["Location"] == "/klinikk/velg-klinikk/?neste=/klinikk/innstillinger/"
    assert browser.get("/klinikk/arbeidsliste/")["Location"].startswith("/klinikk/velg-klinikk/")
    chosen = browser.post(answer["Location"], {"staff": str(doctor_at_both.public_id)})
    assert chosen["Location"] == "/klinikk/innstillinger/"
    assert Session.objects.get().staff_id == doctor_at_both.staff_id


@pytest.mark.django_db(transaction=True)
def test_a_login_is_committed(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    assert world.log_in(browser, identity_number_of(patient))["Location"] == "/innboks/"
    assert browser.get("/innboks/").status_code == 200
    assert browser.get("/logg-inn/")["Location"] == "/innboks/"


def test_two_tabs_can_log_in_at_once(world: World, patient: Actor) -> None:
    browser, pid = Client(), identity_number_of(patient)
    world.meet(patient)
    first = browser.get("/logg-inn/start/?neste=/innboks/")["Location"]
    second = browser.get("/logg-inn/start/?neste=/alle/")["Location"]
    assert browser.get(world.choose(second, pid))["Location"] == "/alle/"
    assert browser.get(world.choose(first, pid))["Location"] == "/innboks/"


def test_departures_without_end_do_not_fill_the_browser(world: World, db: None) -> None:
    browser = Client()
    for _ in range(MOST + 5):
        browser.get("/logg-inn/start/")
    assert len([c for n, c in browser.cookies.items() if n.startswith("innlogging-") and c.value]) <= MOST


def test_every_login_gets_a_new_token_and_ends_the_one_before(world: World, patient: Actor, logged_in: LogIn) -> None:
    browser = logged_in(patient)
    before = browser.cookies["pasient"].value
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    assert browser.cookies["pasient"].value != before
    thief = Client()
    thief.cookies["pasient"] = before
    assert thief.get("/innboks/").status_code == 302


def test_a_planted_token_is_not_taken_over(world: World, patient: Actor) -> None:
    browser = Client()
    browser.cookies["pasient"] = "planted-by-an-attacker"
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    thief = Client()
    thief.cookies["pasient"] = "planted-by-an-attacker"
    assert thief.get("/innboks/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    for name, cookie in ((name, cookie) for name, cookie in browser.cookies.items() if cookie.value):
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name
    assert not browser.cookies["pasient"]["max-age"]


def test_over_https_cookies_are_tied_to_the_host(world: World, patient: Actor, settings: LazySettings) -> None:
    settings.HTTPS = True
    browser = Client()
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    ours = {name: cookie for name, cookie in browser.cookies.items() if "skjema" not in name}
    assert "__Host-pasient" in ours
    for name, cookie in ours.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
    assert browser.get("/innboks/", secure=True).status_code == 200


@pytest.mark.parametrize(
    "attack",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "/innboks/\r\nSet-Cookie: x=y",
        " /innboks/",
        "javascript:alert(1)",
        "innboks/",
        "",
        "/" + "x" * 600,
        "/\0",
        "/logg-ut/",
        "/klinikk/arbeidsliste/",
        "/innboks/\u00a0",
    ],
)
def test_nobody_is_led_astray_after_login(world: World, patient: Actor, attack: str) -> None:
    browser = Client()
    world.meet(patient)
    departure = browser.get("/logg-inn/start/", {"neste": attack})["Location"]
    answer = browser.get(world.choose(departure, identity_number_of(patient)))
    assert answer["Location"] in {"/innboks/", "/innboks/%C2%A0"}
    assert "x" not in browser.cookies


def test_a_patients_way_back_leads_to_patients_pages_and_staffs_to_theirs(
    logged_in: LogIn, patient: Actor, doctor: Actor, rooms: object
) -> None:
    browser = logged_in(doctor, logged_in(patient))
    assert browser.get("/logg-inn/?neste=/klinikk/arbeidsliste/")["Location"] == "/innboks/"
    assert browser.get("/klinikk/logg-inn/?neste=/innboks/")["Location"] == "/klinikk/arbeidsliste/"
    assert browser.get("/klinikk/logg-inn/?neste=/klinikk/velg-klinikk/")["Location"] == "/klinikk/velg-klinikk/"


def test_the_front_page_says_what_this_is_and_whom_to_ring(rooms: object) -> None:
    page = Client().get("/").content.decode()
    for words in ("Skriv til fastlegen din", "Logg inn", "116 117", "113", "ansatt ved et legekontor"):
        assert words in page


def test_the_door_has_one_button_and_leads_straight_on_from_a_page_of_ours(db: None, rooms: object) -> None:
    page = Client().get("/logg-inn/").content.decode()
    assert page.count('class="ds-button"') == 1
    assert "Logg inn med BankID" in page
    assert Client().get("/logg-inn/?neste=/innboks/")["Location"] == "/logg-inn/start/?neste=/innboks/"
    assert "Logg inn med HelseID" in Client().get("/klinikk/logg-inn/").content.decode()


def _log_out(world: World, browser: Client, patient: Actor) -> str:
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    return browser.post("/logg-ut/").content.decode()


def test_logging_out_goes_on_to_the_provider_by_a_page_of_ours(world: World, patient: Actor) -> None:
    browser = Client()
    page = _log_out(world, browser, patient)
    onward = re.search(r'<meta http-equiv="refresh" content="0;url=([^"]+)">', page)
    assert onward, page
    address = onward[1].replace("&amp;", "&")
    assert address.startswith(f"{world.running.issuer('idporten')}/endsession?")
    at_provider = httpx.get(address).text
    assert f"{HERE}/logg-ut/ferdig/" in at_provider
    assert "Du er logget ut" in browser.get("/logg-ut/ferdig/").content.decode()
    assert browser.get("/innboks/").status_code == 302


def test_the_provider_ends_its_sessions_here_without_a_cookie(
    world: World, patient: Actor, other_patient: Actor
) -> None:
    browser, other = Client(), Client()
    for one, actor in ((browser, patient), (other, other_patient)):
        world.meet(actor)
        world.log_in(one, identity_number_of(actor))
    sid = Session.objects.get(person_id=patient.person_id).provider_sid
    issuer = world.running.issuer("idporten")
    answer = Client().get("/logg-inn/ut/", {"iss": issuer, "sid": sid})
    assert answer.status_code == 200
    assert browser.get("/innboks/").status_code == 302
    assert other.get("/innboks/").status_code == 200
    origin = issuer.removesuffix("/idporten")
    assert f"frame-ancestors {origin}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies == {}


@pytest.mark.parametrize("query", [{}, {"sid": ""}, {"iss": "https://evil.example", "sid": "x"}, {"sid": "x"}])
def test_a_false_end_from_the_provider_ends_nothing(world: World, patient: Actor, query: dict[str, str]) -> None:
    browser = Client()
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    assert Client().get("/logg-inn/ut/", query).status_code == 400
    issuer = world.running.issuer("idporten")
    assert Client().get("/logg-inn/ut/", {"iss": issuer, "sid": "guessed"}).status_code == 200
    assert browser.get("/innboks/").status_code == 200


def test_sessions_without_a_provider_are_not_ended_by_an_empty_name(
    world: World, logged_in: LogIn, patient: Actor
) -> None:
    browser = logged_in(patient)
    Client().get("/logg-inn/ut/", {"iss": "", "sid": ""})
    assert browser.get("/innboks/").status_code == 200


def test_all_other_pages_may_be_framed_by_nobody(rooms: object) -> None:
    answer = Client().get("/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_a_text_written_too_late_is_waiting_right_after_the_new_login(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    world.log_in(browser, identity_number_of(patient))
    Session.objects.update(ended_at="2026-01-01T00:00:00Z")
    door = browser.post("/innboks/", {"text": "Jeg har hatt hoste i tre uker"})["Location"]
    assert "tatt vare på" in browser.get(door).content.decode()
    assert world.log_in(browser, identity_number_of(patient))["Location"] == "/fortsett/"
    assert "Jeg har hatt hoste i tre uker" in browser.get("/fortsett/").content.decode()


def test_after_18_months_a_patient_is_asked_on_the_way_in_if_we_can_still_reach_them(
    world: World, patient: Actor
) -> None:
    world.meet(patient)
    long_ago = clock.now() - timedelta(days=19 * 31)
    Person.objects.filter(id=patient.person_id).update(contact_confirmed_at=long_ago)
    answer = world.log_in(Client(), identity_number_of(patient))
    assert answer["Location"] == "/profil/stemmer-det/?neste=/innboks/"
    Person.objects.filter(id=patient.person_id).update(contact_confirmed_at=clock.now())
    assert world.log_in(Client(), identity_number_of(patient))["Location"] == "/innboks/"
