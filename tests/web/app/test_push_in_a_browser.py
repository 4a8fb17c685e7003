"""Push in a real browser: turned on by a press alone, shows the allowed words alone, and opens the portal (NOTE-1, 2).

No browser of a test has a push service behind it: what the service would hand over is handed over by the developer
tools, and what it would give as an address stands in for it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import BrowserContext, Page, expect
from tests.demos import wait_for
from tests.jobs.conftest import Post, post, run_worker  # noqa: F401 - a fixture
from tests.jobs.test_notices import reach, tell
from tests.jobs.test_push import PushStandIn, refusals, service, turn_on  # noqa: F401 - fixtures
from tests.web.app.test_in_a_browser import browser, portal  # noqa: F401 - fixtures

from legesvar.adapters import push
from legesvar.core.actor import Actor
from legesvar.domain.identity.models import PushSubscription

# ruff: noqa: F811 - the fixtures above are asked for by their names
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = """() => navigator.serviceWorker.ready.then(it => it.getNotifications()).then(all =>
    all.map(it => ({title: it.title, body: it.body, leads: it.data, actions: it.actions, image: it.image || ''})))"""
# Only a finger may open a window, and only the system shows what a finger could press.
PRESS = """async () => { const opened = []; self.clients.openWindow = async url => { opened.push(url); };
    for (const notification of await self.registration.getNotifications())
        self.dispatchEvent(new NotificationEvent('notificationclick', {notification}));
    return opened; }"""
SERVICE = """(() => { PushManager.prototype.subscribe = async options => {
    await window.note([options.userVisibleOnly, options.applicationServerKey]);
    return {endpoint: '%s', getKey: name => new Uint8Array(name === 'auth' ? 16 : 65).fill(4).buffer}; }; })()"""
DEVICE = "/brett"
PATIENCE = 10
Deliver = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def asked() -> list[list[object]]:
    """What the browser was asked to be told by: whether each push is shown, and whose key may send."""
    return []


@pytest.fixture
def page(browser: BrowserContext, portal: str, service: PushStandIn, asked: list[list[object]]) -> Page:
    """The patient's profile, with the worker behind it."""
    browser.grant_permissions(["notifications"], origin=portal)
    browser.expose_function("note", lambda how: asked.append(how))  # noqa: PLW0108 - a built-in cannot be marked
    browser.add_init_script(SERVICE % (service.origin + DEVICE))
    page = browser.new_page()
    page.goto(f"{portal}/profil/")
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller?.state === 'activated'"), PATIENCE)
    return page


@pytest.fixture
def deliver(page: Page, portal: str) -> Deliver:
    """Hand something over to the worker as the push service would, and give what is then shown."""
    known: list[dict[str, Any]] = []
    tools = page.context.new_cdp_session(page)
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    wait_for(lambda: page.evaluate("true") and known != [], PATIENCE)  # what is told comes while the page is asked

    def hand_over(data: str) -> list[dict[str, Any]]:
        told = {"origin": portal, "registrationId": known[-1]["registrationId"], "data": data}

        def is_shown() -> bool:
            tools.send("ServiceWorker.deliverPushMessage", told)
            page.wait_for_timeout(500)
            return bool(page.evaluate(SHOWN))

        wait_for(is_shown, PATIENCE)  # what comes while the browser is still at it is lost
        shown: list[dict[str, Any]] = page.evaluate(SHOWN)
        return shown

    return hand_over


def press(page: Page) -> list[str]:
    opened: list[str] = page.context.service_workers[0].evaluate(PRESS)
    return opened


def test_what_is_sent_is_shown_with_the_allowed_words_and_a_press_opens_the_message(
    deliver: Deliver, page: Page, portal: str, post: Post, service: PushStandIn, doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="aud@eksempel.example")
    phone = turn_on(patient, service, "/telefon")
    tell(doctor, patient)
    run_worker()
    (sent,) = phone.shown
    words = {"title": "Ny melding i Legesvar", "body": "Logg inn for å lese den."}
    assert deliver(json.dumps(sent)) == [words | {"leads": sent["path"], "actions": [], "image": ""}]
    assert press(page) == [portal + str(sent["path"])]
    assert page.evaluate(SHOWN) == []


def test_what_cannot_be_read_is_shown_as_the_portals_name_and_opens_innboks(
    deliver: Deliver, page: Page, portal: str
) -> None:
    (shown,) = deliver("ikke JSON")
    assert (shown["title"], shown["body"]) == ("Legesvar", "")
    assert press(page) == [f"{portal}/innboks/"]


def test_a_press_never_leads_out_of_the_portal(deliver: Deliver, page: Page) -> None:
    deliver(json.dumps({"title": "Ny melding", "path": "https://evil.example/"}))
    assert press(page) == []


def test_a_press_of_the_button_and_nothing_else_turns_it_on_for_this_device(
    page: Page, asked: list[list[object]], patient: Actor, service: PushStandIn, settings: LazySettings
) -> None:
    assert (asked, PushSubscription.objects.count()) == ([], 0)
    page.get_by_role("button", name="Slå på varsler").click()
    page.wait_for_url("**/profil/?varsler=1")
    assert asked == [[True, push.public_key(settings.LEGESVAR.push_key)]]
    device = PushSubscription.objects.get()
    assert (device.person_id, device.endpoint) == (patient.person_id, service.origin + DEVICE)
    assert [device.public_key, device.secret] == [base64.urlsafe_b64encode(b"\x04" * n).decode() for n in (65, 16)]


def test_who_says_no_in_the_browser_is_told_how_to_change_it_and_nothing_is_kept(
    page: Page, asked: list[list[object]]
) -> None:
    page.context.clear_permissions()
    page.reload()
    page.get_by_role("button", name="Slå på varsler").click()
    expect(page.locator("[data-push-status]")).to_contain_text("Tillat varsler i innstillingene til nettleseren")
    assert asked == []
    assert not PushSubscription.objects.exists()
