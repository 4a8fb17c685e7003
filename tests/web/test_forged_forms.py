"""Forms with something forged in them: a sentence, the text kept, the rows as they were, and nothing sent twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.addresses import PAGES, address_of
from tests.web.belongings import Belongings, row_counts, rows_of
from tests.web.test_bad_input import ADDRESSES, BY_NAME, Visitor, visitor

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.models import Message, Reply
from legesvar.domain.identity.kinds import Audience

__all__ = ["visitor"]  # a fixture


def test_a_text_too_long_or_unreadable_is_refused_in_a_sentence_and_kept(
    visitor: Visitor, belongings: Belongings, patient: Actor
) -> None:
    found = BY_NAME["patient:dialogue"]
    client, address, before = visitor(found), address_of(found, belongings), row_counts()
    for text, sentence in (
        ("x" * 2001, "høyst 2000 tegn"),
        ("Hei\0 igjen", "tegn vi ikke kan lagre"),
        (" \n", "Skriv en"),
    ):
        answer = client.post(address, {"text": text, "send_key": str(uuid4())})
        assert answer.status_code == 200
        assert sentence in answer.content.decode().replace("\u00a0", " ")
        with acting_as(patient):
            assert Reply.objects.get().text == text.replace("\0", "")
    assert row_counts() == before | {"dialogues_reply": before["dialogues_reply"] + 1}


def test_a_reply_posted_again_and_again_is_sent_once(visitor: Visitor, belongings: Belongings, patient: Actor) -> None:
    found = BY_NAME["patient:dialogue"]
    client, form = visitor(found), {"text": "Takk.", "send_key": str(uuid4())}
    for _ in range(3):
        assert client.post(address_of(found, belongings), form).status_code == 302
    with acting_as(patient):
        assert Message.objects.filter(text="Takk.").count() == 1


def test_a_reply_after_the_end_is_refused_and_kept(visitor: Visitor, belongings: Belongings, patient: Actor) -> None:
    client, before = visitor(BY_NAME["patient:dialogue"]), row_counts()
    answer = client.post(f"/dialog/{belongings.closed}/", {"text": "Men det klør ennå", "send_key": str(uuid4())})
    assert answer.status_code == 409
    assert "Men det klør ennå" in answer.content.decode()
    assert row_counts()["dialogues_message"] == before["dialogues_message"]
    with acting_as(patient):
        assert Reply.objects.get(text="Men det klør ennå").dialogue.public_id == belongings.closed


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": ""},
        {"seen": "0"},
        {"seen": "-1"},
        {"seen": "9" * 5000},
        {"seen": "x"},
        {"send_key": "x"},
        {"send_key": ""},
    ],
)
def test_an_answer_with_a_forged_form_is_held_with_its_text(
    wrong: dict[str, str], visitor: Visitor, belongings: Belongings
) -> None:
    found = BY_NAME["clinic:answer"]
    before = row_counts()
    answer = visitor(found).post(
        address_of(found, belongings), belongings.form(PAGES[found.name].form) | {"text": "Kom i morgen"} | wrong
    )
    assert answer.status_code == 409
    assert "Kom i morgen" in answer.content.decode()
    assert row_counts()["dialogues_message"] == before["dialogues_message"]
    assert row_counts()["billing_charge"] == before["billing_charge"]


@pytest.mark.parametrize(
    "action", ["", "Answer", "answer ", "close,answer", "use-", "use--1", "use-" + "9" * 5000, "use-١"]
)
def test_only_the_two_buttons_send(action: str, visitor: Visitor, belongings: Belongings) -> None:
    found = BY_NAME["clinic:answer"]
    before = row_counts()
    form = belongings.form(PAGES[found.name].form) | {"action": action, "text": "Kom i morgen"}
    answer = visitor(found).post(address_of(found, belongings), form)
    assert answer.status_code in {200, 302}
    # What is shown again has been looked at.
    more = ["dialogues_answer_draft", "identity_session", *(["work_seen"] if answer.status_code == 200 else [])]
    assert row_counts() == before | {table: before[table] + 1 for table in more}


def test_a_price_that_was_not_shown_cannot_be_accepted(visitor: Visitor, belongings: Belongings) -> None:
    found = BY_NAME["patient:price"]
    client, before = visitor(found), row_counts()
    true = belongings.shown
    forged = [
        "",
        "x",
        true.replace("20400", "1"),
        true.replace("20400", "-20400"),
        true + "F",
        true.replace("5500", "0"),
    ]
    for shown in forged:
        answer = client.post(address_of(found, belongings), {"accept": "on", "shown": shown})
        assert answer.status_code == 200
        assert "Prisen er endret" in answer.content.decode()
    assert row_counts() == before


def test_fields_that_no_form_has_change_nothing(visitor: Visitor, belongings: Belongings, patient: Actor) -> None:
    found = BY_NAME["patient:dialogue"]
    extra = {
        "state": "closed", "clinic_id": "1", "person_id": "1", "author_name": "Lise Lege", "author_role": "fastlege",
        "hidden": "on", "from_patient": "False", "number": "99", "id": "1", "unread": "on", "recipient_id": "1",
    }  # fmt: skip
    form = PAGES[found.name].form | extra
    assert visitor(found).post(address_of(found, belongings), form).status_code == 302
    with acting_as(patient):
        row = Message.objects.get(text="Takk.")
        dialogue = row.dialogue
    assert (row.author_name, row.author_role, row.number, row.from_patient, row.hidden) == (
        "Kari Nordmann", "patient", 3, True, False,
    )  # fmt: skip
    assert dialogue.state == "waiting_for_clinic"


def test_another_sites_form_is_refused_at_every_page_that_takes_one(
    request: pytest.FixtureRequest, logged_in: LogIn, belongings: Belongings, patient: Actor
) -> None:
    before = rows_of(patient)
    for found in ADDRESSES:
        if not found.allows("POST"):
            continue
        who = "doctor" if found.rule.audience == Audience.CLINIC else "patient"
        client = logged_in(request.getfixturevalue(who), Client(enforce_csrf_checks=True))
        client.cookies["skjema"] = "a" * 32
        form = belongings.form(PAGES[found.name].form)
        for sent in ({}, {"csrfmiddlewaretoken": "b" * 32}, {"csrfmiddlewaretoken": "a" * 32, "_from": "evil"}):
            headers = {"Origin": "https://evil.example"} if "_from" in sent else {}
            assert client.post(address_of(found, belongings), form | sent, headers=headers).status_code == 403, (
                found.name
            )
    assert rows_of(patient) == before


@pytest.mark.parametrize(
    "origin", ["http://[evil", "null", "http://127.0.0.1:8000.evil.example", "http://evil@127.0.0.1:8000"]
)
@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_a_sender_who_only_looks_like_us_gets_no_form_back(
    origin: str, header: str, logged_in: LogIn, patient: Actor
) -> None:
    client = logged_in(patient, Client(enforce_csrf_checks=True))
    answer = client.post("/start/e-konsultasjon/slett/", {"text": "overfør"}, headers={header: origin})
    assert answer.status_code == 403
    assert "overfør" not in answer.content.decode()
