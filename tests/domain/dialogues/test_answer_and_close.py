"""Svar og avslutt: one transaction, one button."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.exceptions import ConnectorException
from tests.breaking import break_inserts
from tests.consultations import Answer
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues.commands import replying
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.dialogues.states import State
from legesvar.domain.notifications.models import Notice
from legesvar.domain.work.models import Item


def test_it_answers_closes_charges_invoices_and_tells(doctor: Actor, econsultation: Dialogue, answer: Answer) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(doctor):
        dialogue = Dialogue.objects.get()
        (invoice,) = billing.invoices_about(doctor, dialogue.public_id)
        notice = Notice.objects.get()
        assert dialogue.state == State.CLOSED
        assert invoice.total_ore == 25_900
        assert notice.state == "queued"
        assert Item.objects.get().done_at is not None


def test_a_reply_is_refused_after_closing(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(patient), pytest.raises(Refused) as refused:
        replying.reply(actor=patient, dialogue_id=econsultation.public_id, text="Men!", send_key=uuid4(), now=now)
    assert refused.value.reason is Refusal.CLOSED


def test_the_database_itself_refuses_a_message_in_a_closed_dialogue(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(patient), pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        Message.objects.create(
            dialogue=econsultation, clinic_id=econsultation.clinic_id, person_id=econsultation.person_id, number=9,
            send_key=uuid4(), from_patient=True, author_name="x", author_role="patient", text="x", at=now,
        )  # fmt: skip


def test_another_clinics_doctor_finds_nothing(foreign_doctor: Actor, econsultation: Dialogue, answer: Answer) -> None:
    with pytest.raises(Unknown):
        answer(foreign_doctor, econsultation, close=True)


def test_a_colleague_it_was_not_sent_to_may_not_answer(
    second_doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    with pytest.raises(Refused) as refused:
        answer(second_doctor, econsultation, close=True)
    assert refused.value.reason is Refusal.NOT_YOURS


def test_the_same_form_twice_answers_once(doctor: Actor, econsultation: Dialogue, answer: Answer) -> None:
    key = uuid4()
    answer(doctor, econsultation, close=True, send_key=key)
    answer(doctor, econsultation, close=True, send_key=key)
    with acting_as(doctor):
        assert Message.objects.filter(from_patient=False).count() == 1


STEPS = {
    "answer": "dialogues_message", "charge": "billing_charge", "invoice": "billing_invoice",
    "journal": "journal_entry", "audit": "audit_entry", "notice": "notifications_notice",
    "queue": "procrastinate_jobs",
}  # fmt: skip


@pytest.mark.parametrize("table", STEPS.values(), ids=STEPS)
def test_a_failing_step_leaves_nothing_behind(
    table: str, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    before = _everything()
    with transaction.atomic():
        break_inserts(table)
        with pytest.raises((DatabaseError, ConnectorException), match=r"(?i)broken on purpose|database error"):
            answer(doctor, econsultation, close=True)
    assert _everything() == before


def _everything() -> dict[str, int]:
    counted = {}
    with acting_as(FURNISHER), connection.cursor() as cursor:
        for table in [*STEPS.values(), "work_item", "dialogues_dialogue"]:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counted[table] = cursor.fetchone()[0]
        cursor.execute("SELECT state, messages, unread, closed_at FROM dialogues_dialogue")
        counted["dialogue"] = cursor.fetchall()
        cursor.execute("SELECT done_at, opened FROM work_item")
        counted["work"] = cursor.fetchall()
    return counted
