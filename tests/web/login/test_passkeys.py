"""Passkeys in a real browser, with Chromium's own virtual authenticator, and what others try with them (ID-2)."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.inspection import by_axe
from tests.personas import FURNISHER
from tests.web.login.local_accounts import EMAIL, PASSWORD, SECOND, Local, give, write_password

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic, Invitation, Staff
from legesvar.domain.identity import passkeys
from legesvar.domain.identity.commands import local
from legesvar.domain.identity.commands.local import NewFactor
from legesvar.domain.identity.models import Factor, LocalLogin, LoginStep, RecoveryCode, Session
from legesvar.domain.identity.passkeys import Site
from legesvar.domain.identity.tokens import token_hash
from legesvar.web.login import factors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOOR = "/klinikk/logg-inn/lokal/"


@pytest.fixture
def portal(live_server: LiveServer, settings: LazySettings) -> str:
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, public_url=live_server.url)
    return live_server.url


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Plug in an authenticator whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


@pytest.fixture
def siv(secretary: Actor, clinic: Clinic) -> Local:
    return give(secretary, clinic, clock.now())


def log_in(page: Page, portal: str, password: str = PASSWORD, email: str = EMAIL) -> None:
    page.goto(portal + DOOR)
    page.get_by_label("E-postadresse").fill(email)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Neste").click()
    page.wait_for_url(f"{portal}{SECOND}*")


def invite(clinic: Clinic) -> str:
    now = clock.now()
    Clinic.objects.filter(id=clinic.id).update(local_accounts=True)
    Invitation.objects.create(
        clinic=clinic, email="nina@legekontoret.no", name="Nina Ny", role="secretary", invited_by="Arne",
        token_hash=token_hash("lenken"), invited_at=now, expires_at=now + timedelta(days=7),
    )  # fmt: skip
    return "/klinikk/invitasjon/lenken/"


def make_account(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Lag lokal konto").click()
    page.get_by_label("Nytt passord").fill(PASSWORD)
    page.get_by_label("Gjenta passordet").fill(PASSWORD)
    page.get_by_role("button", name="Neste").click()
    page.get_by_role("button", name="Lag passnøkkel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ta vare på kodene")


def test_an_invited_colleague_makes_a_passkey_and_comes_in_with_it(
    page: Page, portal: str, clinic: Clinic, authenticator: tuple[CDPSession, str]
) -> None:
    make_account(page, portal + invite(clinic))
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    page.wait_for_url(f"{portal}/klinikk/arbeidsliste/")
    assert Staff.objects.get(name="Nina Ny").role == "secretary"
    assert RecoveryCode.objects.count() == 10
    page.context.clear_cookies()
    log_in(page, portal, email="nina@legekontoret.no")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url(f"{portal}/klinikk/arbeidsliste/")
    assert Factor.objects.get().sign_count > 0
    assert Session.objects.filter(local=True).count() == 2
    page.goto(portal + "/klinikk/invitasjon/lenken/")
    assert "Lenken virker ikke" in page.content()


def complaints(page: Page) -> list[str]:
    """Give what axe has to say of a page, and whether it can be moved sideways."""
    found = by_axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*found, "wider than the screen"] if wide else found


def test_no_page_of_a_local_account_shuts_anybody_out(
    chrome: Browser, portal: str, clinic: Clinic, siv: Local, tmp_path: Path
) -> None:
    context = chrome.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page, told = context.new_page(), {}

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        told[name] = complaints(page)

    page.goto(portal + invite(clinic))
    look("invitation")
    page.get_by_role("link", name="Lag lokal konto").click()
    page.get_by_role("button", name="Neste").click()
    look("password")
    page.get_by_label("Nytt passord").fill(PASSWORD)
    page.get_by_label("Gjenta passordet").fill(PASSWORD)
    page.get_by_role("button", name="Neste").click()
    look("factor")
    secret = page.locator(".code").first.inner_text().replace(" ", "")
    page.get_by_label("Kode").fill(pyotp.TOTP(secret).at(clock.now()))
    page.get_by_role("button", name="Bruk appen").click()
    look("codes")
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    page.goto(portal + "/klinikk/konto/")
    look("account")
    page.goto(portal + "/klinikk/konto/passord/")
    look("change")
    context.clear_cookies()
    page.goto(portal + "/klinikk/logg-inn/")
    look("door")
    log_in(page, portal)
    page.get_by_label("Kode").fill("000000")
    page.get_by_role("button", name="Logg inn").click()
    look("second")
    page.goto(portal + "/klinikk/invitasjon/ukjent/")
    look("over")
    context.close()
    assert {name: found for name, found in told.items() if found} == {}


def test_a_passkey_is_added_and_the_last_factor_stays(
    page: Page, portal: str, siv: Local, authenticator: tuple[CDPSession, str]
) -> None:
    log_in(page, portal)
    page.get_by_label("Kode").fill(siv.codes[0])
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url(f"{portal}/klinikk/arbeidsliste/")
    page.goto(f"{portal}/klinikk/konto/faktor/")
    page.get_by_label("Passordet ditt").fill(PASSWORD)
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("button", name="Lag passnøkkel").click()
    page.wait_for_url(f"{portal}/klinikk/konto/?gjort=lagt-til")
    assert Factor.objects.filter(kind="passkey").count() == 1
    for status, name in (("Det er fjernet", "Fjern App"), ("Du må alltid ha minst én", "Fjern Passnøkkel")):
        page.goto(f"{portal}/klinikk/konto/")
        page.get_by_role("link", name=name).click()
        page.get_by_label("Passordet ditt").fill(PASSWORD)
        page.get_by_role("button", name="Fjern", exact=True).click()
        expect(page.get_by_text(status).first).to_be_visible()
    assert Factor.objects.get().kind == "passkey"


def test_without_scripts_a_code_is_offered_and_works(chrome: Browser, portal: str, siv: Local) -> None:
    login = LocalLogin.objects.get()
    Factor.objects.create(login=login, kind="passkey", name="P", credential_id="AAAA", added_at=clock.now())
    context = chrome.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    log_in(page, portal)
    assert page.get_by_text("Passnøkkel trenger JavaScript").is_visible()
    assert not page.get_by_role("button", name="Bruk passnøkkel").is_visible()
    page.get_by_label("Kode").fill(siv.code(clock.now()))
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url(f"{portal}/klinikk/arbeidsliste/")
    context.close()


@dataclasses.dataclass
class Key:
    """A passkey of the virtual authenticator, and a way to let it answer without our page."""

    page: Page
    portal: str

    def answer(self) -> tuple[Client, str]:
        """Give a browser at the second page, and what the authenticator says to its question."""
        browser = Client()
        write_password(browser)
        options = browser.get(SECOND).context["options"]
        self.page.goto(self.portal + DOOR)
        return browser, self.page.evaluate(ASK, json.loads(options))


ASK = """async (asked) => {
  const bytes = (t) => Uint8Array.from(atob(t.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const publicKey = {...asked, challenge: bytes(asked.challenge),
    allowCredentials: asked.allowCredentials.map((one) => ({...one, id: bytes(one.id)}))};
  const {id, rawId, type, response} = await navigator.credentials.get({publicKey});
  return JSON.stringify({id, rawId: text(rawId), type, response: {clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData), signature: text(response.signature)}});
}"""


@pytest.fixture
def key(page: Page, portal: str, clinic: Clinic, authenticator: tuple[CDPSession, str], siv: Local) -> Key:
    """A passkey of Siv's."""
    make_account(page, portal + invite(clinic))
    page.context.clear_cookies()
    made = Factor.objects.get(kind="passkey")
    login = LocalLogin.objects.get(email=EMAIL)
    Factor.objects.filter(id=made.id).update(login=login)
    Session.objects.all().delete()
    return Key(page, portal)


def show(browser: Client, answer: str) -> int:
    return browser.post(SECOND, {"credential": answer}).status_code


def test_an_answer_is_taken_once_and_by_the_browser_that_was_asked(key: Key) -> None:
    browser, answer = key.answer()
    stranger = Client()
    write_password(stranger)
    stranger.get(SECOND)
    assert show(stranger, answer) == 422
    assert show(browser, answer) == 302
    assert show(browser, answer) == 302  # to the beginning: the step is over
    again = Client()
    write_password(again)
    assert show(again, answer) == 422
    assert Session.objects.count() == 1


def test_a_question_is_answered_once_right_or_wrong(key: Key) -> None:
    browser, answer = key.answer()
    broken = json.loads(answer)
    broken["response"]["signature"] = "AAAA"
    assert show(browser, json.dumps(broken)) == 422
    assert show(browser, answer) == 422


def test_a_count_that_goes_back_is_a_copy(key: Key) -> None:
    browser, answer = key.answer()
    Factor.objects.filter(kind="passkey").update(sign_count=1000)
    assert show(browser, answer) == 422
    assert Session.objects.count() == 0


def test_anothers_passkey_opens_nothing(key: Key, clinician: Actor, clinic: Clinic) -> None:
    browser, answer = key.answer()
    give(clinician, clinic, clock.now(), "synne@legekontoret.no")
    Factor.objects.filter(kind="passkey").update(login=LocalLogin.objects.get(email="synne@legekontoret.no"))
    assert show(browser, answer) == 422


@pytest.mark.parametrize(
    "site", [Site("https://evil.example", "x"), Site("http://localhost:1", "x"), Site("https://localhost", "x")]
)
def test_an_answer_for_another_address_does_not_hold(key: Key, site: Site) -> None:
    _, answer = key.answer()
    challenge = LoginStep.objects.latest("id").challenge
    mine = Factor.objects.get(kind="passkey")

    def shown(at: Site) -> int | None:
        return passkeys.shown(at, answer, challenge, public_key=bytes(mine.public_key), sign_count=mine.sign_count)

    assert shown(site) is None
    assert shown(factors.site()) is not None


@pytest.mark.parametrize("change", ["type", "challenge", "origin", "crossOrigin"])
def test_a_changed_answer_does_not_hold(key: Key, change: str) -> None:
    browser, answer = key.answer()
    broken = json.loads(answer)
    raw = broken["response"]["clientDataJSON"]
    said = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    said[change] = "webauthn.create" if change == "type" else "AAAA"
    broken["response"]["clientDataJSON"] = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    assert show(browser, json.dumps(broken)) == 422


@pytest.mark.parametrize(
    "answer",
    [
        "", "{}", "[]", "null", "1", '"x"', "{", '{"id": 1}', '{"id": {"a": 1}}', '{"id": "a\\u0000"}', "x" * 30_000,
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", '
        '"authenticatorData": "AAAA", "signature": "AAAA"}}',
        "[" * 20_000,
    ],
)  # fmt: skip
def test_no_forged_answer_breaks_the_page(siv: Local, answer: str) -> None:
    login = LocalLogin.objects.get()
    Factor.objects.create(login=login, kind="passkey", name="P", credential_id="AAAA", added_at=clock.now())
    browser = Client()
    write_password(browser)
    browser.get(SECOND)
    assert show(browser, answer) == 422
    assert passkeys.made(factors.site(), answer, "AAAA") is None


def test_a_passkey_is_one_accounts(siv: Local, clinician: Actor, clinic: Clinic) -> None:
    other = give(clinician, clinic, clock.now(), "synne@legekontoret.no").actor
    made = passkeys.Made("AAAA", b"k", 0)
    with acting_as(siv.actor):
        local.add_factor(actor=siv.actor, factor=NewFactor("P", passkey=made), key=factors.key(), now=clock.now())
    with acting_as(other), pytest.raises(Exception, match="local_known_passkey"):
        local.add_factor(actor=other, factor=NewFactor("P", passkey=made), key=factors.key(), now=clock.now())
    with acting_as(FURNISHER):
        assert Factor.objects.filter(credential_id="AAAA").count() == 1
