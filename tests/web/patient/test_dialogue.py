"""A dialogue as the patient reads it: where it stands, whether one can write back, and why not (DIA-2, 3, 7, 8)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.consultations import Answer
from tests.personas import FURNISHER, LogIn
from tests.web.patient.test_before_sending import demand
from tests.web.patient.test_inbox import DOOR
from tests.web.patient.walk import Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.models import Dialogue, Draft, Message, Reply
from legesvar.domain.services.settings import DEFAULTS
from legesvar.words import dates

KEY = "11111111-1111-4111-8111-111111111111"
FORM = "Skriv tilbake"


def address(dialogue: Dialogue, more: str = "") -> str:
    return f"/dialog/{dialogue.public_id}/{more}"


def messages(actor: Actor) -> int:
    with acting_as(actor):
        return Message.objects.count()


def kept(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(Reply.objects.values_list("text", flat=True))


@pytest.fixture
def open_dialogue(econsultation: Dialogue, doctor: Actor, answer: Answer) -> Dialogue:
    """Answered, and the patient may write back."""
    return answer(doctor, econsultation, close=False, text="Drikk varm te.")


@pytest.fixture
def closed_dialogue(econsultation: Dialogue, doctor: Actor, answer: Answer) -> Dialogue:
    """Answered and closed."""
    return answer(doctor, econsultation, close=True, text="Drikk varm te.")


# -- where it stands


def test_while_it_waits_the_page_says_until_when_and_lets_one_add_to_it(
    walk: Walk, econsultation: Dialogue, now: datetime
) -> None:
    page = text_of(walk.client.get(address(econsultation)))
    due = dates.weekday_and_day(econsultation.due_date, oslo_date(now)).replace("\u00a0", " ")
    assert "Jeg har hostet i tre uker." in page
    assert f"Du får svar senest {due}." in page
    assert "Du kan legge til opplysninger mens du venter." in page
    assert "Åpnet av legekontoret" not in page
    assert FORM not in page


def test_the_patient_sees_when_the_clinic_opened_it(
    walk: Walk, econsultation: Dialogue, doctor: Actor, now: datetime
) -> None:
    with acting_as(doctor):
        reading.open_at_clinic(actor=doctor, dialogue_id=econsultation.public_id, why="worklist", now=now)
    assert "Åpnet av legekontoret i dag" in text_of(walk.client.get(address(econsultation)))


def test_past_the_deadline_the_page_is_sorry_and_says_whom_to_phone(
    walk: Walk, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(FURNISHER):
        Dialogue.objects.update(due_date=oslo_date(now) - timedelta(days=1))
    page = text_of(walk.client.get(address(econsultation)))
    assert "Legen har ikke svart innen fristen" in page
    assert "22 00 11 22" in page
    assert "Legekontoret har fått beskjed" not in page  # nobody has told them


def test_an_answer_is_marked_new_once_and_the_clinic_sees_that_it_was_read(walk: Walk, open_dialogue: Dialogue) -> None:
    first = walk.client.get(address(open_dialogue))
    assert first.content.decode().count("message--new") == 1
    assert "Lise Lege, fastlege" in text_of(first)
    assert "message--new" not in walk.client.get(address(open_dialogue)).content.decode()
    with acting_as(walk.actor):
        assert Dialogue.objects.get().read_at is not None


def test_an_open_dialogue_has_a_form(walk: Walk, open_dialogue: Dialogue) -> None:
    page = walk.client.get(address(open_dialogue))
    assert FORM in text_of(page)
    assert 'data-limit="2000"' in page.content.decode()
    assert "Du kan skrive tilbake så lenge samtalen er åpen." in text_of(page)


def test_a_closed_one_has_none_and_says_why(walk: Walk, closed_dialogue: Dialogue) -> None:
    page = walk.client.get(address(closed_dialogue))
    assert FORM not in text_of(page)
    assert "<textarea" not in page.content.decode()
    assert "Legen har avsluttet samtalen" in text_of(page)
    assert "Start ny e-konsultasjon" in text_of(page)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("withdrawn", "Du har trukket meldingen tilbake"),
        ("silence", "Det er lenge siden du fikk svar, og du har ikke skrevet tilbake."),
        ("without_answer", "Legekontoret har avsluttet samtalen uten å svare"),
    ],
)
def test_a_closed_one_says_how_it_ended(walk: Walk, closed_dialogue: Dialogue, how: str, said: str) -> None:
    with acting_as(FURNISHER):
        Dialogue.objects.update(closed_how=how)
    page = text_of(walk.client.get(address(closed_dialogue)))
    assert said in page
    assert "Legen har avsluttet samtalen" not in page


@pytest.mark.parametrize("how", ["open_dialogue", "closed_dialogue"])
def test_where_the_clinic_wrote_last_a_link_leads_down_to_it(
    walk: Walk, how: str, request: pytest.FixtureRequest
) -> None:
    page = walk.client.get(address(request.getfixturevalue(how))).content.decode()
    assert '<a href="#nyeste">Les svaret</a>' in page
    assert 'id="nyeste"' in page


def test_where_nobody_has_answered_there_is_no_link_to_an_answer(walk: Walk, econsultation: Dialogue) -> None:
    assert "Les svaret" not in text_of(walk.client.get(address(econsultation)))


def test_what_has_ended_leads_back_to_the_archive_where_it_stands(walk: Walk, closed_dialogue: Dialogue) -> None:
    first, again = (walk.client.get(address(closed_dialogue)) for _ in range(2))
    for page in (first, again):
        assert '<a href="/innboks/arkiv/">Arkiv</a></p>' in page.content.decode()
    assert "Du finner samtalen i arkivet." in text_of(first)
    assert "Du finner samtalen i arkivet." not in text_of(again)


def test_what_is_open_leads_back_to_innboks(walk: Walk, open_dialogue: Dialogue) -> None:
    page = walk.client.get(address(open_dialogue))
    assert '<a href="/innboks/">Innboks</a></p>' in page.content.decode()
    assert "arkivet" not in text_of(page)


# -- writing back


def test_a_reply_is_visible_at_once(walk: Walk, open_dialogue: Dialogue) -> None:
    response = walk.client.post(address(open_dialogue), {"text": "Takk <b>skal</b> du ha.", "send_key": KEY})
    assert response.headers["Location"] == address(open_dialogue) + "?sendt=1#nyeste"
    page = walk.client.get(address(open_dialogue))
    assert "Takk &lt;b&gt;skal&lt;/b&gt; du ha." in page.content.decode()
    assert "Meldingen er sendt." not in text_of(page)


def test_who_has_written_back_is_told_so_and_by_when_and_not_that_nobody_has_answered(
    walk: Walk, open_dialogue: Dialogue
) -> None:
    walk.client.post(address(open_dialogue), {"text": "Takk.", "send_key": KEY})
    page = text_of(walk.client.get(address(open_dialogue)))
    assert "Du har skrevet tilbake" in page
    assert "Legen svarer senest " in page
    assert "Legen har ikke svart ennå" not in page


def test_after_sending_the_page_says_so_until_the_clinic_answers(
    walk: Walk, open_dialogue: Dialogue, doctor: Actor, answer: Answer
) -> None:
    sent = walk.client.post(address(open_dialogue), {"text": "Takk.", "send_key": KEY}).headers["Location"]
    page = text_of(walk.client.get(sent))
    assert page.index("Takk.") < page.index("Meldingen er sendt.")
    failed = walk.client.post(sent, {"text": "", "send_key": KEY, "action": "add"})
    assert "Meldingen er sendt." not in text_of(failed)
    answer(doctor, open_dialogue, close=False, seen=3)
    assert "Meldingen er sendt." not in text_of(walk.client.get(sent))


def test_the_same_form_twice_is_one_reply(walk: Walk, open_dialogue: Dialogue) -> None:
    for _ in range(2):
        response = walk.client.post(address(open_dialogue), {"text": "Takk.", "send_key": KEY})
        assert response.status_code == 302
    assert messages(walk.actor) == 3


def test_another_text_from_a_page_with_the_same_key_is_not_taken_for_sent(walk: Walk, open_dialogue: Dialogue) -> None:
    walk.client.post(address(open_dialogue), {"text": "Takk.", "send_key": KEY})
    late = walk.client.post(address(open_dialogue), {"text": "Takk. Og en ting til.", "send_key": KEY})
    assert late.status_code == 409
    assert "Det er allerede skrevet tilbake." in text_of(late)
    assert kept(walk.actor) == ["Takk. Og en ting til."]
    added = {"text": "Og en ting til.", "send_key": KEY, "action": "add"}
    assert walk.client.post(address(open_dialogue), added).status_code == 302
    assert messages(walk.actor) == 4


@pytest.mark.parametrize("key", ["", "tull", "\0", "x" * 5000])
def test_a_broken_key_is_no_hindrance(walk: Walk, open_dialogue: Dialogue, key: str) -> None:
    assert walk.client.post(address(open_dialogue), {"text": "Takk.", "send_key": key}).status_code == 302


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv en beskjed før du sender."),
        (" \r\n ", "Skriv en beskjed før du sender."),
        ("a" * 2001, "Beskjeden kan ha høyst 2000 tegn. Du har skrevet 2001."),
        ("Hei\0 du", "tegn vi ikke kan lagre"),
    ],
)
def test_a_reply_that_cannot_be_sent_says_why_and_stays(
    walk: Walk, open_dialogue: Dialogue, text: str, said: str
) -> None:
    response = walk.client.post(address(open_dialogue), {"text": text, "send_key": KEY})
    assert response.status_code == 200
    assert said in text_of(response)
    assert "<title>Feil:" in response.content.decode()
    assert text.replace("\0", "").strip() in response.content.decode()
    assert messages(walk.actor) == 2


def test_a_reply_to_a_closed_dialogue_is_refused_and_kept(walk: Walk, closed_dialogue: Dialogue) -> None:
    response = walk.client.post(address(closed_dialogue), {"text": "Ett spørsmål til.", "send_key": KEY})
    assert response.status_code == 409
    page = text_of(response)
    assert "Det du skrev, ble ikke sendt" in page
    assert "Legen har avsluttet samtalen." in page
    assert "Ett spørsmål til." in page
    assert "Start ny med denne teksten" in page
    assert messages(walk.actor) == 2
    assert kept(walk.actor) == ["Ett spørsmål til."]
    again = text_of(walk.client.get(address(closed_dialogue)))
    assert "Dette skrev du, men det er ikke sendt" in again
    assert "Ett spørsmål til." in again


def test_a_reply_while_it_waits_is_refused_and_kept(walk: Walk, econsultation: Dialogue) -> None:
    response = walk.client.post(address(econsultation), {"text": "Ett til.", "send_key": KEY})
    assert response.status_code == 409
    assert "Det er allerede skrevet tilbake." in text_of(response)
    assert "Send opplysningene" in text_of(response)
    assert kept(walk.actor) == ["Ett til."]


def test_an_empty_or_broken_post_to_a_closed_dialogue_is_refused_too(walk: Walk, closed_dialogue: Dialogue) -> None:
    for fields in ({}, {"text": ""}, {"text": "a" * 3000}, {"text": "\0"}):
        assert walk.client.post(address(closed_dialogue), fields).status_code == 409
    assert messages(walk.actor) == 2


def test_what_is_begun_is_saved_and_there_when_one_comes_back(walk: Walk, open_dialogue: Dialogue) -> None:
    response = walk.client.post(address(open_dialogue, "utkast/"), {"text": "Halvveis"})
    assert set(json.loads(response.content)) == {"time", "left"}
    assert "Halvveis" in walk.client.get(address(open_dialogue)).content.decode()
    walk.client.post(address(open_dialogue), {"text": "Halvveis, og ferdig.", "send_key": KEY})
    assert kept(walk.actor) == []


def page(walk: Walk, dialogue: Dialogue, text: str) -> dict[str, str]:
    """Open the dialogue's page, and write on it."""
    html = walk.client.get(address(dialogue)).content.decode()
    return {**dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)), "text": text}


