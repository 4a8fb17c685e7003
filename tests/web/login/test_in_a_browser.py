"""In and out in a real browser, under the content policy and with the frames of a real provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.inspection import by_axe
from tests.personas import identity_number_of
from tests.web.login.conftest import World, agree, registered

from legesvar.adapters.stand_ins.openid_provider import RunningProvider, serve
from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(live_server: LiveServer, settings: LazySettings, rooms: object) -> Iterator[RunningProvider]:
    """Start providers with which the living portal is registered."""
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    running = serve(0, [], registered(live_server.url))
    agree(settings, running)
    yield running
    running.close()


@pytest.fixture
def complaints() -> list[str]:
    """Gather what the browser complained of."""
    return []


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(chrome: Browser, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.on(
        "console",
        lambda said: complaints.append(f"{said.location['url']} {said.text}") if said.type == "error" else None,
    )
    yield page
    context.close()


def log_in(page: Page, portal: str, pid: str, door: str = "/logg-inn/") -> None:
    page.goto(f"{portal}{door}")
    page.locator("main a.ds-button").click()
    page.get_by_role("button", name=pid).click()


def test_a_patient_goes_in_and_out_by_clicking(
    page: Page, live_server: LiveServer, provider: RunningProvider, patient: Actor, complaints: list[str]
) -> None:
    pid = identity_number_of(patient)
    World(provider).meet(patient)
    log_in(page, live_server.url, pid)
    page.wait_for_url(f"{live_server.url}/innboks/")
    assert page.locator("body").inner_text() == "Kari Nordmann"
    page.goto(f"{live_server.url}/logg-ut/")
    page.get_by_role("button", name="Logg ut her").click()
    page.wait_for_url(f"{provider.url}/idporten/endsession*")
    page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/innboks/")
    assert page.url.startswith(provider.url)
    assert [text for text in complaints if "/favicon.ico" not in text] == []


def test_the_providers_frame_ends_the_session_here(
    page: Page, live_server: LiveServer, provider: RunningProvider, patient: Actor
) -> None:
    World(provider).meet(patient)
    log_in(page, live_server.url, identity_number_of(patient))
    page.wait_for_url(f"{live_server.url}/innboks/")
    sid = Session.objects.get().provider_sid
    page.goto(f"{provider.issuer('idporten')}/endsession?client_id=legesvar-pasient&logout_hint={sid}")
    page.wait_for_load_state("networkidle")
    assert Session.objects.get().ended_why == "provider"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_doors_are_for_everybody(
    chrome: Browser, live_server: LiveServer, provider: RunningProvider, unlisted: Actor, doctor_at_both: Actor,
    width: int,
) -> None:  # fmt: skip
    context = chrome.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    world, portal = World(provider), live_server.url
    world.meet(unlisted)
    world.meet(doctor_at_both)

    def look(address: str = "") -> None:
        if address:
            page.goto(portal + address)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert by_axe(page) == [], page.url

    for address in ("/", "/logg-inn/", "/logg-inn/?arsak=idle", "/klinikk/logg-inn/", "/logg-inn/retur/",
                    "/logg-ut/", "/logg-ut/ferdig/", "/finnes-ikke/"):  # fmt: skip
        look(address)
    log_in(page, portal, identity_number_of(unlisted))
    page.wait_for_url(f"{portal}/innboks/")
    look()
    look("/logg-ut/")
    log_in(page, portal, identity_number_of(doctor_at_both), "/klinikk/logg-inn/")
    page.wait_for_url(f"{portal}/klinikk/velg-klinikk/**")
    look()
    context.close()
