"""The workbench in real browsers, by keyboard alone and by two at once, under the policy that lets only htmx in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.consultations import draft, send
from tests.personas import LogIn, be_born, enlist

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.work import selectors as work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = """addEventListener('securitypolicyviolation', event =>
    console.error('policy violated: ' + event.violatedDirective + ' ' + event.sample))"""
# What the browser itself notes of an answer that was held.
MEANT = re.compile(r"favicon|status of 409")
Sit = Callable[[Actor], Page]


@pytest.fixture
def sits(chrome: Browser, live_server: LiveServer, settings: LazySettings, logged_in: LogIn) -> Iterator[Sit]:
    """Let a colleague sit down at a browser in front of the worklist; none may complain of anything."""
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    contexts, complaints = [], list[str]()

    def sit(actor: Actor) -> Page:
        context = chrome.new_context(locale="nb-NO", viewport={"width": 1440, "height": 900})
        contexts.append(context)
        cookies = logged_in(actor).cookies
        context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies.items()])
        context.add_init_script(TOLD)
        context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page = context.new_page()
        page.goto(f"{live_server.url}/klinikk/arbeidsliste/")
        return page

    yield sit
    for context in contexts:
        context.close()
    assert [text for text in complaints if not MEANT.search(text)] == []


@pytest.fixture
def eleven(tariff: None, clinic: Clinic, doctor: Actor, now: datetime) -> list[Dialogue]:
    """Eleven patients who wait for the doctor."""
    sent = []
    for number in range(11):
        person = enlist(be_born(f"Pasient Nummer{number}", date(1960, 1, 1) + timedelta(days=number)), clinic, doctor)
        sent.append(send(person, draft(person, clinic, doctor, now), now))
    return sent


def refresh(page: Page) -> None:
    """Let the page ask as it does when it comes into sight."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_ten_are_answered_and_one_is_forwarded_by_keyboard_alone(
    sits: Sit, doctor: Actor, second_doctor: Actor, eleven: list[Dialogue]
) -> None:
    page = sits(doctor)
    assert page.title().startswith("(11) Arbeidsliste")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    for number in range(10):
        heading = page.locator("#sak-tittel")
        name = heading.inner_text()
        # Alternately «Svar» and «Svar og avslutt»: each asks once, with name and birth date, and opens the next.
        page.keyboard.press("R" if number % 2 else "r")
        expect(page.locator("#svar_text")).to_be_focused()
        page.keyboard.type("Ta det med ro.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#sporsmal h2")).to_contain_text(f"{name}, født")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Svaret til {name} er sendt")).to_be_visible()
        expect(heading).not_to_have_text(name)
        expect(page.locator("#sak")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("h1")).to_have_text("Videresend henvendelsen")
    page.keyboard.press("Tab")
    page.locator("main input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("er videresendt til Dag Doktor")).to_be_visible()
    with acting_as(second_doctor):
        assert len(work.mine(second_doctor, [second_doctor.staff_id or 0], None).rows) == 1
        states = [dialogue.state for dialogue in Dialogue.objects.order_by("state")]
    assert states == ["closed"] * 5 + ["waiting_for_clinic"] + ["waiting_for_patient"] * 5


def test_two_who_have_the_same_open_see_each_other_and_the_second_answer_is_held(
    sits: Sit, doctor: Actor, second_doctor: Actor, substitution: Actor, econsultation: Dialogue
) -> None:
    first, second = sits(doctor), sits(substitution)
    for page in (first, second):
        page.locator("a.work").first.click()
        expect(page.locator("#sak-tittel")).to_have_text("Kari Nordmann")
    expect(second.locator("[data-here]")).to_contain_text("Lise Lege leser nå")
    first.locator("#svar_text").fill("Ta det med ro.")
    expect(first.locator("[data-here]")).to_contain_text("Vidar Vikar leser nå")
    refresh(second)
    expect(second.locator("[data-here]")).to_contain_text("Lise Lege skriver nå")
    expect(second.locator("#liste .work__here")).to_have_text("Lise Lege skriver nå")
    second.locator("#svar_text").fill("Kom til time.")
    first.get_by_role("button", name="Svar", exact=True).click()
    first.get_by_role("button", name="Send svaret").click()
    expect(first.get_by_text("er sendt.")).to_be_visible()
    refresh(second)
    expect(second.locator("[data-newer]")).to_contain_text("Det er kommet noe nytt")
    expect(second.locator("#liste a.work")).to_have_count(0)  # the list lost its row, the text in the field did not
    second.get_by_role("button", name="Svar", exact=True).click()
    second.get_by_role("button", name="Send svaret").click()
    expect(second.locator("[data-error-summary]")).to_contain_text("Lise Lege svarte kl.")
    expect(second.locator("#svar_text")).to_have_value("Kom til time.")


def test_a_new_row_comes_by_itself_and_leaves_focus_where_it_was(
    sits: Sit, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    page = sits(doctor)
    page.keyboard.press("j")
    expect(page.locator("a.work").first).to_be_focused()
    other = enlist(be_born("Ola Ny", date(1970, 1, 1)), clinic, doctor)
    send(other, draft(other, clinic, doctor, now), now)
    refresh(page)
    expect(page.locator("a.work")).to_have_count(2)
    expect(page.locator("a.work:focus")).to_contain_text("Kari Nordmann")
    assert page.title().startswith("(2) Arbeidsliste")


def test_keys_do_nothing_in_fields_nor_when_they_are_turned_off(
    sits: Sit, doctor: Actor, econsultation: Dialogue
) -> None:
    page = sits(doctor)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#svar_text").fill("")
    page.locator("#svar_text").press_sequentially("Full av f, a, u og ?")
    expect(page.locator("#svar_text")).to_have_value("Full av f, a, u og ?")
    page.locator("#sak").focus()
    page.keyboard.press("?")
    expect(page.locator("#hurtigtaster")).to_be_visible()
    page.get_by_role("button", name="Slå av hurtigtastene").click()
    expect(page.locator("[data-shortcuts]")).to_have_count(0)
    page.keyboard.press("u")
    page.keyboard.press("?")
    expect(page.locator("#sak-tittel")).to_have_text("Kari Nordmann")
    expect(page.locator("#hurtigtaster")).not_to_be_visible()


def test_injected_elements_neither_fire_requests_nor_write_html(
    sits: Sit, doctor: Actor, econsultation: Dialogue
) -> None:
    page = sits(doctor)
    tried = page.evaluate(
        """() => {
            const button = document.createElement("button");
            button.setAttribute("hx-post", "/klinikk/logg-ut/");
            document.body.append(button);
            const log = console.error; console.error = () => {};
            htmx.process(button);
            console.error = log;
            return button.hasAttribute("hx-post");
        }"""
    )
    assert tried is False
