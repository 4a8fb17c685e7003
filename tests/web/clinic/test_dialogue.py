"""A dialogue as the clinic reads it: whose it is, what was said, who has seen what, and who may open it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.consultations import draft, send
from tests.factories.uploads import jpeg
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, Reply, asked, page
from tests.web.patient.walk import text_of

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.models import Dialogue


def traces(actor: Actor, event: Event = Event.DIALOGUE_OPENED_BY_CLINIC) -> list[dict[str, object]]:
    with acting_as(actor):
        return list(Trace.objects.filter(event=event).order_by("id").values_list("details", flat=True))


def test_whose_it_is_stands_at_the_top(at_doctor: Client, econsultation: Dialogue) -> None:
    html = at_doctor.get(page(econsultation)).content.decode()
    assert '<h1 id="sak-tittel">Kari Nordmann</h1>' in html
    assert "Født 12.05.1980" in html
    assert "Jeg har hostet i tre uker." in html
    assert "Svaret går til Kari Nordmann, født 12.05.1980." in html


def test_the_browsers_tab_does_not_show_the_whole_name(at_doctor: Client, econsultation: Dialogue) -> None:
    html = at_doctor.get(page(econsultation)).content.decode()
    title = html[html.index("<title>") : html.index("</title>")]
    assert "Kari N." in title
    assert "Nordmann" not in title


def test_the_price_accepted_and_what_is_to_be_paid_are_told(at_doctor: Client, econsultation: Dialogue) -> None:
    html = at_doctor.get(page(econsultation)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "259 kroner: egenandel 204 kr og fakturagebyr 55 kr." in html
    assert "Pasienten betaler 259 kroner" in html


def test_a_frikort_is_told_before_the_answer(
    at_doctor: Client, patient_with_frikort: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    dialogue = send(patient_with_frikort, draft(patient_with_frikort, clinic, doctor, now), now)
    html = at_doctor.get(page(dialogue)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Pasienten betaler 0 kroner, frikort" in html
    assert "Registrer frikort" not in html


def test_the_recipient_opens_it_without_being_asked_and_leaves_a_trace(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    assert at_doctor.get(page(econsultation)).status_code == 200
    assert traces(doctor) == [{"why": "in_turn"}]


@pytest.mark.parametrize("role", ["secretary", "substitution"])
def test_who_sorts_or_stands_in_is_not_asked(
    request: pytest.FixtureRequest, logged_in: LogIn, role: str, econsultation: Dialogue
) -> None:
    html = logged_in(request.getfixturevalue(role)).get(page(econsultation)).content.decode()
    assert "Jeg har hostet" in html


@pytest.mark.parametrize("role", ["second_doctor", "substitute", "clinician"])
def test_everybody_else_is_asked_why_and_sees_nothing_until_they_say(
    request: pytest.FixtureRequest, logged_in: LogIn, doctor: Actor, role: str, econsultation: Dialogue
) -> None:
    client = logged_in(request.getfixturevalue(role))
    asked = client.get(page(econsultation)).content.decode()
    assert "Hvorfor åpner du denne?" in asked
    assert "Jeg har hostet" not in asked
    assert traces(doctor) == []
    opened = client.get(page(econsultation), {"grunn": "helps"}).content.decode()
    assert "Jeg har hostet" in opened
    assert traces(doctor) == [{"why": "helps"}]


@pytest.mark.parametrize("why", ["in_turn", "nysgjerrig", "<script>", "\0"])
def test_a_reason_of_ones_own_making_opens_nothing(
    logged_in: LogIn, second_doctor: Actor, econsultation: Dialogue, why: str
) -> None:
    html = logged_in(second_doctor).get(page(econsultation), {"grunn": why}).content.decode()
    assert "Jeg har hostet" not in html
    assert "Velg" in html


def test_another_clinics_doctor_finds_nothing(logged_in: LogIn, foreign_doctor: Actor, econsultation: Dialogue) -> None:
    client = logged_in(foreign_doctor)
    missing = f"/klinikk/dialog/{uuid4()}/"
    for rest in ("", "svar/", "frikort/", "journal.pdf"):
        asked = {"grunn": "helps"}
        assert client.get(page(econsultation) + rest, asked).status_code in {302, 404}
        if rest != "svar/":
            assert client.get(page(econsultation) + rest, asked).status_code == 404
            assert client.get(missing + rest, asked).status_code == 404


def test_an_administrator_may_not_read(logged_in: LogIn, administrator: Actor, econsultation: Dialogue) -> None:
    response = logged_in(administrator).get(page(econsultation))
    assert response.status_code == 403
    assert "hostet" not in response.content.decode()


def test_a_patient_has_no_way_in(logged_in: LogIn, patient: Actor, econsultation: Dialogue) -> None:
    response = logged_in(patient).get(page(econsultation))
    assert response.status_code == 302
    assert response["Location"].startswith("/klinikk/logg-inn/")


def test_the_clinic_sees_when_the_patient_has_read(
    at_doctor: Client, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation)
    assert "Ikke lest av pasienten ennå" in at_doctor.get(page(econsultation)).content.decode()
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now)
    assert "Lest av pasienten i dag" in at_doctor.get(page(econsultation)).content.decode()


def test_notices_are_shown_with_what_became_of_them(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation)
    html = at_doctor.get(page(econsultation)).content.decode()
    assert "E-post til kari@eksempel.no" in html
    assert "Venter på å bli sendt" in html


def test_a_closed_dialogue_has_no_form_and_says_so(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    html = at_doctor.get(page(econsultation)).content.decode()
    assert "Samtalen er avsluttet" in html
    assert "svarskjema" not in html


def test_what_was_written_is_shown_as_text(
    at_doctor: Client, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"
    dialogue = send(patient, draft(patient, clinic, doctor, now, attack), now)
    html = at_doctor.get(page(dialogue)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ 7|add:7 }}" in html


def test_a_reply_waits_for_the_clinic_again(
    at_doctor: Client, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, reply: Reply
) -> None:
    answer(doctor, econsultation)
    reply(patient, econsultation)
    html = at_doctor.get(page(econsultation)).content.decode()
    assert "Takk, men det er verre nå." in html
    assert "Venter på svar fra dere" in html


def test_the_open_one_is_marked_in_the_list_beside_it(at_doctor: Client, econsultation: Dialogue) -> None:
    html = at_doctor.get(page(econsultation), {"vis": "alle"}).content.decode()
    assert f'href="{page(econsultation)}?vis=alle" aria-current="true"' in html


def test_a_picture_is_shown_small_led_to_and_printed_with_the_record(
    logged_in: LogIn, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime, own_store: None
) -> None:
    waiting = draft(patient, clinic, doctor, now)
    photo = SimpleUploadedFile("utslett.jpg", jpeg(), "image/jpeg")
    logged_in(patient).post(
        reverse("files:add", args=["e_consultation"]), {"file": photo}, headers={"accept": "application/json"}
    )
    dialogue = send(patient, waiting, now)
    at_doctor = logged_in(doctor)
    assert "E-konsultasjon · 1 vedlegg" in text_of(at_doctor.get("/klinikk/arbeidsliste/"))
    (file,) = at_doctor.get(page(dialogue)).context["page"].messages[0].attachments
    assert file.name == "utslett.jpg"
    assert at_doctor.get(file.url)["Content-Type"] == at_doctor.get(file.thumbnail_url)["Content-Type"] == "image/jpeg"
    printed = PdfReader(BytesIO(at_doctor.get(page(dialogue) + "journal.pdf").content))
    assert sum(len(part.images) for part in printed.pages) == 1


def test_a_long_thread_asks_no_more_questions_than_a_short_one(
    at_doctor: Client, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, reply: Reply
) -> None:
    at_doctor.get(page(econsultation))
    answer(doctor, econsultation)
    reply(patient, econsultation)
    with CaptureQueriesContext(connection) as few:
        at_doctor.get(page(econsultation))
    for seen in (3, 5, 7):
        answer(doctor, econsultation, seen=seen)
        reply(patient, econsultation)
    with CaptureQueriesContext(connection) as many:
        at_doctor.get(page(econsultation))
    # One of them notes that what is new has been seen, for the patient to know (DIA-8).
    assert len(asked(many)) == len(asked(few)) == 26, "\n".join(asked(many))
