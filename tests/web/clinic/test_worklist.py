"""The worklist: what is owed, due first, and no clinical text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import Answer, asked

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.work import commands as work

LIST = "/klinikk/arbeidsliste/"
Owe = Callable[..., None]


@pytest.fixture
def owe(patient: Actor, doctor: Actor, now: datetime) -> Owe:
    """Put things on the list of the clinic, due so many days from today."""

    def add(days: int, name: str, assignee: Actor | None = None, attachments: int = 0) -> None:
        person = assignee or doctor
        with acting_as(FURNISHER):
            work.owe(
                actor=FURNISHER, clinic_id=doctor.clinic_id, person_id=patient.person_id, about=uuid4(),
                kind="e_consultation", patient_name=name, birth_date=date(1941, 5, 1),
                assignee_id=person.staff_id, assignee_name=person.name, attachments=attachments,
                due_date=oslo_date(now) + timedelta(days=days), now=now,
            )  # fmt: skip

    return add


def test_what_is_due_first_stands_first(at_doctor: Client, owe: Owe) -> None:
    for days, name in ((3, "Tredje"), (-1, "Første"), (0, "Andre")):
        owe(days, name)
    html = at_doctor.get(LIST).content.decode()
    assert html.index("Første") < html.index("Andre") < html.index("Tredje")
    assert html.index("Over frist") < html.index("Frist i dag")


def test_a_row_says_who_what_and_when_and_nothing_that_was_written(at_doctor: Client, econsultation: Dialogue) -> None:
    html = at_doctor.get(LIST).content.decode()
    assert "Kari Nordmann <small>f.\xa01980</small>" in html
    assert "E-konsultasjon" in html
    assert "Mottatt i dag" in html
    assert "Deg" in html
    assert "hostet" not in html


def test_what_nobody_has_opened_is_marked_in_words_too(at_doctor: Client, econsultation: Dialogue) -> None:
    assert "Ulest: " in at_doctor.get(LIST).content.decode()
    at_doctor.get(f"/klinikk/dialog/{econsultation.public_id}/")
    assert "Ulest: " not in at_doctor.get(LIST).content.decode()


def test_a_substitute_finds_the_absent_doctors_work_under_mine(
    logged_in: LogIn, substitution: Actor, econsultation: Dialogue
) -> None:
    html = logged_in(substitution).get(LIST).content.decode()
    assert "Kari Nordmann" in html
    assert "Lise Lege" in html


def test_another_doctors_work_stands_under_the_whole_clinic_only(
    logged_in: LogIn, second_doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(second_doctor)
    assert "Kari Nordmann" not in client.get(LIST).content.decode()
    assert "Kari Nordmann" in client.get(LIST, {"vis": "alle"}).content.decode()


def test_a_secretary_sees_the_whole_clinic_first(at_secretary: Client, econsultation: Dialogue) -> None:
    assert "Kari Nordmann" in at_secretary.get(LIST).content.decode()


def test_an_administrator_sees_the_list_and_no_way_into_it(
    logged_in: LogIn, administrator: Actor, econsultation: Dialogue
) -> None:
    html = logged_in(administrator).get(LIST).content.decode()
    assert "Kari Nordmann" in html
    assert "/klinikk/dialog/" not in html


def test_another_clinics_doctor_sees_nothing(logged_in: LogIn, foreign_doctor: Actor, econsultation: Dialogue) -> None:
    html = logged_in(foreign_doctor).get(LIST, {"vis": "alle"}).content.decode()
    assert "Kari Nordmann" not in html
    assert "Ingen pasienter venter på svar fra legekontoret." in html


def test_an_empty_list_says_what_that_means(at_doctor: Client) -> None:
    assert "Ingen pasienter venter på svar fra deg." in at_doctor.get(LIST).content.decode()


def test_many_are_counted_up_to_a_ceiling_and_paged_by_key(at_doctor: Client, owe: Owe) -> None:
    for number in range(101):
        owe(number % 5, f"Pasient {number:03}")
    first = at_doctor.get(LIST)
    assert first.content.decode().count('class="work ') == 25
    assert "99+" in first.content.decode()
    shown, address, pages = set(), LIST, 0
    while address:
        response = at_doctor.get(address)
        shown |= set(re.findall(r"Pasient \d+", response.context["list"].rows))
        address, pages = response.context["list"].next_url, pages + 1
    assert (len(shown), pages) == (101, 5)
    back = at_doctor.get(response.context["list"].previous_url)
    assert back.context["list"].rows.count("<li>") == 25


@pytest.mark.parametrize("key", ["tull", "WyJhIl0", "A" * 300, "../../etc/passwd", "%00"])
def test_a_forged_place_is_the_first_page(at_doctor: Client, econsultation: Dialogue, key: str) -> None:
    response = at_doctor.get(LIST, {"vis": key, "side": key, "svart": key})
    assert response.status_code == 200
    assert "Kari Nordmann" in response.content.decode()


def test_the_page_asks_the_same_few_questions_however_long_the_list(at_doctor: Client, owe: Owe) -> None:
    owe(1, "Alene")
    at_doctor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        at_doctor.get(LIST)
    for number in range(40):
        owe(number % 3, f"Pasient {number}", attachments=2)
    with CaptureQueriesContext(connection) as many:
        at_doctor.get(LIST)
    assert len(asked(few)) == len(asked(many)) == 5, "\n".join(asked(many))


def test_the_receipt_confirms_an_answer_and_leads_to_the_next(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer, owe: Owe
) -> None:
    assert "er sendt" not in at_doctor.get(LIST, {"svart": str(econsultation.public_id)}).content.decode()
    owe(2, "Nils Neste")
    answer(doctor, econsultation, close=True)
    html = at_doctor.get(LIST, {"svart": str(econsultation.public_id)}).content.decode()
    assert "Svaret til Kari Nordmann er sendt, og samtalen er avsluttet." in html
    assert "Åpne den neste" in html


def test_another_clinics_answer_is_not_confirmed(
    logged_in: LogIn, foreign_doctor: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation)
    html = logged_in(foreign_doctor).get(LIST, {"svart": str(econsultation.public_id)}).content.decode()
    assert "Kari" not in html
    assert "er sendt" not in html


def test_a_name_with_tags_in_it_is_shown_as_text(at_doctor: Client, owe: Owe) -> None:
    owe(1, "<script>alert(1)</script>")
    html = at_doctor.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_patient_and_a_stranger_are_sent_to_the_clinics_door(logged_in: LogIn, patient: Actor) -> None:
    for client in (Client(), logged_in(patient)):
        response = client.get(LIST)
        assert response.status_code == 302
        assert response["Location"].startswith("/klinikk/logg-inn/")
