"""Every way a login can be false is refused with its own page, logged, traced, and gives no session."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
import structlog
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from tests.personas import identity_number_of, number
from tests.web.login.conftest import World

from legesvar.adapters.oidc import LoginProblem
from legesvar.adapters.stand_ins.openid_provider import Fault
from legesvar.core import actor as actors
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Staff
from legesvar.domain.identity.models import Account, Person, Session
from legesvar.web.login.arrivals import Obstacle
from legesvar.web.login.limits import MOST_A_MINUTE
from legesvar.words import login as words

NOT_PROVED = "Vi kunne ikke bekrefte innloggingen"
LOST = "Innloggingen ble ikke fullført"
DOWN = "Innloggingen virker ikke akkurat nå"
CLINIC = "/klinikk/logg-inn/start/"
FAULTS = [
    (Fault.WRONG_STATE, "lost_handshake", LOST),
    (Fault.ACCESS_DENIED, "user_cancelled", "Du avbrøt innloggingen"),
    (Fault.FOREIGN_ANSWER, "wrong_issuer", NOT_PROVED),
    (Fault.WRONG_NONCE, "wrong_nonce", NOT_PROVED),
    (Fault.WRONG_AUDIENCE, "wrong_audience", NOT_PROVED),
    (Fault.WRONG_ISSUER, "wrong_issuer", NOT_PROVED),
    (Fault.BAD_SIGNATURE, "bad_signature", NOT_PROVED),
    (Fault.UNSIGNED, "bad_signature", NOT_PROVED),
    (Fault.SIGNED_WITH_PUBLIC_KEY, "bad_signature", NOT_PROVED),
    (Fault.EXPIRED, "expired", LOST),
    (Fault.FROM_THE_FUTURE, "bad_token", NOT_PROVED),
    (Fault.NO_PID, "no_pid", "Vi fikk ikke vite hvem du er"),
    (Fault.LOWER_LEVEL, "too_low_level", "Du må logge inn på høyeste sikkerhetsnivå"),
    (Fault.NO_LEVEL, "too_low_level", "Du må logge inn på høyeste sikkerhetsnivå"),
    (Fault.TOKEN_ERROR, "provider_error", DOWN),
]


def assert_refused(answer: HttpResponse, reason: str, title: str, *secrets: str) -> None:
    """Hold a refused login to what it promises."""
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f"<h1>{title}</h1>" in page
    assert not answer.cookies.get("pasient")
    assert not answer.cookies.get("klinikk")
    assert not Session.objects.exists()
    with acting_as(actors.system("test")):
        entry = Entry.objects.get(event="login_refused")
    assert entry.details["reason"] == reason
    assert entry.request_id == answer["X-Request-Id"]
    assert answer["X-Request-Id"] in page or reason == "unlisted"
    for secret in secrets:
        assert secret not in f"{entry.details} {entry.actor_name} {page}"


@pytest.mark.parametrize(("fault", "reason", "title"), FAULTS)
def test_a_false_login_is_refused(world: World, patient: Actor, fault: Fault, reason: str, title: str) -> None:
    pid = identity_number_of(patient)
    world.meet(patient)
    with structlog.testing.capture_logs() as logs:
        answer = world.log_in(Client(), pid, fault=fault)
    assert_refused(answer, reason, title, pid)
    assert [line["reason"] for line in logs if line["event"] == "login_refused"] == [reason]
    assert pid not in str(logs)


@pytest.mark.parametrize(("fault", "reason", "title"), FAULTS)
def test_a_false_login_of_staff_is_refused(world: World, doctor: Actor, fault: Fault, reason: str, title: str) -> None:
    world.meet(doctor)
    assert_refused(world.log_in(Client(), identity_number_of(doctor), CLINIC, fault=fault), reason, title)


def test_a_lower_level_is_refused(world: World, patient: Actor) -> None:
    world.meet(patient)
    answer = world.log_in(Client(), identity_number_of(patient), level="substantial")
    assert_refused(answer, "too_low_level", "Du må logge inn på høyeste sikkerhetsnivå")


def test_every_reason_has_words_of_its_own_or_shares_them_knowingly() -> None:
    for reason in [*LoginProblem, *Obstacle]:
        if reason is not Obstacle.UNLISTED:
            assert reason.value in words.EXPLANATIONS, reason


def test_no_provider_is_said_to_be_our_fault(settings: LazySettings, db: None, rooms: object) -> None:
    dead = dataclasses.replace(settings.OPENID["patient"], issuer="http://127.0.0.1:9/nowhere")
    settings.OPENID = {**settings.OPENID, "patient": dead}
    assert_refused(Client().get("/logg-inn/start/"), "provider_unreachable", DOWN)


def test_somebody_we_have_never_heard_of_is_told_whom_to_phone_and_is_not_stored(world: World, patient: Actor) -> None:
    stranger = number(date(1999, 9, 9))
    world.introduce("pasient", stranger)
    answer = world.log_in(Client(), stranger)
    assert_refused(answer, "unlisted", "Ring legekontoret ditt først", stranger)
    assert world.running.issuer("idporten") in answer.content.decode()
    assert not Person.objects.filter(identity_number=stranger).exists()


def test_somebody_on_no_list_is_told_whom_to_phone(world: World, unlisted: Actor) -> None:
    browser = Client()
    world.meet(unlisted)
    assert world.log_in(browser, identity_number_of(unlisted))["Location"] == "/innboks/"
    assert not Session.objects.get().listed
    page = browser.get("/innboks/")
    assert page.status_code == 403
    assert "Ring legekontoret ditt først" in page.content.decode()


@pytest.mark.parametrize("pid", ["12345678901", "abc", "0", "2190697775", "21906977751; DROP TABLE"])
def test_what_is_no_identity_number_is_refused(world: World, patient: Actor, pid: str) -> None:
    world.introduce("pasient", pid)
    assert_refused(world.log_in(Client(), pid), "bad_number", "Vi kjenner ikke igjen fødselsnummeret ditt")


def test_test_people_do_not_get_into_production(world: World, patient: Actor, settings: LazySettings) -> None:
    settings.SYNTHETIC_IDENTITIES = False
    world.meet(patient)
    answer = world.log_in(Client(), identity_number_of(patient))
    assert_refused(answer, "synthetic_number", "Du kan ikke logge inn med en testperson")


def test_a_patient_is_not_staff(world: World, patient: Actor) -> None:
    pid = identity_number_of(patient)
    world.introduce("klinikk", pid)
    assert_refused(world.log_in(Client(), pid, CLINIC), "no_account", "Du er ikke registrert som ansatt")


def test_a_closed_account_does_not_log_in(world: World, doctor: Actor) -> None:
    Account.objects.update(active=False)
    world.meet(doctor)
    answer = world.log_in(Client(), identity_number_of(doctor), CLINIC)
    assert_refused(answer, "no_account", "Du er ikke registrert som ansatt")


def test_somebody_who_works_nowhere_does_not_log_in(world: World, doctor: Actor) -> None:
    Staff.objects.update(active=False)
    world.meet(doctor)
    answer = world.log_in(Client(), identity_number_of(doctor), CLINIC)
    assert_refused(answer, "no_clinic", "Du har ikke tilgang til noe legekontor nå")


@pytest.mark.parametrize("hpr", ["", "9999999"])
def test_a_doctor_with_another_hpr_number_or_none_is_refused(world: World, doctor: Actor, hpr: str) -> None:
    pid = identity_number_of(doctor)
    world.introduce("klinikk", pid, hpr)
    assert_refused(world.log_in(Client(), pid, CLINIC), "wrong_hpr", "HPR-nummeret ditt stemmer ikke")


def _return_address(world: World, browser: Client, actor: Actor) -> str:
    world.meet(actor)
    return world.choose(browser.get("/logg-inn/start/")["Location"], identity_number_of(actor))


def test_a_return_in_another_browser_logs_nobody_in(world: World, patient: Actor) -> None:
    address = _return_address(world, Client(), patient)
    assert_refused(Client().get(address), "lost_handshake", LOST)


def test_a_return_to_the_other_door_logs_nobody_in(world: World, patient: Actor) -> None:
    browser = Client()
    address = _return_address(world, browser, patient)
    assert_refused(browser.get(f"/klinikk{address}"), "lost_handshake", LOST)


def _handshake(browser: Client) -> Any:
    return next(cookie for name, cookie in browser.cookies.items() if name.startswith("innlogging-"))


def test_a_handshake_that_was_tampered_with_logs_nobody_in(world: World, patient: Actor) -> None:
    browser = Client()
    address = _return_address(world, browser, patient)
    cookie = _handshake(browser)
    middle = len(cookie.value) // 2
    changed = "A" if cookie.value[middle] != "A" else "B"
    browser.cookies[cookie.key] = cookie.value[:middle] + changed + cookie.value[middle + 1 :]
    assert_refused(browser.get(address), "lost_handshake", LOST)


def test_another_logins_handshake_does_not_fit(world: World, patient: Actor) -> None:
    victim, attacker = Client(), Client()
    address = _return_address(world, attacker, patient)
    victim.get("/logg-inn/start/")
    victim.cookies[_handshake(attacker).key] = _handshake(victim).value
    assert_refused(victim.get(address), "lost_handshake", LOST)


def test_a_return_cannot_be_used_twice(world: World, patient: Actor) -> None:
    browser = Client()
    address = _return_address(world, browser, patient)
    kept = _handshake(browser)
    name, value = kept.key, kept.value
    assert browser.get(address).status_code == 302
    assert not browser.cookies[name].value
    Session.objects.all().update(provider_sid="")
    again = browser.get(address)
    assert again.status_code == 403
    browser.cookies[name] = value
    assert browser.get(address).status_code == 403
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["", "?state=", "?code=x", "?state=%00&code=%00", "?error=x&state=y", "?state=" + "x" * 5000]
)
def test_a_return_from_nowhere_is_refused(world: World, db: None, query: str) -> None:
    assert_refused(Client().get(f"/logg-inn/retur/{query}"), "lost_handshake", LOST)


def test_who_knocks_without_end_is_asked_to_wait(world: World, db: None) -> None:
    browser = Client()
    for _ in range(MOST_A_MINUTE):
        assert browser.get("/logg-inn/retur/").status_code == 403
    answer = browser.get("/logg-inn/retur/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Vent ett minutt" in answer.content.decode()
    assert browser.get("/logg-inn/start/").status_code == 302
    assert Client(REMOTE_ADDR="10.0.0.2").get("/logg-inn/retur/").status_code == 403
