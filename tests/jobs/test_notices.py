"""Notices over real SMTP and a real SMS receiver: once each, in order, and nothing lost when the worker is away."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from tests.jobs.conftest import Post, hurry, run_worker
from tests.personas import FURNISHER

from legesvar.adapters.stand_ins import mailbox
from legesvar.adapters.stand_ins.smtp_server import DROP
from legesvar.core import queue
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity.models import Person
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications.events import Notice as Event
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import commands as patients
from legesvar.jobs import notices, work
from legesvar.jobs.notices import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def reach(actor: Actor, *, email: str = "", mobile: str = "") -> None:
    Person.objects.filter(id=actor.person_id).update(email=email, mobile=mobile)


def tell(doctor: Actor, patient: Actor, number: int = 1, about=None) -> None:
    with acting_as(doctor):
        patients.tell(
            actor=doctor, notice=Event.NEW_MESSAGE, about=about or uuid4(), number=number,
            clinic_id=doctor.clinic_id, person_id=patient.person_id, now=datetime.now().astimezone(),
        )  # fmt: skip


def states() -> list[tuple[str, str]]:
    with acting_as(FURNISHER):
        return list(Notice.objects.order_by("id").values_list("channel", "state"))


def test_an_email_is_sent_once_and_the_worker_can_come_late(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="aud@eksempel.example", mobile="+4799999999")
    tell(doctor, patient)
    assert states() == [("email", "queued")]
    run_worker()
    run_worker()
    assert (post.received(), states()) == ([("email", "aud@eksempel.example")], [("email", "sent")])


def test_without_email_an_sms_goes_out(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, mobile="+4799999999")
    tell(doctor, patient)
    run_worker()
    assert (post.received(), states()) == ([("sms", "+4799999999")], [("sms", "sent")])


def test_a_parent_is_led_to_the_childs_message_and_reached_by_sms_when_the_email_bounces(
    post: Post, doctor: Actor, mother: Actor, child: Actor
) -> None:
    reach(mother, email="borte@eksempel.example", mobile="+4799999998")
    post.refusals["borte@eksempel.example"] = 550
    about = uuid4()
    tell(doctor, child, about=about)
    run_worker()
    run_worker()
    assert states() == [("email", "bounced"), ("sms", "sent")]
    assert post.received() == [("sms", "+4799999998")]
    assert f"/for/{child.public_id}/dialog/{about}/" in mailbox.read(post.file)[0].body


def test_with_neither_the_notice_is_kept_for_staff_to_see(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient)
    tell(doctor, patient)
    run_worker()
    assert (post.received(), states()) == ([], [("none", "none")])


def test_a_bounced_email_is_followed_by_an_sms(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="borte@eksempel.example", mobile="+4799999999")
    post.refusals["borte@eksempel.example"] = 550
    tell(doctor, patient)
    run_worker()
    assert post.received() == [("sms", "+4799999999")]
    assert states() == [("email", "bounced"), ("sms", "sent")]


def test_a_server_that_is_busy_is_asked_again_later(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="treg@eksempel.example")
    post.refusals["treg@eksempel.example"] = 451
    tell(doctor, patient)
    run_worker()
    assert (post.received(), states()) == ([], [("email", "queued")])
    post.refusals.clear()
    hurry()
    run_worker()
    assert (post.received(), states()) == ([("email", "treg@eksempel.example")], [("email", "sent")])


def test_after_the_last_try_staff_see_that_it_failed(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="treg@eksempel.example")
    post.refusals["treg@eksempel.example"] = 451
    tell(doctor, patient)
    for _ in range(work.ATTEMPTS + 1):
        run_worker()
        hurry()
    assert (post.received(), states()) == ([], [("email", "failed")])


def test_a_line_cut_after_the_content_is_uncertain_and_never_sent_again(
    post: Post, doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="kutt@eksempel.example")
    post.refusals["kutt@eksempel.example"] = DROP
    tell(doctor, patient)
    run_worker()
    hurry()
    run_worker()
    assert (len(post.received()), states()) == (1, [("email", "uncertain")])


def test_a_worker_killed_between_ok_and_our_commit_leaves_it_uncertain(
    post: Post, doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="aud@eksempel.example")
    tell(doctor, patient)
    with acting_as(FURNISHER):
        notice = Notice.objects.get()
        notifications.claim(actor=FURNISHER, notice_id=notice.public_id, now=notice.decided_at)
    notices.deliver(FURNISHER, Letter(notice, "/dialog/1/", ""))  # and then the power goes
    run_worker()
    with acting_as(FURNISHER):
        later = notice.decided_at + timedelta(minutes=11)
        assert notifications.mark_uncertain(actor=FURNISHER, now=later) == 1
    run_worker()
    assert (len(post.received()), states()) == (1, [("email", "uncertain")])


def test_notices_to_one_person_come_in_order_also_when_the_first_must_wait(
    post: Post, doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="aud@eksempel.example")
    post.refusals["aud@eksempel.example"] = 451
    first, second = uuid4(), uuid4()
    tell(doctor, patient, about=first)
    tell(doctor, patient, about=second)
    run_worker()
    post.refusals.clear()
    hurry()
    run_worker()
    bodies = [m.body for m in mailbox.read(post.file)]
    assert [str(about) in body for about, body in zip([first, second], bodies, strict=True)] == [True, True]


def test_the_recipient_is_the_one_that_was_decided(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="gammel@eksempel.example")
    tell(doctor, patient)
    reach(patient, email="ny@eksempel.example")
    run_worker()
    assert post.received() == [("email", "gammel@eksempel.example")]


def test_the_same_event_is_told_once(post: Post, doctor: Actor, patient: Actor) -> None:
    reach(patient, email="aud@eksempel.example")
    about = uuid4()
    tell(doctor, patient, about=about)
    tell(doctor, patient, about=about)
    run_worker()
    assert len(post.received()) == 1


def ask_and_fail() -> None:
    with transaction.atomic():
        queue.enqueue("notifications.send_notice", notice_id=str(uuid4()))
        raise RuntimeError


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def test_work_asked_for_in_an_act_that_is_undone_is_never_done(db: None) -> None:
    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert jobs() == 0


def test_inside_a_worker_too_work_belongs_to_the_jobs_own_transaction(db: None) -> None:
    with app.replace_connector(app.connector.get_worker_connector()), pytest.raises(RuntimeError):
        ask_and_fail()
    assert jobs() == 0


def test_another_clinics_staff_do_not_see_the_notice(
    post: Post, doctor: Actor, foreign_doctor: Actor, patient: Actor, clinic: Clinic
) -> None:
    reach(patient, email="aud@eksempel.example")
    tell(doctor, patient)
    with acting_as(foreign_doctor):
        assert not Notice.objects.exists()
