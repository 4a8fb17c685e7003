"""A clinic's figures are counted from what was written, by the clock, behind the wall (WORK-11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.consultations import Answer
from tests.personas import FURNISHER

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import ending, reading, replying, starting
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.statistics import commands, selectors
from legesvar.domain.statistics.models import Report
from legesvar.domain.statistics.tasks import Task
from legesvar.jobs import bind
from legesvar.jobs.schedule import SCHEDULE

pytestmark = pytest.mark.django_db


def counted(actor: Actor, at: datetime, weeks: int = 4) -> dict[str, Any]:
    with acting_as(FURNISHER):
        commands.gather(actor=FURNISHER, clinic_id=actor.clinic_id, now=at)
    with acting_as(actor):
        return selectors.counted(actor, weeks).figures["kinds"]


def test_an_answer_is_counted_once_with_who_gave_it(
    econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    found = counted(doctor, now)
    assert found["e_consultation"]["all"]["answered"] == found[""]["all"]["answered"] == 1
    assert found[""]["all"]["started"] == 1
    assert found[""]["all"]["ended"] == {"answered": 1}
    assert [name for name, _ in found[""]["who"]] == [doctor.name]


def test_what_is_not_answered_is_started_and_no_more(econsultation: Dialogue, doctor: Actor, now: datetime) -> None:
    found = counted(doctor, now)[""]["all"]
    assert (found["started"], found["answered"]) == (1, 0)


def test_each_time_the_patient_writes_and_is_answered_counts(
    econsultation: Dialogue, patient: Actor, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=econsultation.public_id, now=now)
        replying.reply(actor=patient, dialogue_id=econsultation.public_id, text="Takk.", send_key=uuid4(), now=now)
    answer(doctor, econsultation, close=False, seen=3)
    answer(doctor, econsultation, close=False, seen=4, text="Og en ting til.")
    assert counted(doctor, now)[""]["all"]["answered"] == 2


def test_what_the_clinic_began_asks_for_no_answer(doctor: Actor, patient: Actor, now: datetime) -> None:
    with acting_as(doctor):
        starting.write_to_patient(
            actor=doctor, person_id=patient.person_id, kind=Kind.INQUIRY, text="Kom til kontroll.", expects_reply=True,
            send_key=uuid4(), now=now,
        )  # fmt: skip
    found = counted(doctor, now)[""]["all"]
    assert (found["started"], found["answered"]) == (0, 0)


def test_what_reception_entered_was_asked_by_the_patient(
    secretary: Actor, patient: Actor, doctor: Actor, answer: Answer, now: datetime
) -> None:
    with acting_as(secretary):
        entered = starting.enter_by_phone(
            actor=secretary, person_id=patient.person_id, kind=Kind.INQUIRY, text="Vil ha time.", recipient_id=None,
            send_key=uuid4(), now=now,
        )  # fmt: skip
    answer(doctor, entered, close=True)
    found = counted(doctor, now)["inquiry"]["all"]
    assert (found["started"], found["answered"]) == (1, 1)


def test_what_was_withdrawn_ended_without_an_answer(
    econsultation: Dialogue, patient: Actor, doctor: Actor, now: datetime
) -> None:
    with acting_as(patient):
        ending.withdraw(actor=patient, dialogue_id=econsultation.public_id, now=now)
    found = counted(doctor, now)[""]["all"]
    assert (found["answered"], found["ended"]) == (0, {"withdrawn": 1})


def test_another_clinic_sees_nothing_of_it(
    econsultation: Dialogue, doctor: Actor, foreign_doctor: Actor, patient: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    counted(doctor, now)
    for stranger in (foreign_doctor, patient):
        with acting_as(stranger):
            assert selectors.counted(stranger, 4) is None
            assert not Report.objects.exists()
    assert counted(foreign_doctor, now)[""]["all"]["started"] == 0


def test_the_functions_show_a_clinic_its_own_alone(
    econsultation: Dialogue, doctor: Actor, foreign_doctor: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    for asked in ("statistics_turns", "statistics_happenings"):
        with acting_as(foreign_doctor), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {asked}(%s, %s)", [doctor.clinic_id, now - timedelta(days=9)])
            assert cursor.fetchone()[0] == 0


def test_counting_again_puts_the_new_in_the_place_of_the_old(
    econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime
) -> None:
    assert counted(doctor, now)[""]["all"]["answered"] == 0
    answer(doctor, econsultation, close=True)
    assert counted(doctor, now)[""]["all"]["answered"] == 1
    with acting_as(FURNISHER):
        assert Report.objects.filter(clinic_id=doctor.clinic_id).count() == 3


def test_the_job_counts_each_clinic_once_a_day(clinic: Clinic, other_clinic: Clinic) -> None:
    bind.gather_statistics(timestamp=0)
    with acting_as(FURNISHER):
        assert set(Report.objects.values_list("clinic_id", flat=True)) == {clinic.id, other_clinic.id}
        Report.objects.update(figures={})
    bind.gather_statistics(timestamp=0)
    with acting_as(FURNISHER):
        assert not Report.objects.exclude(figures={}).exists()
        Report.objects.update(made_at=clock.now() - timedelta(days=1))
    bind.gather_statistics(timestamp=0)
    with acting_as(FURNISHER):
        assert not Report.objects.filter(figures={}).exists()


def test_it_has_its_time() -> None:
    assert Task.GATHER in SCHEDULE
