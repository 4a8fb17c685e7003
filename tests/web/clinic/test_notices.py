"""The delivery log: what staff see, what they may do, and what others may not (NOTE-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from tests.personas import FURNISHER, LogIn

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.notifications.events import Notice as Event
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import commands as patients

pytestmark = pytest.mark.django_db


def told(doctor: Actor, patient: Actor, now: datetime, state: str = "failed") -> Notice:
    about = uuid4()
    with acting_as(doctor):
        patients.tell(
            actor=doctor, notice=Event.NEW_MESSAGE, about=about, number=1, clinic_id=doctor.clinic_id,
            person_id=patient.person_id, now=now,
        )  # fmt: skip
        Notice.objects.filter(about=about).update(state=state, ended_at=now)
        return Notice.objects.get(about=about)


def again(notice: Notice) -> str:
    return f"/klinikk/varsler/{notice.public_id}/send/"


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send_notice'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("state", "first", "words"),
    [
        ("failed", True, "Ikke sendt. Ring pasienten."), ("bounced", True, "Kom i retur"),
        ("uncertain", True, "Usikkert"),
        ("none", True, "verken e-post eller"), ("sent", False, "Sendt"), ("queued", False, "Venter"),
        ("void", False, "hadde lest"),
    ],
)  # fmt: skip
def test_what_needs_somebody_is_shown_first_and_the_rest_among_all(
    at_doctor: Client, doctor: Actor, patient: Actor, now: datetime, state: str, first: bool, words: str
) -> None:
    told(doctor, patient, now, state)
    trouble = at_doctor.get("/klinikk/varsler/").content.decode()
    everything = at_doctor.get("/klinikk/varsler/?vis=alle").content.decode()
    assert ("Kari Nordmann" in trouble) is first
    assert words in everything


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_a_person_may_send_it_again_and_that_is_traced(
    at_secretary: Client, secretary: Actor, doctor: Actor, patient: Actor, now: datetime, state: str
) -> None:
    notice = told(doctor, patient, now, state)
    before = waiting()
    assert at_secretary.post(again(notice))["Location"] == "/klinikk/varsler/?sendt=1"
    with acting_as(FURNISHER):
        assert Notice.objects.get(id=notice.id).state == "queued"
        assert Notice.objects.get(id=notice.id).message_id == notice.message_id
        entry = Entry.objects.get(event="notice_sent_again")
    assert (entry.actor_name, entry.details["before"], waiting()) == (secretary.name, state, before + 1)


def test_two_who_click_send_it_once(at_doctor: Client, doctor: Actor, patient: Actor, now: datetime) -> None:
    notice = told(doctor, patient, now)
    at_doctor.post(again(notice))
    counted = waiting()
    answer = at_doctor.post(again(notice))
    assert (answer.status_code, waiting()) == (409, counted)
    assert "kan ikke sendes på nytt nå" in answer.content.decode()


@pytest.mark.parametrize("state", ["sent", "queued", "bounced", "none", "void", "claimed"])
def test_what_came_or_went_on_by_another_way_is_not_sent_again(
    at_doctor: Client, doctor: Actor, patient: Actor, now: datetime, state: str
) -> None:
    notice = told(doctor, patient, now, state)
    assert at_doctor.post(again(notice)).status_code == 409
    assert again(notice) not in at_doctor.get("/klinikk/varsler/?vis=alle").content.decode()


def test_another_clinic_sees_nothing_and_sends_nothing(
    doctor: Actor, foreign_doctor: Actor, patient: Actor, now: datetime, logged_in: LogIn
) -> None:
    notice = told(doctor, patient, now)
    stranger = logged_in(foreign_doctor)
    assert "Kari Nordmann" not in stranger.get("/klinikk/varsler/?vis=alle").content.decode()
    assert stranger.post(again(notice)).status_code == 404
    with acting_as(FURNISHER):
        assert Notice.objects.get(id=notice.id).state == "failed"


def test_a_patient_does_not_come_in(logged_in: LogIn, patient: Actor) -> None:
    assert logged_in(patient).get("/klinikk/varsler/").status_code == 302


def test_the_list_is_paged_by_key_with_as_many_questions_whatever_its_length(
    at_doctor: Client, doctor: Actor, patient: Actor, now: datetime, django_assert_max_num_queries
) -> None:
    for _ in range(55):
        told(doctor, patient, now)
    with django_assert_max_num_queries(8):
        first = at_doctor.get("/klinikk/varsler/").content.decode()
    assert first.count("Kari Nordmann") - first.count("til Kari Nordmann") == 50
    key = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = at_doctor.get(f"/klinikk/varsler/{key}").content.decode()
    assert second.count('role="row" class="cards__row"') == 5


@pytest.mark.parametrize("key", ["x", "W10", "W2ZhbHNlLCJhIl0", "-", "%00", "9" * 500])
def test_a_crafted_key_gives_the_first_page(at_doctor: Client, key: str) -> None:
    assert at_doctor.get("/klinikk/varsler/", {"side": key}).status_code == 200