def test_a_reply_begun_on_two_devices_is_two_texts_and_both_are_kept(walk: Walk, open_dialogue: Dialogue) -> None:
    at_home, on_the_bus = page(walk, open_dialogue, "Takk."), page(walk, open_dialogue, "Jeg har feber.")
    assert walk.client.post(address(open_dialogue, "utkast/"), at_home).status_code == 200
    late = walk.client.post(address(open_dialogue, "utkast/"), on_the_bus)
    assert (late.status_code, kept(walk.actor)) == (409, ["Takk."])
    assert "Du har skrevet i utkastet et annet sted også." in json.loads(late.content)["error"]

    # What one page sends is what it shows; what it has not seen stays, and is shown where more can be added.
    assert walk.client.post(address(open_dialogue), on_the_bus).status_code == 302
    assert kept(walk.actor) == ["Takk."]
    assert "Takk." in walk.client.get(address(open_dialogue)).content.decode()
    assert walk.client.post(address(open_dialogue), page(walk, open_dialogue, "Takk.")).status_code == 302
    assert kept(walk.actor) == []


def test_a_reply_that_cannot_be_sent_is_kept_beside_what_another_device_has_written(
    walk: Walk, open_dialogue: Dialogue
) -> None:
    at_home, on_the_bus = page(walk, open_dialogue, "Takk."), page(walk, open_dialogue, "x" * 2001)
    walk.client.post(address(open_dialogue, "utkast/"), at_home)
    refused = walk.client.post(address(open_dialogue), on_the_bus)
    assert kept(walk.actor) == ["Takk.\n\n" + "x" * 2001]
    assert "Takk.\n\n" + "x" * 2001 in refused.content.decode()


