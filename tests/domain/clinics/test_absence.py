"""Who is away and who stands in: no two periods at once, the first and last day as Oslo has them, and history."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from tests.personas import FURNISHER

from legesvar.core import clock
from legesvar.core.actor import Actor, Role
from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors
from legesvar.domain.clinics.commands import absence
from legesvar.domain.clinics.models import Clinic, Substitute
from legesvar.domain.clinics.policies import Refusal
from legesvar.domain.clinics.staffing import AbsenceRefusal, Span, absence_refused
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.work.models import Item
from legesvar.web.clinic.worklist.pages import worklist
from legesvar.web.clinic.worklist.place import Place, Whose

TODAY = oslo_date(clock.now())


def day(after: int) -> date:
    return TODAY + timedelta(days=after)


@pytest.fixture
def away(administrator: Actor, clinic: Clinic, now: datetime):
    def record(who: Actor, first: int, last: int, substitute: Actor | None = None, by: Actor | None = None) -> object:
        actor = by or administrator
        with acting_as(actor):
            return absence.record_absence(
                actor=actor, clinic_id=clinic.id, absent_id=who.staff_id,
                substitute_id=substitute.staff_id if substitute else None, first_date=day(first), last_date=day(last),
                now=now,
            )  # fmt: skip

    return record


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (3, 2, AbsenceRefusal.BACKWARDS), (-3, -1, AbsenceRefusal.PAST), (0, 800, AbsenceRefusal.TOO_LONG),
        (10, 12, AbsenceRefusal.OVERLAPS), (12, 20, AbsenceRefusal.OVERLAPS), (1, 30, AbsenceRefusal.OVERLAPS),
        (5, 10, AbsenceRefusal.OVERLAPS),
    ],
)  # fmt: skip
def test_a_period_that_cannot_be_is_refused(away, doctor: Actor, first: int, last: int, reason) -> None:
    away(doctor, 10, 12)
    with pytest.raises(Refused) as refused:
        away(doctor, first, last)
    assert refused.value.reason is reason


def test_the_day_before_and_the_day_after_are_free(away, doctor: Actor, substitute: Actor) -> None:
    away(doctor, 10, 12)
    away(doctor, 9, 9, substitute)
    away(doctor, 13, 13)


def test_who_is_away_stands_in_for_nobody(away, doctor: Actor, second_doctor: Actor, substitute: Actor) -> None:
    away(second_doctor, 0, 5)
    with pytest.raises(Refused) as refused:
        away(doctor, 5, 9, second_doctor)
    assert refused.value.reason is AbsenceRefusal.SUBSTITUTE_AWAY
    away(doctor, 6, 9, second_doctor)
    with pytest.raises(Refused) as refused:
        away(second_doctor, 9, 9, substitute)
    assert refused.value.reason is AbsenceRefusal.STANDS_IN


def test_one_may_stand_in_for_two(away, doctor: Actor, second_doctor: Actor, substitute: Actor) -> None:
    away(doctor, 0, 5, substitute)
    away(second_doctor, 0, 5, substitute)
    with acting_as(substitute):
        assert set(selectors.substitutes_for(substitute, substitute.staff_id, TODAY)) == {
            doctor.staff_id, second_doctor.staff_id,
        }  # fmt: skip


def test_only_doctors_of_the_clinic_are_away_and_stand_in(
    away, doctor: Actor, secretary: Actor, foreign_doctor: Actor
) -> None:
    for whom, instead in ((secretary, None), (doctor, secretary)):
        with pytest.raises(Refused) as refused:
            away(whom, 0, 1, instead)
        assert refused.value.reason is AbsenceRefusal.NO_DOCTOR
    for whom, instead in ((foreign_doctor, None), (doctor, foreign_doctor)):
        with pytest.raises(Unknown):
            away(whom, 0, 1, instead)
    with pytest.raises(Refused) as refused:
        away(doctor, 0, 1, doctor)
    assert refused.value.reason is AbsenceRefusal.SAME_PERSON


def test_only_an_administrator_says_who_is_away(away, doctor: Actor, secretary: Actor) -> None:
    for actor in (doctor, secretary):
        with pytest.raises(Refused) as refused:
            away(doctor, 0, 1, by=actor)
        assert refused.value.reason is Refusal.WRONG_ROLE


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_periods_written_at_once_one_is_refused(away, doctor: Actor, substitute: Actor) -> None:
    ready, reasons = threading.Barrier(2), []

    def go(first: int) -> None:
        try:
            ready.wait(10)
            away(doctor, first, first + 3, substitute)
        except Refused as refused:
            reasons.append(refused.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(first,)) for first in (1, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reasons == [AbsenceRefusal.OVERLAPS]


def mine(actor: Actor, at: datetime) -> int:
    with acting_as(actor):
        return worklist(actor, Place(Whose.MINE, None), at).rows.count("<li>")


def test_the_absents_open_work_is_the_substitutes_from_the_first_to_the_last_midnight_in_oslo(
    away, doctor: Actor, substitute: Actor, econsultation: Dialogue
) -> None:
    away(doctor, 1, 2, substitute)

    def midnight(after: int) -> datetime:
        return datetime.combine(day(after), datetime.min.time(), tzinfo=OSLO).astimezone(UTC)

    instant = timedelta(microseconds=1)
    seen = [mine(substitute, at) for at in (midnight(1) - instant, midnight(1), midnight(3) - instant, midnight(3))]
    assert seen == [0, 1, 1, 0]
    with acting_as(FURNISHER):
        assert Item.objects.get(about=econsultation.public_id).assignee_id == doctor.staff_id
    assert mine(doctor, midnight(1)) == 1


def end(actor: Actor, row: Substitute, now: datetime) -> Substitute:
    with acting_as(actor):
        absence.end_absence(actor=actor, absence_id=row.public_id, now=now)
        return Substitute.objects.get(id=row.id)


def test_who_comes_back_early_works_from_today_and_history_says_who_said_so(
    away, administrator: Actor, doctor: Actor, substitute: Actor, now: datetime
) -> None:
    row = away(doctor, -2, 5, substitute)
    ended = end(administrator, row, now)
    assert (ended.last_date, ended.ended_by, ended.cancelled) == (day(-1), administrator.name, False)
    with acting_as(substitute):
        assert selectors.substitutes_for(substitute, substitute.staff_id, TODAY) == []
    with acting_as(administrator):
        coming, over = selectors.absences(administrator, administrator.clinic_id, TODAY)
        assert (coming, [one.recorded_by for one in over]) == ([], [administrator.name])
        with pytest.raises(Refused):
            absence.end_absence(actor=administrator, absence_id=row.public_id, now=now)


def test_what_has_not_begun_is_called_off_and_holds_no_day(away, administrator, doctor, substitute, now) -> None:
    row = away(doctor, 3, 5, substitute)
    assert end(administrator, row, now).cancelled
    away(doctor, 4, 4)
    with acting_as(substitute):
        assert selectors.substitutes_for(substitute, substitute.staff_id, day(4)) == []
    with acting_as(doctor):
        assert selectors.substitutes(doctor, doctor.clinic_id, day(4)) == []


def test_another_clinics_period_is_not_there(away, doctor: Actor, foreign_doctor: Actor, now: datetime) -> None:
    row = away(doctor, 3, 5)
    stranger = Actor(
        scope=foreign_doctor.scope, role=Role.ADMINISTRATOR, name="Fred", clinic_id=foreign_doctor.clinic_id,
        staff_id=foreign_doctor.staff_id, account_id=foreign_doctor.account_id,
    )  # fmt: skip
    with acting_as(stranger), pytest.raises(Unknown):
        absence.end_absence(actor=stranger, absence_id=row.public_id, now=now)


def test_who_is_away_alone_is_known_to_patients_and_colleagues(away, doctor: Actor, patient: Actor) -> None:
    away(doctor, 0, 2)
    for actor in (patient, doctor):
        with acting_as(actor):
            (found,) = selectors.away_without_substitute(actor, doctor.clinic_id, TODAY)
            assert (found.name, found.last_date) == (doctor.name, day(2))
            assert selectors.away_without_substitute(actor, doctor.clinic_id, day(3)) == []


SPANS = st.builds(
    lambda who, instead, first, length: Span(who, instead, day(first), day(first + length)),
    st.integers(1, 3), st.none() | st.integers(1, 3), st.integers(0, 30), st.integers(0, 10),
)  # fmt: skip


@given(st.lists(SPANS, max_size=12))
def test_however_many_are_asked_for_nobody_is_away_twice_or_stands_in_while_away(spans: list[Span]) -> None:
    taken: list[Span] = []
    for span in spans:
        if absence_refused(span, taken, TODAY) is None:
            taken.append(span)
    for number in range(45):
        on = [span for span in taken if span.first_date <= day(number) <= span.last_date]
        absent = [span.absent_id for span in on]
        assert len(absent) == len(set(absent))
        assert not set(absent) & {span.substitute_id for span in on}
