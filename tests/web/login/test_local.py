"""Local accounts (ID-2): both the password and the second factor, and everything a stranger tries."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test import Client
from tests.personas import FURNISHER, LogIn, employ
from tests.web.login.local_accounts import DOOR, EMAIL, PASSWORD, SECOND, Local, give, told, write_code, write_password

from legesvar.core import clock
from legesvar.core.actor import NOBODY, Actor, Role
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic, Staff
from legesvar.domain.identity import codes, passwords
from legesvar.domain.identity.commands import guessing, local, steps
from legesvar.domain.identity.models import Factor, Guess, LocalLogin, LoginStep, RecoveryCode, Session
from legesvar.domain.identity.policies import LocalRefusal, must_wait
from legesvar.domain.identity.settings import FREE_GUESSES, FREE_GUESSES_OF_A_PLACE, LONGEST_WAIT
from legesvar.web.login import factors
from legesvar.web.login.limits import account_key

HOME = "/klinikk/arbeidsliste/"


@pytest.fixture
def siv(secretary: Actor, clinic: Clinic, now) -> Local:
    return give(secretary, clinic, now)


def traced(event: str) -> list[Entry]:
    with acting_as(FURNISHER):
        return list(Entry.objects.filter(event=event).order_by("id"))


def test_who_has_both_comes_in_where_they_wanted_to_be(siv: Local, now) -> None:
    browser = Client()
    first = write_password(browser, query="?neste=/klinikk/varsler/")
    assert first["Location"] == f"{SECOND}?neste=/klinikk/varsler/"
    assert Session.objects.count() == 0
    answer = write_code(browser, siv.code(now), "?neste=/klinikk/varsler/")
    assert answer["Location"] == "/klinikk/varsler/"
    session = Session.objects.get()
    assert (session.local, session.staff_id, session.ended_at) == (True, siv.actor.staff_id, None)
    assert browser.get(HOME).status_code == 200
    assert traced("logged_in")[-1].details["local"] is True


@pytest.mark.parametrize("query", ["?neste=https://evil.example/", "?neste=//evil.example", "?neste=/innboks/"])
def test_nobody_is_led_away_after_logging_in(siv: Local, now, query: str) -> None:
    browser = Client()
    write_password(browser, query=query)
    assert write_code(browser, siv.code(now), query)["Location"] == HOME


def test_the_password_alone_opens_nothing(siv: Local) -> None:
    browser = Client()
    write_password(browser)
    assert browser.get(HOME)["Location"].startswith("/klinikk/logg-inn/")
    assert "klinikk" not in browser.cookies


def test_the_second_page_alone_opens_nothing(siv: Local, now) -> None:
    for cookie in ("", "gjettet", "x" * 5000):
        browser = Client()
        browser.cookies["lokal"] = cookie
        assert write_code(browser, siv.code(now))["Location"] == f"{DOOR}?arsak=steg"
    assert Session.objects.count() == 0


def test_unknown_and_known_addresses_are_answered_alike(siv: Local) -> None:
    known = write_password(Client(), "feil hest batteri stift")
    unknown = write_password(Client(), "feil hest batteri stift", "ingen@legekontoret.no")
    assert known.status_code == unknown.status_code == 422
    assert told(known) == told(unknown)
    reasons = [entry.details["reason"] for entry in traced("login_refused")]
    assert reasons == ["local_wrong", "local_wrong"]


def test_for_an_unknown_address_a_hash_of_the_same_cost_is_verified() -> None:
    nobodys = passwords._nobodys()
    assert nobodys.split("$")[:4] == passwords.hashed("x").split("$")[:4]
    assert passwords.matches(None, "x") is False


def test_a_code_is_taken_once(siv: Local, now) -> None:
    code = siv.code(now)
    browser = Client()
    write_password(browser)
    assert write_code(browser, code).status_code == 302
    thief = Client()
    write_password(thief)
    assert write_code(thief, code).status_code == 422
    assert Session.objects.count() == 1


def test_a_code_of_an_earlier_half_minute_is_not_taken_after_a_later_one(siv: Local, now) -> None:
    with acting_as(NOBODY):
        login = LocalLogin.objects.get()

        def take(at) -> str | None:
            return local.take_code(
                actor=NOBODY, login_id=login.id, written=siv.code(at), key=factors.key(), now=now
            )  # fmt: skip

        assert take(now) == "totp"
        assert take(now - timedelta(seconds=30)) is None
        assert take(now) is None
        assert take(now + timedelta(seconds=30)) == "totp"


@pytest.mark.parametrize("seconds", [-90, -61, 61, 90, 3600])
def test_a_code_of_another_time_is_not_taken(siv: Local, now, seconds: int) -> None:
    at = now.replace(second=0, microsecond=0)
    assert codes.step_of(siv.secret, siv.code(at + timedelta(seconds=seconds)), after=0, now=at) is None
    assert codes.step_of(siv.secret, siv.code(at), after=0, now=at) == int(at.timestamp()) // 30


@pytest.mark.parametrize("written", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\0", "1" * 5000])
def test_what_is_no_code_is_none(siv: Local, now, written: str) -> None:
    assert codes.step_of(siv.secret, written, after=0, now=now) is None


def test_a_recovery_code_works_once_however_it_is_written(siv: Local) -> None:
    written = siv.codes[3].replace("-", " ").upper()
    assert len(set(siv.codes)) == 10
    for status in (302, 422):
        browser = Client()
        write_password(browser)
        assert write_code(browser, written).status_code == status
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    assert traced("recovery_code_used")[-1].details["left"] == 9
    assert all(code not in row.code_hash for row in RecoveryCode.objects.all() for code in siv.codes)


def test_another_accounts_codes_open_nothing(siv: Local, clinician: Actor, clinic: Clinic, now) -> None:
    other = give(clinician, clinic, now, "synne@legekontoret.no")
    browser = Client()
    write_password(browser)
    for code in (other.code(now), other.codes[0]):
        assert write_code(browser, code).status_code == 422
    assert Session.objects.count() == 0


def test_logging_in_always_makes_a_new_token_and_ends_the_old_session(siv: Local, logged_in: LogIn, now) -> None:
    browser = logged_in(siv.actor)
    planted = browser.cookies["klinikk"].value
    write_password(browser)
    write_code(browser, siv.code(now))
    assert browser.cookies["klinikk"].value != planted
    assert list(Session.objects.order_by("id").values_list("ended_why", flat=True)) == ["replaced", ""]


def test_a_step_is_over_when_it_has_been_used_or_is_old(siv: Local, now) -> None:
    browser = Client()
    write_password(browser)
    LoginStep.objects.update(begun_at=now - timedelta(minutes=11))
    assert write_code(browser, siv.code(now))["Location"].endswith("arsak=steg")
    write_password(browser)
    token = browser.cookies["lokal"].value
    write_code(browser, siv.code(now))
    again = Client()
    again.cookies["lokal"] = token
    assert write_code(again, siv.codes[0])["Location"].endswith("arsak=steg")


def test_forms_without_a_token_are_refused(siv: Local) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert write_password(browser).status_code == 403
    assert write_code(browser, "123456").status_code == 403


def test_after_five_wrong_ones_the_right_one_waits_too_and_an_unknown_address_alike(siv: Local) -> None:
    for email in (EMAIL, "ingen@legekontoret.no"):
        browser = Client()
        for _ in range(FREE_GUESSES):
            assert "stemmer ikke" in told(write_password(browser, "feil", email))
        assert "for mange ganger" in told(write_password(browser, PASSWORD, email))


def test_wrong_codes_count_although_the_password_was_right(siv: Local, now) -> None:
    for _ in range(FREE_GUESSES):
        browser = Client()
        assert write_password(browser).status_code == 302
        assert write_code(browser, "000000").status_code == 422
    assert "for mange ganger" in told(write_code(browser, siv.code(now)))
    assert "for mange ganger" in told(write_password(Client()))


def test_coming_in_forgives_the_account_and_not_the_place(siv: Local, now) -> None:
    browser = Client()
    for _ in range(FREE_GUESSES - 1):
        write_password(browser, "feil")
    write_password(browser)
    write_code(browser, siv.code(now))
    assert list(Guess.objects.values_list("failures", flat=True)) == [FREE_GUESSES - 1]


def test_one_place_does_not_go_through_all_accounts(siv: Local, now) -> None:
    Guess.objects.all().delete()
    browser = Client()
    for number in range(FREE_GUESSES_OF_A_PLACE):
        assert write_password(browser, "feil", f"nr{number}@legekontoret.no").status_code == 422
    assert "for mange ganger" in told(write_password(browser))
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert write_password(elsewhere).status_code == 302


def test_the_wait_doubles_and_ends_at_a_quarter_of_an_hour(now) -> None:
    waits = [must_wait(failures=number, free=5, last_at=now, now=now) for number in (4, 5, 6, 7, 8, 9, 500)]
    minutes = [wait.total_seconds() / 60 if wait else 0 for wait in waits]
    assert minutes == [0, 1, 2, 4, 8, 15, 15]
    assert must_wait(failures=500, free=5, last_at=now, now=now + LONGEST_WAIT) is None


@pytest.mark.django_db(transaction=True)
def test_of_forty_guesses_at_once_five_are_tried(now) -> None:
    ready, tried = threading.Barrier(8), []

    def go() -> None:
        ready.wait(20)
        for _ in range(5):
            with acting_as(NOBODY):
                tried.append(guessing.count_guess(actor=NOBODY, keys={"k" * 64: FREE_GUESSES}, now=now))
        connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(tried), tried.count(None)) == (40, FREE_GUESSES)


def test_an_administrator_lifts_the_lock(siv: Local, administrator: Actor, logged_in: LogIn) -> None:
    for _ in range(FREE_GUESSES):
        write_password(Client(), "feil")
    at_desk = logged_in(administrator)
    page = f"/klinikk/innstillinger/ansatte/{siv.actor.public_id}/"
    assert "Innloggingen er sperret" in at_desk.get(page).content.decode()
    assert at_desk.post(f"{page}las-opp/").status_code == 302
    assert not Guess.objects.filter(key_hash=account_key(EMAIL)).exists()
    assert write_password(Client()).status_code == 302
    assert traced("lock_lifted")[-1].actor_name == administrator.name


def test_a_clinic_that_takes_local_accounts_away_shuts_them_out(
    siv: Local, administrator: Actor, logged_in: LogIn, clinic: Clinic, other_clinic: Clinic, now
) -> None:
    browser = Client()
    write_password(browser)
    write_code(browser, siv.code(now))
    Clinic.objects.filter(id=other_clinic.id).update(local_accounts=True)
    form = {"local_accounts": "nei"}
    assert logged_in(administrator).post("/klinikk/innstillinger/ansatte/innlogging/", form).status_code == 302
    assert browser.get(HOME)["Location"].startswith("/klinikk/logg-inn/")
    write_password(browser)
    assert write_code(browser, siv.codes[0]).status_code == 403
    assert Session.objects.filter(ended_at=None, local=True).count() == 0


def test_who_was_removed_does_not_come_in(siv: Local, administrator: Actor, logged_in: LogIn, now) -> None:
    browser = Client()
    write_password(browser)
    page = f"/klinikk/innstillinger/ansatte/{siv.actor.public_id}/fjern/"
    assert logged_in(administrator).post(page).status_code == 302
    assert write_code(browser, siv.code(now))["Location"].endswith("arsak=steg")
    assert write_password(Client()).status_code == 422
    assert (LocalLogin.objects.count(), Factor.objects.count(), RecoveryCode.objects.count()) == (0, 0, 0)


def test_a_local_login_opens_one_clinic_although_its_owner_works_at_two(
    clinic: Clinic, other_clinic: Clinic, doctor_at_both: Actor, now
) -> None:
    berit, browser = give(doctor_at_both, clinic, now), Client()
    write_password(browser)
    assert write_code(browser, berit.code(now))["Location"] == HOME
    there = Staff.objects.get(account_id=doctor_at_both.account_id, clinic=other_clinic)
    page = browser.get("/klinikk/velg-klinikk/").content.decode()
    assert other_clinic.name not in page
    browser.post("/klinikk/velg-klinikk/", {"staff": str(there.public_id)})
    assert Session.objects.get().staff_id == doctor_at_both.staff_id
    assert "Bytt klinikk" not in browser.get(HOME).content.decode()


def test_the_door_shows_both_ways_only_where_there_are_local_accounts(clinic: Clinic, secretary: Actor, now) -> None:
    assert DOOR not in Client().get("/klinikk/logg-inn/").content.decode()
    assert Client().get(DOOR)["Location"] == "/klinikk/logg-inn/"
    give(secretary, clinic, now)
    page = Client().get("/klinikk/logg-inn/?neste=/klinikk/varsler/")
    assert f"{DOOR}?neste=/klinikk/varsler/" in page.content.decode()


def test_a_form_that_came_too_late_is_sent_after_the_local_login(siv: Local, now) -> None:
    browser = Client()
    write_password(browser)
    write_code(browser, siv.code(now))
    Session.objects.update(seen_at=now - timedelta(minutes=31))
    address = "/klinikk/dialog/0190a8a0-0000-7000-8000-000000000000/svar/"
    late = browser.post(address, {"text": "en tekst som er lang nok til å kjenne igjen", "password": PASSWORD})
    assert late.status_code == 303
    assert "tatt vare på" in browser.get(late["Location"]).content.decode()
    write_password(browser)
    assert write_code(browser, siv.codes[0])["Location"] == "/klinikk/fortsett/"
    kept = browser.get("/klinikk/fortsett/").content.decode()
    assert "lang nok til å kjenne igjen" in kept
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kort", LocalRefusal.TOO_SHORT), ("elleve tegn", LocalRefusal.TOO_SHORT), ("x" * 201, LocalRefusal.TOO_LONG),
        ("passord1234567", LocalRefusal.TOO_COMMON), ("aaaaaaaaaaaaaaaaaa", LocalRefusal.TOO_COMMON),
        ("qwertyuiop1234", LocalRefusal.TOO_COMMON), ("legekontoret12", LocalRefusal.TOO_COMMON),
        ("SolbakkenSolbakken", LocalRefusal.TOO_COMMON), (PASSWORD, None), ("ÆØÅæøåÆØÅæøåkø9", None),
    ],
)  # fmt: skip
def test_a_password_is_judged_by_length_and_rarity(password: str, reason: LocalRefusal | None) -> None:
    assert passwords.refusal(password, ("siv@legekontoret.no", "Siv Sekretær", "Solbakken legekontor")) is reason


def test_a_password_is_the_same_from_every_keyboard() -> None:
    assert passwords.matches(passwords.hashed("bl\u00e5b\u00e6rsylte tøy"), "bla\u030ab\u00e6rsylte tøy")


def test_old_steps_guesses_and_sessions_are_forgotten(siv: Local, now) -> None:
    browser = Client()
    write_password(browser)
    later = clock.now() + timedelta(days=2)
    with acting_as(FURNISHER):
        assert steps.forget_steps(actor=FURNISHER, now=later) == 1
        assert guessing.forget_guesses(actor=FURNISHER, now=later) >= 1


def test_a_foreign_local_account_is_found_by_no_other_administrator(
    siv: Local, other_clinic: Clinic, logged_in: LogIn
) -> None:
    stranger = employ(other_clinic, "Fred Fremmed", Role.ADMINISTRATOR, date(1971, 5, 5))
    page = f"/klinikk/innstillinger/ansatte/{siv.actor.public_id}/"
    for act in ("las-opp/", "fjern/", "ny-innlogging/", ""):
        assert logged_in(stranger).post(page + act, {"email": "x@legekontoret.no"}).status_code == 404