# -- somebody else's


def test_anothers_dialogue_is_not_found_through_any_door(
    open_dialogue: Dialogue, other_patient: Actor, foreign_patient: Actor, logged_in: LogIn
) -> None:
    for stranger in (other_patient, foreign_patient):
        browser = logged_in(stranger)
        assert browser.get(address(open_dialogue)).status_code == 404
        assert browser.post(address(open_dialogue), {"text": "Hei", "send_key": KEY}).status_code == 404
        assert browser.post(address(open_dialogue, "utkast/"), {"text": "Hei"}).status_code == 404
    with acting_as(FURNISHER):
        assert Message.objects.count() == 2
        assert Reply.objects.count() == 0


def test_one_that_does_not_exist_looks_the_same(walk: Walk, open_dialogue: Dialogue) -> None:
    assert walk.client.get(f"/dialog/{uuid4()}/").status_code == 404
    assert walk.client.get("/dialog/1/").status_code == 404


# -- cost and invoice


def test_a_thread_costs_the_same_however_long_it_is(
    walk: Walk, open_dialogue: Dialogue, doctor: Actor, answer: Answer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    walk.client.get(address(open_dialogue))
    lock, trace, thread = 1, 1, 1  # pictures are asked for where there are any
    invoices, all_beside = 1, 1
    cost = DOOR + lock + trace + thread + invoices + all_beside
    with django_assert_num_queries(cost):
        walk.client.get(address(open_dialogue))
    for number in range(3, 13, 2):
        walk.client.post(address(open_dialogue), {"text": f"Nummer {number}", "send_key": str(uuid4())})
        answer(doctor, open_dialogue, close=False, seen=number)
    walk.client.get(address(open_dialogue))
    with django_assert_num_queries(cost):
        walk.client.get(address(open_dialogue))


def test_the_invoice_can_be_kept_as_a_pdf(walk: Walk, closed_dialogue: Dialogue) -> None:
    with acting_as(walk.actor):
        invoice = Invoice.objects.get()
    page = walk.client.get(address(closed_dialogue))
    assert f"Faktura {invoice.number} (PDF) 259 kr, betal innen" in text_of(page)
    response = walk.client.get(f"/faktura/{invoice.public_id}/pdf/")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="faktura-{invoice.number}.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF-")


