"""Rejected with a reason: no charge, in the record, traced, told, closed. Or closed without an answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from procrastinate.exceptions import ConnectorException
from tests.breaking import break_inserts
from tests.consultations import Answer
from tests.domain.dialogues.test_life import ASK, refusal, sent
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.billing.models import Charge, Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import answering, ending, replying
from legesvar.domain.dialogues.models import AnswerDraft, Dialogue, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.journal.models import Entry
from legesvar.domain.notifications.models import Notice
from legesvar.domain.work.models import Item

WHY = "Utslettet må undersøkes. Bestill time."


def reject(actor: Actor, dialogue: Dialogue, now: datetime, **changed: object) -> Dialogue:
    form = {"text": WHY, "seen": 1, "send_key": uuid4()} | changed
    with acting_as(actor):
        return ending.reject(actor=actor, dialogue_id=dialogue.public_id, now=now, **form)


def test_the_reason_is_sent_journaled_traced_and_told_and_nothing_is_charged(
    doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        answering.keep(actor=doctor, dialogue_id=econsultation.public_id, text="Jeg begynte", now=now)
    reject(doctor, econsultation, now)
    with acting_as(FURNISHER):
        row = Dialogue.objects.get()
        assert (row.state, row.closed_how, row.closed_at, row.unread) == ("closed", "rejected", now, True)
        assert Message.objects.get(number=2).text == WHY
        assert Entry.objects.get(number=2).text == WHY
        assert Trace.objects.filter(event="dialogue_rejected", about=row.public_id).count() == 1
        assert (Notice.objects.count(), Item.objects.get().done_at) == (1, now)
        assert not Charge.objects.exists()
        assert not Invoice.objects.exists()
        assert not AnswerDraft.objects.exists()


def test_the_same_form_twice_rejects_once(doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    key = uuid4()
    for _ in range(2):
        reject(doctor, econsultation, now, send_key=key)
    with acting_as(doctor):
        assert (Message.objects.count(), Notice.objects.count()) == (2, 1)


def test_a_patient_cannot_reply_to_what_was_rejected(
    doctor: Actor, patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    reject(doctor, econsultation, now)
    with acting_as(patient):
        call = replying.reply
        about = econsultation.public_id
        assert (
            refusal(lambda: call(actor=patient, dialogue_id=about, text="Men!", send_key=uuid4(), now=now))
            is Refusal.CLOSED
        )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"text": " \n "}, Refusal.EMPTY_TEXT), ({"text": "\x00"}, Refusal.EMPTY_TEXT),
        ({"text": "a" * 10_001}, Refusal.TOO_LONG), ({"seen": 0}, Refusal.NEWER_MESSAGE),
    ],
)  # fmt: skip
def test_a_reason_that_cannot_be_sent_rejects_nothing(
    changed: dict[str, object], reason: Refusal, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    assert refusal(lambda: reject(doctor, econsultation, now, **changed)) is reason
    with acting_as(doctor):
        assert Dialogue.objects.get().state == "waiting_for_clinic"


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("second_doctor", Refusal.NOT_YOURS), ("secretary", Refusal.WRONG_ROLE), ("clinician", Refusal.WRONG_ROLE),
        ("administrator", Refusal.WRONG_ROLE), ("substitute", Refusal.NOT_YOURS),
    ],
)  # fmt: skip
def test_only_who_may_answer_may_reject(
    request: pytest.FixtureRequest, role: str, reason: Refusal, econsultation: Dialogue, now: datetime
) -> None:
    actor = request.getfixturevalue(role)
    assert refusal(lambda: reject(actor, econsultation, now)) is reason


def test_who_stands_in_may_reject(substitution: Actor, econsultation: Dialogue, now: datetime) -> None:
    assert reject(substitution, econsultation, now).closed_how == "rejected"


def test_another_clinics_doctor_finds_nothing_to_reject(
    foreign_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with pytest.raises(Unknown):
        reject(foreign_doctor, econsultation, now)


def test_what_has_been_answered_and_charged_is_not_rejected(
    doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    assert refusal(lambda: reject(doctor, econsultation, now, seen=2)) is Refusal.WRONG_STATE
    with acting_as(patient):
        replying.reply(actor=patient, dialogue_id=econsultation.public_id, text="Og?", send_key=uuid4(), now=now)
    assert refusal(lambda: reject(doctor, econsultation, now, seen=3)) is Refusal.ANSWERED_ALREADY
    with acting_as(doctor):
        assert (Charge.objects.count(), Dialogue.objects.get().state) == (1, "waiting_for_clinic")


STEPS = {
    "reason": "dialogues_message", "journal": "journal_entry", "audit": "audit_entry",
    "notice": "notifications_notice", "queue": "procrastinate_jobs",
}  # fmt: skip


@pytest.mark.parametrize("table", STEPS.values(), ids=STEPS)
def test_a_failing_step_rejects_nothing(table: str, doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    with transaction.atomic():
        break_inserts(table)
        with pytest.raises((DatabaseError, ConnectorException), match=r"(?i)broken on purpose|database error"):
            reject(doctor, econsultation, now)
    with acting_as(FURNISHER):
        row = Dialogue.objects.get()
        assert (row.state, row.messages, row.closed_how, row.unread) == ("waiting_for_clinic", 1, "", False)
        assert (Message.objects.count(), Item.objects.get().done_at) == (1, None)
        assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_rejection_and_an_answer_at_once_one_is_done_and_the_other_refused(
    doctor: Actor, substitution: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    ready = Barrier(2)

    def at_once(act) -> object:
        try:
            ready.wait()
            act()
        except Refused as refused:
            return refused.reason
        finally:
            connections.close_all()
        return None

    acts = [lambda: reject(doctor, econsultation, now), lambda: answer(substitution, econsultation, close=True)]
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(at_once, acts))
    assert sorted(said, key=str) == [None, Refusal.CLOSED]
    with acting_as(FURNISHER):
        how = Dialogue.objects.get().closed_how
        assert (Message.objects.count(), Charge.objects.count()) == (2, 1 if how == "answered" else 0)
    assert connection.in_atomic_block is False


def test_other_kinds_are_not_rejected_but_closed(
    patient: Actor, secretary: Actor, clinic: Clinic, now: datetime
) -> None:
    dialogue = sent(patient, clinic, ASK, None, now)
    assert refusal(lambda: reject(secretary, dialogue, now)) is Refusal.WRONG_ROLE


def test_closing_may_say_a_few_words_which_are_sent_and_journaled_once(
    patient: Actor, secretary: Actor, clinic: Clinic, now: datetime
) -> None:
    dialogue, key = sent(patient, clinic, ASK, None, now), uuid4()
    with acting_as(secretary):
        for _ in range(2):
            ending.close(
                actor=secretary, dialogue_id=dialogue.public_id, text="Attesten ligger i luka.", seen=1, send_key=key,
                now=now,
            )  # fmt: skip
        row = Dialogue.objects.get()
        assert (row.closed_how, row.messages, row.from_name) == ("without_answer", 2, secretary.name)
        assert Entry.objects.filter(about=row.public_id, text="Attesten ligger i luka.").count() == 1
        assert Notice.objects.count() == 1


def test_closing_is_held_when_something_came_meanwhile(
    patient: Actor, secretary: Actor, clinic: Clinic, now: datetime
) -> None:
    dialogue = sent(patient, clinic, ASK, None, now)
    with acting_as(patient):
        replying.add(actor=patient, dialogue_id=dialogue.public_id, text="Det haster", send_key=uuid4(), now=now)
    with acting_as(secretary):
        call = ending.close
        about = dialogue.public_id
        assert refusal(lambda: call(actor=secretary, dialogue_id=about, seen=1, now=now)) is Refusal.NEWER_MESSAGE
