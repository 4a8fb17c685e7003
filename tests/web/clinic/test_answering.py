"""Answering: two buttons in one form, sent once, held when the thread has grown, never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from tests.personas import LogIn
from tests.web.access.test_parked_posts import form_on
from tests.web.access.test_sessions import let_pass
from tests.web.clinic.conftest import Answer, Reply, filled, page

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.commands import answering
from legesvar.domain.dialogues.models import AnswerDraft, Dialogue, Message
from legesvar.domain.dialogues.states import State


def answers(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(Message.objects.filter(from_patient=False).order_by("number").values_list("text", flat=True))


def state(actor: Actor) -> str:
    with acting_as(actor):
        return Dialogue.objects.get().state


def drafts(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(AnswerDraft.objects.order_by("id").values_list("text", flat=True))


def test_svar_sends_and_the_patient_may_write_back(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    response = at_doctor.post(page(econsultation) + "svar/?vis=mine", filled("answer"))
    assert response.status_code == 302
    assert response["Location"] == f"/klinikk/arbeidsliste/?vis=mine&svart={econsultation.public_id}"
    assert answers(doctor) == ["Kom til time."]
    assert state(doctor) == State.WAITING_FOR_PATIENT
    assert "Svaret til Kari Nordmann er sendt." in at_doctor.get(response["Location"]).content.decode()


def test_svar_og_avslutt_closes_and_invoices(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    at_doctor.post(page(econsultation) + "svar/", filled("close"))
    assert state(doctor) == State.CLOSED
    html = at_doctor.get(page(econsultation)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "259 kroner, forfall " in html
    assert "Last ned PDF" in html


def test_the_same_form_sent_again_answers_once(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    form = filled("close")
    for _ in range(3):
        assert at_doctor.post(page(econsultation) + "svar/", form).status_code == 302
    assert answers(doctor) == ["Kom til time."]


def test_of_two_windows_the_second_is_held_with_its_text(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    at_doctor.post(page(econsultation) + "svar/", filled("answer", "Første svar."))
    response = at_doctor.post(page(econsultation) + "svar/", filled("answer", "Andre svar."))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Det kom noe nytt mens du skrev" in html
    assert "Lise Lege svarte kl." in html
    assert "Andre svar.</textarea>" in html
    assert answers(doctor) == ["Første svar."]
    assert drafts(doctor) == ["Andre svar."]


def test_an_answer_to_an_outdated_thread_can_be_sent_once_the_new_message_was_shown(
    at_doctor: Client, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, reply: Reply
) -> None:
    answer(doctor, econsultation)
    reply(patient, econsultation)
    form = filled("close", "Da avslutter vi.", seen=2)
    held = at_doctor.post(page(econsultation) + "svar/", form)
    assert "Kari Nordmann skrev kl." in held.content.decode()
    assert 'href="#melding-3"' in held.content.decode()
    assert f'name="seen" value="{3}"' in held.content.decode()
    at_doctor.post(page(econsultation) + "svar/", form | {"seen": "3"})
    assert state(doctor) == State.CLOSED
    assert drafts(doctor) == []


def test_a_dialogue_closed_meanwhile_refuses_and_keeps_the_text(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    response = at_doctor.post(page(econsultation) + "svar/", filled("answer", "For sent.", seen=2))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Svaret er ikke sendt" in html
    assert "For sent." in html
    assert "Dette har du skrevet" in html
    assert len(answers(doctor)) == 1


@pytest.mark.parametrize("action", ["answer", "close"])
@pytest.mark.parametrize("role", ["secretary", "clinician", "second_doctor", "substitute"])
def test_nobody_but_the_doctor_or_the_stand_in_can_send_by_posting(
    request: pytest.FixtureRequest, logged_in: LogIn, doctor: Actor, econsultation: Dialogue, role: str, action: str
) -> None:
    client = logged_in(request.getfixturevalue(role))
    response = client.post(page(econsultation) + "svar/?grunn=helps", filled(action, "Fra feil person."))
    assert response.status_code == 403
    assert "Fra feil person." in response.content.decode()
    assert answers(doctor) == []
    assert state(doctor) == State.WAITING_FOR_CLINIC


def test_an_administrator_cannot_even_try(
    logged_in: LogIn, administrator: Actor, doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(administrator)
    assert client.post(page(econsultation) + "svar/", filled("answer")).status_code == 403
    assert client.post(page(econsultation) + "utkast/", {"text": "Hei"}).status_code == 403
    assert drafts(doctor) == []


def test_another_clinics_doctor_can_neither_answer_nor_keep(
    logged_in: LogIn, foreign_doctor: Actor, doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(foreign_doctor)
    for action in ("answer", "close", "keep", "use-0"):
        assert client.post(page(econsultation) + "svar/", filled(action)).status_code == 404
    assert client.post(page(econsultation) + "utkast/", {"text": "Hei"}).status_code == 404
    assert answers(doctor) == drafts(doctor) == []


def test_the_substitute_may_answer(
    logged_in: LogIn, substitution: Actor, doctor: Actor, econsultation: Dialogue
) -> None:
    logged_in(substitution).post(page(econsultation) + "svar/", filled("answer"))
    assert answers(doctor) == ["Kom til time."]


def test_a_secretary_prepares_and_the_doctor_uses_it(
    at_secretary: Client, at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    shown = at_secretary.get(page(econsultation)).content.decode()
    assert "Lagre forslag" in shown
    assert 'value="close"' not in shown
    at_secretary.post(page(econsultation) + "svar/", filled("keep", "Time mandag kl. 9?"))
    html = at_doctor.get(page(econsultation)).content.decode()
    assert "Forslag fra en kollega" in html
    assert "Time mandag kl. 9?" in html
    used = at_doctor.post(page(econsultation) + "svar/", filled("use-0", "Hei."))
    assert "Hei.\n\nTime mandag kl. 9?</textarea>" in used.content.decode()
    assert answers(doctor) == []


def test_a_suggestion_from_before_the_last_answer_is_not_offered_again(
    at_secretary: Client, at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    at_secretary.post(page(econsultation) + "svar/", filled("keep", "Time mandag kl. 9?"))
    at_doctor.post(page(econsultation) + "svar/", filled("answer"))
    assert "Time mandag" not in at_doctor.get(page(econsultation)).content.decode()


@pytest.mark.parametrize("action", ["use-7", "use--1", "use-x", "use-²", "use-", "", "slett"])
def test_a_made_up_button_sends_nothing_and_loses_nothing(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, action: str
) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled(action, "Halvferdig"))
    assert response.status_code in {200, 302}
    assert answers(doctor) == []
    assert drafts(doctor) == ["Halvferdig"]


@pytest.mark.parametrize("missing", ["seen", "send_key"])
@pytest.mark.parametrize("value", [None, "", "tull", "1e3", "\0"])
def test_a_form_without_what_the_page_put_in_it_is_held(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, missing: str, value: str | None
) -> None:
    form = filled("answer") | {missing: value or ""}
    if value is None:
        del form[missing]
    response = at_doctor.post(page(econsultation) + "svar/", form)
    assert response.status_code == 409
    assert "Kom til time.</textarea>" in response.content.decode()
    assert answers(doctor) == []


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b"])
def test_an_empty_answer_is_not_sent(at_doctor: Client, doctor: Actor, econsultation: Dialogue, text: str) -> None:
    html = at_doctor.post(page(econsultation) + "svar/", filled("answer", text)).content.decode()
    assert "Skriv et svar før du sender." in html
    assert "<title>Feil: " in html
    assert answers(doctor) == []


def test_a_text_that_is_too_long_stays_in_the_form(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    html = at_doctor.post(page(econsultation) + "svar/", filled("answer", "å" * 10_001)).content.decode()
    assert "Svaret kan ha høyst 10000 tegn. Du har skrevet 10001." in html
    assert "å" * 10_001 in html
    assert answers(doctor) == []


def test_null_bytes_are_refused_in_words(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled("answer", "Hei\0der"))
    assert response.status_code == 200
    assert "tegn vi ikke kan lagre" in response.content.decode()
    assert answers(doctor) == []


def test_what_is_written_is_saved_as_it_is_written(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    response = at_doctor.post(page(econsultation) + "utkast/", {"text": "Hei Kari"})
    assert set(response.json()) == {"time", "left"}
    assert response.json()["left"] > 0
    at_doctor.post(page(econsultation) + "utkast/", {"text": "Hei Kari,"})
    assert drafts(doctor) == ["Hei Kari,"]
    assert "Hei Kari,</textarea>" in at_doctor.get(page(econsultation)).content.decode()


def test_a_draft_saved_after_the_session_ended_gets_401(econsultation: Dialogue) -> None:
    response = Client().post(page(econsultation) + "utkast/", {"text": "Hei"}, headers={"accept": "application/json"})
    assert response.status_code == 401


def test_a_doctors_answer_holds_what_another_window_has_closed(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        answering.answer_and_close(
            actor=doctor, dialogue_id=econsultation.public_id, text="Ferdig.", seen=1, send_key=uuid4(), now=now
        )
    at_doctor.post(page(econsultation) + "utkast/", {"text": "Jeg skrev videre."})
    assert "Jeg skrev videre." in at_doctor.get(page(econsultation)).content.decode()


def test_the_address_of_the_form_leads_to_the_page(at_doctor: Client, econsultation: Dialogue) -> None:
    response = at_doctor.get(page(econsultation) + "svar/?vis=alle")
    assert response["Location"] == page(econsultation) + "?vis=alle"


def test_an_answer_sent_after_the_session_ended_is_kept_and_sent_once_after_a_new_login(
    logged_in: LogIn, doctor: Actor, econsultation: Dialogue
) -> None:
    browser = logged_in(doctor)
    let_pass(minutes=31)
    answer_too_late = browser.post(page(econsultation) + "svar/?vis=mine", filled("close", "Kom innom på mandag."))
    assert answer_too_late["Location"].startswith("/klinikk/logg-inn/")
    assert answers(doctor) == []
    logged_in(doctor, browser)
    form = form_on(browser.get("/klinikk/fortsett/").content.decode())
    assert browser.post(page(econsultation) + "svar/?vis=mine", form).status_code == 302
    assert browser.post(page(econsultation) + "svar/?vis=mine", form).status_code == 409
    assert answers(doctor) == ["Kom innom på mandag."]


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_send_at_the_same_moment_one_is_held(
    logged_in: LogIn, doctor: Actor, econsultation: Dialogue
) -> None:
    cookies, start = logged_in(doctor).cookies, Barrier(2)

    def send(text: str) -> int:
        window = Client()
        window.cookies = cookies
        start.wait()
        try:
            return window.post(page(econsultation) + "svar/", filled("close", text)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(send, ["Fra den ene.", "Fra den andre."])) == [302, 409]
    assert len(answers(doctor)) == 1
