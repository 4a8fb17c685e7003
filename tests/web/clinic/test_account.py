"""One's own login: changed by who writes the password again, and nobody else's (ID-2)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.login.local_accounts import PASSWORD, Local, give, write_code, write_password

from legesvar.core.actor import Actor
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity.models import Factor, LocalLogin, RecoveryCode, Session

ACCOUNT = "/klinikk/konto/"
NEW = "bestemor kano prest lilla"


@pytest.fixture
def siv(secretary: Actor, clinic: Clinic, now: datetime) -> Local:
    return give(secretary, clinic, now)


@pytest.fixture
def browser(siv: Local, now: datetime) -> Client:
    client = Client()
    write_password(client)
    write_code(client, siv.code(now))
    return client


def change(client: Client, password: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    form = {"password": password, "new_password": new, "new_password_again": again}
    return client.post(f"{ACCOUNT}passord/", form).status_code


def test_a_new_password_ends_the_sessions_elsewhere_and_opens_from_now_on(
    browser: Client, siv: Local, logged_in: LogIn
) -> None:
    elsewhere = logged_in(siv.actor)
    assert change(browser) == 302
    assert browser.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert Session.objects.filter(ended_why="password_changed").count() == 1
    assert write_password(Client()).status_code == 422
    assert write_password(Client(), NEW).status_code == 302


@pytest.mark.parametrize(
    ("password", "new", "again"), [("feil", NEW, NEW), ("", NEW, NEW), (PASSWORD, "kort", "kort"), (PASSWORD, NEW, "")]
)
def test_nothing_is_changed_without_the_old_password_and_a_good_new_one(
    browser: Client, password: str, new: str, again: str
) -> None:
    before = LocalLogin.objects.get().password_hash
    assert change(browser, password, new, again) == 422
    assert LocalLogin.objects.get().password_hash == before


@pytest.mark.parametrize("page", ["passord/", "faktor/", "koder/"])
def test_guessing_the_password_behind_an_open_page_is_counted(browser: Client, page: str) -> None:
    form = {"password": "feil", "new_password": NEW, "new_password_again": NEW}
    answers = [browser.post(ACCOUNT + page, form).content.decode() for _ in range(6)]
    assert "Passordet stemmer ikke" in answers[4]
    assert "for mange ganger" in answers[5]


def test_new_codes_end_the_old_ones(browser: Client, siv: Local) -> None:
    answer = browser.post(f"{ACCOUNT}koder/", {"password": PASSWORD})
    assert len(answer.context["codes"]) == RecoveryCode.objects.count() == 10
    stranger = Client()
    write_password(stranger)
    assert write_code(stranger, siv.codes[0]).status_code == 422
    assert write_code(stranger, answer.context["codes"][0]).status_code == 302


def test_the_last_factor_stays_and_anothers_is_not_there(
    browser: Client, siv: Local, clinician: Actor, clinic: Clinic, now: datetime
) -> None:
    give(clinician, clinic, now, "synne@legekontoret.no")
    mine, other = Factor.objects.order_by("id")
    own = browser.post(f"{ACCOUNT}faktor/{mine.public_id}/fjern/", {"password": PASSWORD})
    assert "Du må alltid ha minst én" in own.content.decode()
    assert browser.post(f"{ACCOUNT}faktor/{other.public_id}/fjern/", {"password": PASSWORD}).status_code == 404
    assert Factor.objects.count() == 2


def test_a_factor_is_added_only_after_the_password(browser: Client) -> None:
    assert browser.get(f"{ACCOUNT}faktor/ny/")["Location"] == f"{ACCOUNT}faktor/"
    assert browser.post(f"{ACCOUNT}faktor/ny/", {"code": "123456"})["Location"] == f"{ACCOUNT}faktor/"
    assert browser.post(f"{ACCOUNT}faktor/", {"password": PASSWORD})["Location"] == f"{ACCOUNT}faktor/ny/"
    assert browser.get(f"{ACCOUNT}faktor/ny/").status_code == 200
