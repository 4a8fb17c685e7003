"""Reading is an act that leaves a trace; a reply comes when it was asked for."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from tests.consultations import Answer
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import answering, reading, replying
from legesvar.domain.dialogues.models import AnswerDraft, Dialogue, Message, Reply
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.dialogues.states import State
from legesvar.domain.notifications.models import Notice
from legesvar.domain.work.models import Item


def test_opening_at_the_clinic_is_traced_and_the_patient_can_see_it(
    doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        reading.open_at_clinic(actor=doctor, dialogue_id=econsultation.public_id, why="worklist", now=now)
        trace = Trace.objects.get(event=Event.DIALOGUE_OPENED_BY_CLINIC)
        assert (trace.account_id, trace.person_id, trace.details) == (
            doctor.account_id, econsultation.person_id, {"why": "worklist"},
        )  # fmt: skip
        assert Item.objects.get().opened
        assert Dialogue.objects.get().opened_at == now


def test_an_answer_is_unread_until_the_patient_reads_it(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(patient):
        assert selectors.inbox(patient, archived=False, key=None).rows[0].unread
        thread = reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now)
        assert [m.from_patient for m in thread.messages] == [True, False]
        assert not selectors.inbox(patient, archived=False, key=None).rows[0].unread
        assert Dialogue.objects.get().read_at == now


def test_closed_and_read_goes_to_the_archive_and_closed_and_unread_does_not(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(patient):
        assert len(selectors.inbox(patient, archived=False, key=None).rows) == 1
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now)
        assert selectors.inbox(patient, archived=False, key=None).rows == ()
        assert len(selectors.inbox(patient, archived=True, key=None).rows) == 1


def test_reading_again_keeps_when_it_was_first_read(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now)
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now.replace(year=2040))
        assert Dialogue.objects.get().read_at == now


@pytest.mark.parametrize("stranger", ["other_patient", "foreign_patient"])
def test_another_patient_finds_nothing(
    stranger: str, request: pytest.FixtureRequest, econsultation: Dialogue, now: datetime
) -> None:
    actor = request.getfixturevalue(stranger)
    with acting_as(actor), pytest.raises(Unknown):
        reading.read(actor=actor, dialogue_id=econsultation.public_id, now=now)


def test_a_doctor_who_is_a_patient_does_not_see_the_clinics_rows_as_a_patient(
    doctor_as_patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor_as_patient), pytest.raises(Unknown):
        reading.read(actor=doctor_as_patient, dialogue_id=econsultation.public_id, now=now)


def test_a_reply_makes_the_clinic_owe_an_answer_again(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(patient):
        replying.keep(actor=patient, dialogue_id=econsultation.public_id, text="Takk, m", now=now)
        replying.reply(
            actor=patient, dialogue_id=econsultation.public_id, text="Takk, men...", send_key=uuid4(), now=now
        )
        assert not Reply.objects.exists()
    with acting_as(doctor):
        item = Item.objects.get()
        assert (item.done_at, item.opened) == (None, False)
        assert Dialogue.objects.get().state == State.WAITING_FOR_CLINIC


def test_a_second_reply_must_wait_for_the_clinic(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    with acting_as(patient), pytest.raises(Refused) as refused:
        replying.reply(actor=patient, dialogue_id=econsultation.public_id, text="Hei?", send_key=uuid4(), now=now)
    assert refused.value.reason is Refusal.WAITING


def test_the_same_reply_twice_makes_one(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    key = uuid4()
    with acting_as(patient):
        for _ in range(2):
            replying.reply(actor=patient, dialogue_id=econsultation.public_id, text="Takk", send_key=key, now=now)
        assert Message.objects.filter(from_patient=True).count() == 2


def test_keeping_what_is_written_costs_two_queries_the_first_time_and_each_time(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime, django_assert_num_queries
) -> None:
    answer(doctor, econsultation, close=False)
    savepoint = 2
    with acting_as(patient):
        for text in ("Takk", "Takk, men", "Takk, men det"):
            with django_assert_num_queries(2 + savepoint):
                kept = replying.keep(actor=patient, dialogue_id=econsultation.public_id, text=text, now=now)
            assert kept == selectors.beside(patient, econsultation).begun.text == text


def test_nothing_is_kept_in_anothers_dialogue_nor_in_none(
    patient: Actor, other_patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    for who, dialogue_id in ((other_patient, econsultation.public_id), (patient, uuid4())):
        with acting_as(who), pytest.raises(Unknown):
            replying.keep(actor=who, dialogue_id=dialogue_id, text="Kapret", now=now)
    with acting_as(FURNISHER):
        assert not Reply.objects.exists()


def test_what_was_written_stays_when_the_clinic_closes_meanwhile(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(patient):
        replying.keep(actor=patient, dialogue_id=econsultation.public_id, text="Jeg rakk ikke", now=now)
        assert selectors.beside(patient, econsultation).begun.text == "Jeg rakk ikke"


def test_answering_charges_once_however_many_answers(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    answer(doctor, econsultation, close=False, seen=2)
    answer(doctor, econsultation, close=True, seen=3)
    with acting_as(FURNISHER):
        from legesvar.domain.billing.models import Charge, Invoice

        assert (Charge.objects.count(), Invoice.objects.count()) == (1, 1)
        assert Notice.objects.count() == 3


def test_an_answer_to_a_thread_with_something_new_is_held(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with pytest.raises(Refused) as refused:
        answer(doctor, econsultation, close=True, seen=1)
    assert refused.value.reason is Refusal.NEWER_MESSAGE


@pytest.mark.parametrize("role", ["secretary", "clinician", "administrator"])
def test_only_doctors_send_and_others_may_prepare(
    role: str, request: pytest.FixtureRequest, econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime
) -> None:
    colleague = request.getfixturevalue(role)
    with pytest.raises(Refused) as refused:
        answer(colleague, econsultation, close=False)
    assert refused.value.reason is Refusal.WRONG_ROLE
    with acting_as(colleague):
        answering.keep(actor=colleague, dialogue_id=econsultation.public_id, text="Forslag", now=now)
    with acting_as(doctor):
        assert [one.text for one in selectors.answers_begun(doctor, econsultation)[1]] == ["Forslag"]


def test_no_patient_ever_sees_what_the_clinic_is_writing(
    patient: Actor, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        answering.keep(actor=doctor, dialogue_id=econsultation.public_id, text="Hm", now=now)
    with acting_as(patient):
        assert not AnswerDraft.objects.exists()


def test_a_substitute_answers_in_the_doctors_place(
    substitution: Actor, substitute: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(substitute, econsultation, close=True)
    with acting_as(substitute):
        assert Dialogue.objects.get().from_name == substitute.name


def test_frikort_costs_nothing_and_makes_no_invoice(
    tariff: None, patient_with_frikort: Actor, doctor: Actor, clinic, answer: Answer, now: datetime
) -> None:
    from tests.consultations import draft, send

    from legesvar.domain.billing.models import Charge, Invoice

    dialogue = send(patient_with_frikort, draft(patient_with_frikort, clinic, doctor, now), now)
    answer(doctor, dialogue, close=True)
    with acting_as(doctor):
        charge = Charge.objects.get()
        assert (charge.amount_ore, charge.exemption, Invoice.objects.count()) == (0, "F", 0)
