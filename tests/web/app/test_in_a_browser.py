"""The app in a real browser: without a net it says so, and what it has kept holds nothing of the patient's."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from tests.inspection import by_axe
from tests.jobs.test_push import new_key
from tests.personas import LogIn
from tests.web.clinic.test_notices import told

from legesvar.core.actor import Actor
from legesvar.domain.clinics.models import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => (await Promise.all((await caches.keys()).map(async name =>
    (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()"""


@pytest.fixture
def portal(live_server: LiveServer, settings: LazySettings) -> str:
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.ALLOWED_HOSTS = ["*"]
    return str(live_server.url)


@pytest.fixture
def browser(chrome: Browser, portal: str, patient: Actor, logged_in: LogIn) -> Iterator[BrowserContext]:
    context = chrome.new_context(viewport={"width": 360, "height": 800})
    token = logged_in(patient).cookies["pasient"].value
    context.add_cookies([{"name": "pasient", "value": token, "url": portal}])
    yield context
    context.close()


def test_without_a_net_the_app_says_so_and_holds_nothing_of_the_patient(browser: BrowserContext, portal: str) -> None:
    page = browser.new_page()
    page.goto(f"{portal}/innboks/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(f"{portal}/profil/")
    kept = page.evaluate(KEPT)
    assert "/uten-nett/" in kept
    assert [path for path in kept if not path.startswith("/static/") and path != "/uten-nett/"] == []
    browser.set_offline(True)
    page.goto(f"{portal}/innboks/")
    assert page.locator("h1").inner_text() == "Du er uten nett"
    assert "kari" not in page.content().lower()
    browser.set_offline(False)
    page.get_by_role("link", name="Prøv igjen").click()
    assert page.locator("h1").inner_text() == "Innboks"


def is_for_everybody(page: Page, width: int) -> None:
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert by_axe(page) == [], page.url


@pytest.mark.parametrize("width", [360, 1440])
def test_the_profile_and_its_errors_are_for_everybody(
    browser: BrowserContext, portal: str, clinic: Clinic, settings: LazySettings, width: int
) -> None:
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, push_key=new_key())
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 900})

    def look(address: str = "") -> None:
        if address:
            page.goto(portal + address)
        is_for_everybody(page, width)

    for address in ("/profil/", "/profil/e-post/", "/profil/mobil/", "/profil/stemmer-det/", "/uten-nett/",
                    f"/profil/varsler/{clinic.public_id}/"):  # fmt: skip
        look(address)
    page.goto(f"{portal}/profil/mobil/")
    page.get_by_role("button", name="Send kode").click()
    look()
    assert page.title().startswith("Feil:")
    page.get_by_label("Mobilnummer").fill("912 34 567")
    page.get_by_role("button", name="Send kode").click()
    page.wait_for_url("**/profil/kode/**")
    look()
    page.get_by_label("Kode").fill("12")
    page.get_by_role("button", name="Bekreft").click()
    look()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_delivery_log_is_for_everybody(
    chrome: Browser, portal: str, doctor: Actor, patient: Actor, logged_in: LogIn, now: datetime, width: int
) -> None:
    for state in ("failed", "uncertain", "bounced", "none", "sent"):
        told(doctor, patient, now, state)
    context = chrome.new_context(viewport={"width": width, "height": 900})
    token = logged_in(doctor).cookies["klinikk"].value
    context.add_cookies([{"name": "klinikk", "value": token, "url": portal}])
    page = context.new_page()
    page.goto(f"{portal}/klinikk/varsler/?vis=alle")
    is_for_everybody(page, width)
    page.get_by_role("button", name="Send på nytt").first.click()
    page.wait_for_url("**/klinikk/varsler/?sendt=1")
    is_for_everybody(page, width)
    context.close()
