"""The pages by which a dialogue is given, shared, noted about and marked; and what they answer to forged forms."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, filled, page
from tests.web.patient.walk import text_of

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Staff
from legesvar.domain.dialogues.models import Dialogue, Handover, Note
from legesvar.domain.work import selectors as work

LIST = "/klinikk/arbeidsliste/"
MISSING = "0190a8a0-0000-7000-8000-000000000000"


def holder(actor: Actor, dialogue: Dialogue) -> int | None:
    with acting_as(actor):
        state = work.state(actor, dialogue.public_id)
    assert state
    return state.assignee_id


def test_assigning_shows_a_receipt_with_an_undo_that_puts_it_back(
    at_secretary: Client, secretary: Actor, doctor: Actor, second_doctor: Actor, econsultation: Dialogue
) -> None:
    asked = at_secretary.get(f"{page(econsultation)}tildel/").content.decode()
    assert "Kari Nordmann, født 12.05.1980" in asked
    assert "Nå er den tildelt Lise Lege." in asked
    to = {"to": str(second_doctor.public_id)}
    done = at_secretary.post(f"{page(econsultation)}tildel/?vis=alle", to, follow=True)
    html = done.content.decode()
    assert "Henvendelsen fra Kari Nordmann er tildelt Dag Doktor." in html
    assert holder(secretary, econsultation) == second_doctor.staff_id
    undone = at_secretary.post(done.context["receipt"].undo_url, follow=True).content.decode()
    assert "Det er angret." in undone
    assert holder(secretary, econsultation) == doctor.staff_id


def test_what_is_nobodys_stands_in_a_list_of_its_own(
    at_secretary: Client, secretary: Actor, econsultation: Dialogue
) -> None:
    assert "Kari Nordmann" not in at_secretary.get(LIST, {"vis": "ufordelt"}).content.decode()
    at_secretary.post(f"{page(econsultation)}tildel/", {"to": "ingen"})
    assert holder(secretary, econsultation) is None
    html = at_secretary.get(LIST, {"vis": "ufordelt"}).content.decode()
    assert "Kari Nordmann" in html
    assert "Ikke tildelt" in html


def test_who_it_was_forwarded_to_answers_and_the_patient_sees_their_name(
    at_doctor: Client, logged_in: LogIn, second_doctor: Actor, patient: Actor, econsultation: Dialogue
) -> None:
    at_doctor.post(f"{page(econsultation)}videresend/", {"to": str(second_doctor.public_id)})
    colleague = logged_in(second_doctor)
    opened = colleague.get(page(econsultation))
    assert "Dag Doktor kan svare. Videresendt av Lise Lege" in opened.content.decode()
    assert opened.context["page"].answering.may_send
    colleague.post(f"{page(econsultation)}svar/", filled("answer"))
    seen = logged_in(patient).get(f"/dialog/{econsultation.public_id}/").content.decode()
    assert "Dag Doktor" in seen
    assert "ideresend" not in seen


@pytest.mark.parametrize("who", ["secretary", "clinician", "administrator"])
@pytest.mark.parametrize("act", ["videresend", "del"])
def test_who_does_not_answer_neither_forwards_nor_shares(
    who: str, act: str, request: pytest.FixtureRequest, logged_in: LogIn, doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(request.getfixturevalue(who))
    answer = client.post(f"{page(econsultation)}{act}/", {"to": str(doctor.public_id)})
    assert answer.status_code == 403
    with acting_as(doctor):
        assert Handover.objects.count() == 0


def test_another_doctor_is_told_why_they_may_not_forward(
    logged_in: LogIn, second_doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(second_doctor)
    answer = client.post(f"{page(econsultation)}videresend/", {"to": str(second_doctor.public_id)})
    assert answer.status_code == 403
    assert "Bare legen som fikk meldingen, eller vikaren, kan svare." in answer.content.decode()


@pytest.mark.parametrize("to", ["", "tull", "\x00", MISSING, "foreign", "gone", "administrator"])
@pytest.mark.parametrize("act", ["tildel", "videresend", "del"])
def test_a_forged_colleague_is_asked_for_again(
    to: str, act: str, at_doctor: Client, doctor: Actor, second_doctor: Actor, foreign_doctor: Actor,
    administrator: Actor, econsultation: Dialogue,
) -> None:  # fmt: skip
    Staff.objects.filter(id=second_doctor.staff_id).update(active=False)
    named = {"foreign": foreign_doctor, "gone": second_doctor, "administrator": administrator}
    chosen = str(named[to].public_id) if to in named else to
    answer = at_doctor.post(f"{page(econsultation)}{act}/", {"to": chosen})
    assert answer.status_code == 200
    assert "Velg hvem som skal" in answer.content.decode()
    with acting_as(doctor):
        assert Handover.objects.count() == 0


def test_a_note_is_shown_to_colleagues_as_what_the_patient_does_not_see(
    at_secretary: Client, at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    key = str(uuid4())
    for _ in range(2):
        at_secretary.post(f"{page(econsultation)}notat/", {"note": "Moren ringte.", "send_key": key})
    html = at_doctor.get(page(econsultation)).content.decode()
    assert html.count("Moren ringte.") == 1
    assert "Vises ikke for pasienten" in html
    at_secretary.post(f"{page(econsultation)}notat/", {"note": "Uten nøkkel."})
    with acting_as(doctor):
        assert Note.objects.count() == 2


def test_a_note_that_is_too_long_or_empty_is_kept_in_its_field(at_secretary: Client, econsultation: Dialogue) -> None:
    html = at_secretary.post(f"{page(econsultation)}notat/", {"note": "x" * 4001}).content.decode()
    assert "Notatet kan ha høyst 4000 tegn. Du har skrevet 4001." in html
    assert "x" * 4001 in html
    assert "Skriv et notat før du lagrer." in at_secretary.post(f"{page(econsultation)}notat/", {}).content.decode()


def test_urgent_is_said_in_the_list_and_in_the_thread_until_it_is_taken_away(
    at_secretary: Client, econsultation: Dialogue
) -> None:
    for urgent, said in (("1", True), ("0", False)):
        at_secretary.post(f"{page(econsultation)}haster/", {"urgent": urgent})
        assert ("Haster · E-konsultasjon" in text_of(at_secretary.get(LIST))) is said
        assert (">Haster<" in at_secretary.get(page(econsultation)).content.decode()) is said


def test_unread_is_ones_own_and_can_be_set_back(
    at_doctor: Client, at_secretary: Client, econsultation: Dialogue
) -> None:
    at_doctor.get(page(econsultation))
    assert "Ulest: " not in at_doctor.get(LIST).content.decode()
    assert "Ulest: " in at_secretary.get(LIST).content.decode()
    answer = at_doctor.post(f"{page(econsultation)}ulest/?vis=mine")
    assert answer["Location"] == f"{LIST}?vis=mine"
    assert "Ulest: " in at_doctor.get(LIST).content.decode()


def test_what_is_answered_stands_in_the_archive_by_kind(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    for asked in ({"vis": "arkiv"}, {"vis": "arkiv", "type": "e_consultation"}):
        html = at_doctor.get(LIST, asked).content.decode()
        assert "Kari Nordmann" in html
        assert "Ferdig " in html
    assert "Kari Nordmann" not in at_doctor.get(LIST, {"vis": "arkiv", "type": "inquiry"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"vis": "mine"}, "Ingen pasienter venter på svar fra deg."),
        ({"vis": "alle"}, "Ingen pasienter venter på svar fra legekontoret."),
        ({"vis": "ufordelt"}, "Alt som venter på svar, er tildelt noen."),
        ({"vis": "arkiv"}, "Ingenting er besvart eller avsluttet ennå."),
        ({"vis": "alle", "type": "inquiry"}, "Ingen venter på svar på dette."),
    ],
)
def test_each_empty_list_says_what_that_means(at_doctor: Client, asked: dict[str, str], said: str) -> None:
    assert said in at_doctor.get(LIST, asked).content.decode()


def test_shortcuts_are_turned_off_for_oneself_and_lead_back_only_to_our_own_pages(
    at_doctor: Client, at_secretary: Client, econsultation: Dialogue
) -> None:
    switch = f"{LIST}hurtigtaster/"
    assert at_doctor.post(switch, {"on": "0", "neste": "//evil.example/"})["Location"] == LIST
    assert at_doctor.post(switch, {"on": "0", "neste": f"{LIST}?vis=alle"})["Location"] == f"{LIST}?vis=alle"
    assert "data-shortcuts" not in at_doctor.get(LIST).content.decode()
    assert "data-shortcuts" in at_secretary.get(LIST).content.decode()
    at_doctor.post(switch, {"on": "1"})
    assert "data-shortcuts" in at_doctor.get(LIST).content.decode()
