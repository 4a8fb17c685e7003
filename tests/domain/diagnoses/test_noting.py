"""What is noted with an answer: the record or why not, the diagnosis, and what the patient pays by the clock."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.breaking import break_inserts
from tests.domain.dialogues.test_life import ASK, refusal, sent
from tests.personas import FURNISHER

from legesvar.cli.often_used_codes import OFTEN_USED
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.diagnoses import code_list, commands, selectors
from legesvar.domain.diagnoses.code_list import CodeLine
from legesvar.domain.diagnoses.models import Diagnosis
from legesvar.domain.diagnoses.policies import Refusal
from legesvar.domain.diagnoses.settings import DiagnosisSettings
from legesvar.domain.dialogues.commands import answering
from legesvar.domain.dialogues.commands.answering import Noted
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.journal.kinds import Omitting
from legesvar.domain.journal.models import Entry
from legesvar.domain.journal.policies import Refusal as JournalRefusal
from legesvar.domain.journal.settings import JournalSettings


@pytest.fixture(autouse=True)
def _codes(db: None) -> None:
    with acting_as(FURNISHER):
        commands.load(actor=FURNISHER, lines=code_list.read(OFTEN_USED))


def decide(clinic: Clinic, settings: object, now: datetime) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now, now=now)


def answer(actor: Actor, dialogue: Dialogue, now: datetime, *, close: bool = True, seen: int = 1, **noted: str) -> None:
    command = answering.answer_and_close if close else answering.answer
    with acting_as(actor):
        command(
            actor=actor, dialogue_id=dialogue.public_id, text="Ta det med ro.", seen=seen, send_key=uuid4(),
            noted=Noted(**noted), now=now,
        )  # fmt: skip


def test_a_diagnosis_is_stored_with_what_was_answered_journaled_and_traced(
    doctor: Actor, patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    answer(doctor, econsultation, now, diagnosis="r05")
    with acting_as(doctor):
        row = Diagnosis.objects.get()
        assert (row.about, row.code, row.title, row.person_id) == (
            econsultation.public_id, "R05", "Hoste", patient.person_id
        )  # fmt: skip
        assert Entry.objects.get(number=2).text == "Ta det med ro.\n\nICPC-2: R05 Hoste"
        assert Message.objects.get(number=2).text == "Ta det med ro."
        assert Trace.objects.get(event="diagnosed").details["code"] == "R05"


def test_without_the_clinics_wish_none_is_needed(doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    answer(doctor, econsultation, now)
    with acting_as(doctor):
        assert not Diagnosis.objects.exists()


def test_where_the_clinic_asks_closing_needs_one_and_an_earlier_one_will_do(
    doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    decide(clinic, DiagnosisSettings(asks=True), now)
    assert refusal(lambda: answer(doctor, econsultation, now)) is Refusal.MISSING
    answer(doctor, econsultation, now, close=False, diagnosis="R05")
    answer(doctor, econsultation, now, seen=2)
    with acting_as(doctor):
        assert Dialogue.objects.get().state == "closed"


def test_what_costs_nothing_needs_none(secretary: Actor, patient: Actor, clinic: Clinic, now: datetime) -> None:
    decide(clinic, DiagnosisSettings(asks=True), now)
    answer(secretary, sent(patient, clinic, ASK, None, now), now)


@pytest.mark.parametrize("code", ["X99", "hoste", "R05'; --", "\0", "R" * 5_000, " "])
def test_a_code_that_is_none_is_refused(doctor: Actor, econsultation: Dialogue, now: datetime, code: str) -> None:
    assert refusal(lambda: answer(doctor, econsultation, now, diagnosis=code)) is Refusal.UNKNOWN_CODE
    with acting_as(doctor):
        assert Message.objects.count() == 1


def test_a_code_that_is_gone_from_the_list_stays_where_it_was_used_and_is_not_chosen_again(
    doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    answer(doctor, econsultation, now, close=False, diagnosis="R05")
    with acting_as(FURNISHER):
        assert commands.load(actor=FURNISHER, lines=[CodeLine("A03", "Feber")]) == 1
    with acting_as(doctor):
        assert selectors.search(doctor, "hoste") == []
        assert [row.code for row in selectors.diagnoses_about(doctor, econsultation.public_id)] == ["R05"]
    assert refusal(lambda: answer(doctor, econsultation, now, seen=2, diagnosis="R05")) is Refusal.UNKNOWN_CODE


@pytest.mark.parametrize(
    ("query", "first"),
    [("r05", "R05"), ("hoste", "R05"), ("vondt rygg", "L03"), ("HØYT blod", "K86"), ("sukkersyke type 2", "T90")],
)
def test_codes_are_found_by_code_and_by_words(doctor: Actor, query: str, first: str) -> None:
    with acting_as(doctor):
        assert selectors.search(doctor, query)[0].code == first


@pytest.mark.parametrize("query", ["", " ", "%", "_", "\0", "'; DROP", "x" * 60_000, "\\"])
def test_a_search_for_nothing_finds_nothing(doctor: Actor, query: str) -> None:
    with acting_as(doctor):
        assert selectors.search(doctor, query) == []


def test_an_answer_may_stay_out_of_the_record_for_a_reason_that_is_traced(
    doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    answer(doctor, econsultation, now, omitted="elsewhere")
    with acting_as(doctor):
        assert Entry.objects.count() == 1
        assert Trace.objects.get(event="not_journaled").details == {"why": "elsewhere"}


@pytest.mark.parametrize("reason", ["practical", "tull"])
def test_what_is_paid_for_is_never_merely_practical(
    doctor: Actor, econsultation: Dialogue, now: datetime, reason: str
) -> None:
    call = lambda: answer(doctor, econsultation, now, omitted=reason)  # noqa: E731
    assert refusal(call) is JournalRefusal.MUST_BE_JOURNALED


def test_a_clinic_may_say_that_all_is_journaled(
    doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    decide(clinic, JournalSettings(omitting=Omitting.NEVER), now)
    call = lambda: answer(doctor, econsultation, now, omitted="elsewhere")  # noqa: E731
    assert refusal(call) is JournalRefusal.MUST_BE_JOURNALED


def test_a_failing_diagnosis_leaves_no_answer(doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    with transaction.atomic():
        break_inserts("diagnoses_diagnosis")
        with pytest.raises(DatabaseError, match="broken on purpose"):
            answer(doctor, econsultation, now, diagnosis="R05")
    with acting_as(doctor):
        assert (Message.objects.count(), Dialogue.objects.get().state) == (1, "waiting_for_clinic")


def test_a_diagnosis_is_never_rewritten(doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    answer(doctor, econsultation, now, diagnosis="R05")
    with acting_as(doctor), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Diagnosis.objects.update(code="A03")
