"""The link of an invitation: looked at by anybody, accepted by somebody (ADMIN-2, ID-2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.personas import identity_number_of, number
from tests.web.login.conftest import World
from tests.web.login.local_accounts import PASSWORD

from legesvar.core.actor import Actor
from legesvar.domain.clinics.models import Clinic, Invitation, Staff
from legesvar.domain.identity.models import Account, LocalLogin, Session
from legesvar.domain.identity.tokens import token_hash

LINK = "/klinikk/invitasjon/lenken/"
START = f"/klinikk/logg-inn/start/?neste={LINK}"


@pytest.fixture
def invited(clinic: Clinic, now: datetime) -> Invitation:
    return Invitation.objects.create(
        clinic=clinic, email="nina@legekontoret.no", name="Nina Ny", role="vikar", hpr_number="1234567",
        invited_by="Arne Administrator", token_hash=token_hash("lenken"), invited_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip


NINA = number(datetime(1988, 3, 3).date())  # noqa: DTZ001 - a birth date


def arrive(world: World, browser: Client, hpr: str = "1234567", pid: str = NINA) -> HttpResponse:
    world.introduce("klinikk", pid, hpr)
    return world.log_in(browser, pid, START)


def test_looking_at_it_changes_nothing(invited: Invitation) -> None:
    browser = Client()
    for _ in range(3):
        page = browser.get(LINK)
        assert page.status_code == 200
    assert "Arne Administrator" in page.content.decode()
    assert browser.post(LINK).status_code == 200
    assert Invitation.objects.get().ended_at is None
    assert "Lag lokal konto" not in page.content.decode()


def test_helseid_says_who_it_is_and_a_button_accepts(world: World, invited: Invitation, clinic: Clinic) -> None:
    browser = Client()
    assert arrive(world, browser)["Location"] == LINK
    assert Session.objects.count() == Account.objects.count() == 0
    assert "HelseID bekrefter" in browser.get(LINK).content.decode()
    assert browser.post(LINK)["Location"] == "/klinikk/arbeidsliste/"
    account = Account.objects.get()
    assert (account.identity_number, account.hpr_number) == (NINA, "1234567")
    assert Staff.objects.get().clinic_id == clinic.id
    assert Session.objects.get().staff_id == Staff.objects.get().id
    assert browser.get(LINK).status_code == 404


def test_another_doctor_does_not_get_in_by_a_forwarded_link(world: World, invited: Invitation) -> None:
    browser = Client()
    arrive(world, browser, hpr="7654321")
    answer = browser.post(LINK)
    assert answer.status_code == 409
    assert "HPR-nummeret ditt er ikke" in answer.content.decode()
    assert Account.objects.count() == Session.objects.count() == 0


def test_who_is_vouched_for_is_so_for_this_invitation_in_this_browser(
    world: World, invited: Invitation, clinic: Clinic, now: datetime
) -> None:
    browser = Client()
    arrive(world, browser)
    Invitation.objects.create(
        clinic=clinic, email="to@legekontoret.no", name="To", role="secretary", invited_by="A",
        token_hash=token_hash("den-andre"), invited_at=now, expires_at=now + timedelta(days=7),
    )  # fmt: skip
    assert browser.post("/klinikk/invitasjon/den-andre/").status_code == 200
    stranger = Client()
    stranger.cookies["godtar"] = browser.cookies["godtar"].value[:-4] + "AAAA"
    assert stranger.post(LINK).status_code == 200
    assert Session.objects.count() == 0


def test_a_form_of_another_site_accepts_nothing(world: World, invited: Invitation) -> None:
    browser = Client(enforce_csrf_checks=True)
    arrive(world, browser)
    assert browser.post(LINK).status_code == 403
    assert Session.objects.count() == 0


def test_a_colleague_who_is_known_keeps_their_account(world: World, invited: Invitation, foreign_doctor: Actor) -> None:
    Invitation.objects.update(hpr_number="9144893")
    browser = Client()
    arrive(world, browser, "9144893", identity_number_of(foreign_doctor))
    browser.post(LINK)
    assert Account.objects.count() == 1
    assert Staff.objects.filter(account_id=foreign_doctor.account_id).count() == 2


@pytest.mark.parametrize("token", ["ukjent", "x" * 300, "æøå", "lenken%00", "..%2f"])
def test_a_link_that_is_none_is_a_plain_page(invited: Invitation, token: str) -> None:
    for page in ("", "passord/", "faktor/"):
        assert Client().get(f"/klinikk/invitasjon/{token}/{page}").status_code == 404


def test_an_old_link_opens_no_page(invited: Invitation, clinic: Clinic, now: datetime) -> None:
    Clinic.objects.update(local_accounts=True)
    Invitation.objects.update(expires_at=now)
    for page in ("", "passord/", "faktor/"):
        for answer in (Client().get(LINK + page), Client().post(LINK + page)):
            assert answer.status_code == 404


def test_a_local_account_needs_a_good_password_then_a_code_that_works(invited: Invitation, clinic: Clinic) -> None:
    assert Client().get(f"{LINK}passord/").status_code == 404
    Clinic.objects.update(local_accounts=True)
    browser = Client()
    assert browser.get(f"{LINK}faktor/")["Location"] == f"{LINK}passord/"
    for new, again in (("kort", "kort"), (PASSWORD, PASSWORD + "x"), ("passord12345", "passord12345"), ("", "")):
        answer = browser.post(f"{LINK}passord/", {"new_password": new, "new_password_again": again})
        assert answer.status_code == 422
        assert PASSWORD not in answer.content.decode()
    form = {"new_password": PASSWORD, "new_password_again": PASSWORD}
    assert browser.post(f"{LINK}passord/", form)["Location"] == f"{LINK}faktor/"
    page = browser.get(f"{LINK}faktor/")
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert browser.post(f"{LINK}faktor/", {"code": "000000"}).status_code == 422
    assert LocalLogin.objects.count() == Staff.objects.count() == 0


def test_a_step_of_one_invitation_does_not_open_another(invited: Invitation, clinic: Clinic, now: datetime) -> None:
    Clinic.objects.update(local_accounts=True)
    Invitation.objects.create(
        clinic=clinic, email="to@legekontoret.no", name="To", role="administrator", invited_by="A",
        token_hash=token_hash("den-andre"), invited_at=now, expires_at=now + timedelta(days=7),
    )  # fmt: skip
    browser = Client()
    browser.post(f"{LINK}passord/", {"new_password": PASSWORD, "new_password_again": PASSWORD})
    answer = browser.get("/klinikk/invitasjon/den-andre/faktor/")
    assert answer["Location"] == "/klinikk/invitasjon/den-andre/passord/"
