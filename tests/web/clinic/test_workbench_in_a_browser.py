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
from tests.domain.dialogues.test_converting import accept
from tests.domain.dialogues.test_life import ASK, E, sent
from tests.domain.standard_texts.test_standard_texts import added
from tests.personas import FURNISHER, LogIn, be_born, enlist

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Charge, Consent, Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Message, Note
from legesvar.domain.dialogues.states import ClosedHow, State
from legesvar.domain.journal.models import Entry
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.work import selectors as work
from legesvar.web.clinic.shortcuts import SHORTCUTS

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


@pytest.fixture
def two(econsultation: Dialogue, other_patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> list[Dialogue]:
    """Two patients who wait for the doctor."""
    return [econsultation, send(other_patient, draft(other_patient, clinic, doctor, now), now)]


def mine(actor: Actor) -> list[work.Row]:
    with acting_as(actor):
        return list(work.mine(actor, [actor.staff_id or 0], None).rows)


def go_to(page: Page, text: str) -> None:
    """Press Tab until a link with these words has focus, and then Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith(text):
            return page.keyboard.press("Enter")
    raise AssertionError(f"Tab never came to {text}.")


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
    expect(page.locator("main input[type=radio]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("er videresendt til Dag Doktor")
    assert len(mine(second_doctor)) == 1
    with acting_as(second_doctor):
        states = [dialogue.state for dialogue in Dialogue.objects.order_by("state")]
    assert states == ["closed"] * 5 + ["waiting_for_clinic"] + ["waiting_for_patient"] * 5


def test_a_handover_is_undone_by_keyboard_alone(
    sits: Sit, doctor: Actor, second_doctor: Actor, econsultation: Dialogue
) -> None:
    page = sits(doctor)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#sak")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("main input[type=radio]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("er tildelt Dag Doktor")
    assert len(mine(second_doctor)) == 1
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Angre")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("er angret")
    assert (len(mine(doctor)), len(mine(second_doctor))) == (1, 0)


def test_a_note_is_left_by_keyboard_alone(sits: Sit, doctor: Actor, econsultation: Dialogue) -> None:
    page = sits(doctor)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#sak")).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_label("Nytt internt notat")).to_be_focused()
    page.keyboard.type("Ring apoteket.")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Lagre notat")
    page.keyboard.press("Enter")
    expect(page.locator("#notater")).to_be_focused()
    expect(page.locator("#notater")).to_contain_text("Ring apoteket.")
    with acting_as(doctor):
        assert [note.text for note in Note.objects.all()] == ["Ring apoteket."]


def test_list_and_thread_stand_side_by_side_on_a_desk_and_one_at_a_time_below(
    sits: Sit, doctor: Actor, econsultation: Dialogue
) -> None:
    page = sits(doctor)
    row, thread = page.locator("a.work"), page.locator("#sak")
    row.click()
    for width, beside in ((1440, True), (1024, True), (1023, False), (360, False)):
        page.set_viewport_size({"width": width, "height": 800})
        expect(thread).to_be_visible()
        expect(row).to_be_visible(visible=beside)
    page.keyboard.press("u")
    expect(row).to_be_focused()
    expect(thread).to_have_count(0)


def test_one_is_rejected_with_a_reason_by_keyboard_alone(sits: Sit, doctor: Actor, two: list[Dialogue]) -> None:
    page = sits(doctor)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#sak")).to_be_focused()
    name = page.locator("#sak-tittel").inner_text()
    page.keyboard.press("x")
    reason = page.get_by_label("Begrunnelse til pasienten")
    expect(reason).to_be_focused()
    expect(page.locator("main")).to_contain_text(f"Det gjelder {name}, født")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Avvis og send begrunnelsen")
    page.keyboard.press("Enter")
    # Without a reason nothing is sent, and what is missing is one key away.
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(reason).to_be_focused()
    page.keyboard.type("Dette må undersøkes. Bestill time.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text(f"E-konsultasjonen fra {name} er avvist.")
    with acting_as(FURNISHER):
        rejected = Dialogue.objects.get(closed_how=ClosedHow.REJECTED)
        assert Message.objects.filter(dialogue=rejected).latest("number").text == "Dette må undersøkes. Bestill time."
        assert Entry.objects.filter(about=rejected.public_id).count() == 2  # the patient's words, and the reason
        assert (Charge.objects.count(), Invoice.objects.count()) == (0, 0)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Åpne den neste")
    page.keyboard.press("Enter")
    expect(page.locator("#sak")).to_be_focused()
    expect(page.locator("#sak-tittel")).not_to_have_text(name)
    # Back in the list one stands where one was.
    page.keyboard.press("u")
    expect(page.locator("a.work:focus")).to_have_count(1)


def test_one_is_converted_with_the_patients_consent_by_keyboard_alone(
    sits: Sit, tariff: None, doctor: Actor, patient: Actor, clinic: Clinic, now: datetime
) -> None:
    inquiry = sent(patient, clinic, ASK, None, now)
    page = sits(doctor)
    go_to(page, "Hele legekontoret")
    expect(page.locator("a.work")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#sak")).to_be_focused()
    page.keyboard.press("g")
    expect(page.get_by_label("Lise Lege")).to_be_focused()
    expect(page.locator("main")).to_contain_text("259 kroner")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Melding til pasienten")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Spør pasienten")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Kari Nordmann er spurt om prisen.")
    expect(page.locator("a.work")).to_have_count(0)
    with acting_as(FURNISHER):
        assert (Dialogue.objects.get().state, Dialogue.objects.get().kind) == (State.WAITING_FOR_CONSENT, ASK)
        assert not Consent.objects.exists()
    accept(patient, inquiry, now)
    refresh(page)
    # It comes back to the doctor who was chosen, as an e-consultation, and is answered and charged as one.
    expect(page.locator("a.work")).to_contain_text("E-konsultasjon")
    page.keyboard.press("j")
    expect(page.locator("a.work")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sak")).to_be_focused()
    page.keyboard.press("R")
    page.keyboard.type("Ta det med ro.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sporsmal")).to_contain_text("Kari Nordmann, født")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Svaret til Kari Nordmann er sendt, og samtalen er avsluttet.")
    with acting_as(FURNISHER):
        closed = Dialogue.objects.get()
        assert (closed.state, closed.kind, closed.closed_how) == (State.CLOSED, E, ClosedHow.ANSWERED)
        assert (Consent.objects.count(), Charge.objects.get().amount_ore) == (1, 20_400)


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


def test_every_key_has_a_visible_button(
    sits: Sit, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    inquiry = sent(patient, clinic, ASK, None, now)
    added(doctor, Owner.OWN, now)
    page = sits(doctor)
    seen = set()
    for dialogue in (econsultation, inquiry):
        page.goto(re.sub("/klinikk/.*", f"/klinikk/dialog/{dialogue.public_id}/", page.url))
        seen |= {key.get_attribute("data-key") for key in page.locator("[data-key]:visible").all()}
    expect(page.locator("a.work").first).to_be_visible()  # what j, k, Enter and o go among
    on_rows, in_field = {"j", "k", "Enter / o"}, {"Ctrl + Enter"}
    named = {one.shown.replace("Shift + r", "R").replace("Shift + u", "U") for one in SHORTCUTS}
    assert named - on_rows - in_field == seen


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