def ask_url(page: str) -> str:
    return re.findall(r'action="([^"]*/sporsmal/)"', page)[0]


def test_a_question_about_the_invoice_begins_with_its_number(walk: Walk, closed_dialogue: Dialogue) -> None:
    with acting_as(walk.actor):
        invoice = Invoice.objects.get()
    url = ask_url(walk.client.get(address(closed_dialogue)).content.decode())
    for _ in range(2):
        assert walk.client.post(url)["Location"] == "/start/faktura/beskjed/"
    with acting_as(walk.actor):
        draft = Draft.objects.get()
    assert (draft.kind, draft.texts) == ("invoice_question", {"why": f"Gjelder faktura {invoice.number}.\n"})


def test_a_question_that_is_begun_keeps_what_is_written_in_it(walk: Walk, closed_dialogue: Dialogue) -> None:
    url = ask_url(walk.client.get(address(closed_dialogue)).content.decode())
    walk.client.post(url)
    with acting_as(FURNISHER):
        Draft.objects.update(texts={"why": "Hvorfor så dyrt?"})
    walk.client.post(url)
    with acting_as(walk.actor):
        (text,) = Draft.objects.get().texts.values()
    assert re.fullmatch(r"Hvorfor så dyrt\?\n\nGjelder faktura \d+\.\n", text)


def test_who_asks_where_the_clinic_takes_no_such_questions_is_told_so_and_nothing_is_begun(
    walk: Walk, closed_dialogue: Dialogue, clinic: Clinic, now: datetime
) -> None:
    url = ask_url(walk.client.get(address(closed_dialogue)).content.decode())
    demand(clinic, now, replace(DEFAULTS[Kind.INVOICE_QUESTION], is_open=False))
    page = text_of(walk.client.post(url, follow=True))
    assert "Solbakken legekontor tar ikke imot" in page
    assert "22 00 11 22" in page
    with acting_as(walk.actor):
        assert not Draft.objects.exists()


def test_nobody_asks_about_anothers_invoice(
    walk: Walk, closed_dialogue: Dialogue, other_patient: Actor, logged_in: LogIn
) -> None:
    url = ask_url(walk.client.get(address(closed_dialogue)).content.decode())
    assert logged_in(other_patient).post(url).status_code == 404
    with acting_as(FURNISHER):
        assert not Draft.objects.exists()


def test_nobody_gets_anothers_invoice(
    walk: Walk, closed_dialogue: Dialogue, other_patient: Actor, foreign_patient: Actor, logged_in: LogIn
) -> None:
    with acting_as(walk.actor):
        invoice = Invoice.objects.get()
    for stranger in (other_patient, foreign_patient):
        assert logged_in(stranger).get(f"/faktura/{invoice.public_id}/pdf/").status_code == 404
    assert walk.client.get(f"/faktura/{uuid4()}/pdf/").status_code == 404
