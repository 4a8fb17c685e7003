"""Notices that wait, that are given up, that come back, and that go on by another way (NOTE-1, NOTE-3, NOTE-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.adapters.test_bounces import report
from tests.consultations import Answer
from tests.jobs.conftest import Post, hurry, run_worker, set_up
from tests.jobs.test_notices import reach, states, tell
from tests.personas import FURNISHER

from legesvar.adapters.stand_ins import mailbox
from legesvar.cli import __main__ as program
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Person
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients.settings import PatientSettings
from legesvar.jobs import bounces

pytestmark = pytest.mark.django_db(transaction=True)


def quiet_now(clinic: Clinic) -> datetime:
    """Let the clinic's quiet hours be this hour and the next two, and return when they end."""
    hour = clock.now().astimezone(clock.OSLO).hour
    set_up(clinic, PatientSettings(quiet_from=hour, quiet_to=(hour + 3) % 24))
    return clock.now().astimezone(clock.OSLO).replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)


def waits_until() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
        found: datetime = cursor.fetchone()[0]
    return found


def end_the_night(clinic: Clinic) -> None:
    set_up(clinic, PatientSettings(quiet_from=0, quiet_to=0))


def test_an_sms_waits_for_the_morning_and_then_goes_out_once(
    post: Post, doctor: Actor, patient: Actor, clinic: Clinic
) -> None:
    reach(patient, mobile="+4799999999")
    morning = quiet_now(clinic)
    tell(doctor, patient)
    run_worker()
    assert (post.received(), states()) == ([], [("sms", "queued")])
    assert waits_until() == morning
    end_the_night(clinic)
    hurry()
    run_worker()
    assert (post.received(), states()) == ([("sms", "+4799999999")], [("sms", "sent")])


def test_an_email_wakes_nobody_and_goes_at_once(post: Post, doctor: Actor, patient: Actor, clinic: Clinic) -> None:
    reach(patient, email="aud@eksempel.example")
    quiet_now(clinic)
    tell(doctor, patient)
    run_worker()
    assert states() == [("email", "sent")]


def test_what_is_read_before_the_morning_is_not_told(
    post: Post, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, answer: Answer
) -> None:
    reach(patient, mobile="+4799999999")
    quiet_now(clinic)
    answer(doctor, econsultation, close=False)
    run_worker()
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=clock.now())
    end_the_night(clinic)
    hurry()
    run_worker()
    assert (post.received(), states()) == ([], [("sms", "void")])


def test_what_is_unread_is_told(
    post: Post, doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    reach(patient, email="aud@eksempel.example")
    answer(doctor, econsultation, close=True)
    run_worker()
    assert states() == [("email", "sent")]


def sent_message_id() -> str:
    with acting_as(FURNISHER):
        return str(Notice.objects.get(channel="email").message_id)


def came_back(status: str = "5.1.1") -> bytes:
    return report(status=status, original=f"Message-ID: <{sent_message_id()}@portal.example>\r\n\r\n")


def test_an_email_that_comes_back_later_is_followed_by_an_sms_once(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="borte@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    raw = came_back()
    assert bounces.take(FURNISHER, raw)
    assert not bounces.take(FURNISHER, raw)
    run_worker()
    assert states() == [("email", "bounced"), ("sms", "sent")]


def test_a_dead_address_is_not_tried_the_next_time_and_its_owner_is_asked_to_mend_it(
    post: Post, doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="borte@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    bounces.take(FURNISHER, came_back())
    tell(doctor, patient)
    run_worker()
    assert states() == [("email", "bounced"), ("sms", "sent"), ("sms", "sent")]
    assert Person.objects.get(id=patient.person_id).email_failed_at is not None


def test_a_full_mailbox_is_tried_again_with_the_next_notice(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="full@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    bounces.take(FURNISHER, came_back("5.2.2"))
    tell(doctor, patient)
    run_worker()
    assert ("email", "sent") in states()
    assert Person.objects.get(id=patient.person_id).email_failed_at is None


def test_a_forged_report_about_nothing_of_ours_changes_nothing(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="aud@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    assert not bounces.take(FURNISHER, report(original=f"Message-ID: <{uuid4()}@portal.example>\r\n\r\n"))
    assert states() == [("email", "sent")]


def test_a_new_address_is_not_blamed_for_the_old_one(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="gammel@eksempel.example")
    tell(doctor, patient)
    run_worker()
    reach(patient, email="ny@eksempel.example")
    bounces.take(FURNISHER, came_back())
    assert Person.objects.get(id=patient.person_id).email_failed_at is None


def test_the_mail_server_hands_reports_over_by_the_command_line(
    post: Post, doctor: Actor, patient: Actor, tmp_path, capsys
) -> None:
    reach(patient, email="borte@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    (tmp_path / "a").write_bytes(came_back())
    (tmp_path / "b").write_bytes(b"Subject: Ferie\r\n\r\nJeg er borte.\r\n")
    assert program.main(["bounces", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    assert capsys.readouterr().out == "1 of 2 about a notice.\n"
    assert states()[0] == ("email", "bounced")


def test_the_clinics_name_is_said_only_where_the_clinic_has_turned_it_on(
    post: Post, doctor: Actor, patient: Actor, clinic: Clinic
) -> None:
    reach(patient, email="aud@eksempel.example")
    tell(doctor, patient)
    run_worker()
    set_up(clinic, PatientSettings(names_clinic_in_notices=True))
    tell(doctor, patient)
    run_worker()
    without, named = mailbox.read(post.file)
    assert "Solbakken" not in without.subject + without.body
    assert "Ny melding fra Solbakken legekontor" in named.subject
