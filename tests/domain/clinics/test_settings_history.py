"""Settings change by dated rows: what was planned holds, what was lost is nothing, and history says who (ADR 0017)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.personas import FURNISHER, acting_for

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics import commands, selectors
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.clinics.policies import Refusal
from legesvar.domain.clinics.settings import ClinicFacts
from legesvar.domain.services import commands as services
from legesvar.domain.services import selectors as offers
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings

pytestmark = pytest.mark.django_db
E = Kind.E_CONSULTATION
STANDARD = DEFAULTS[E]


def change(actor: Actor, now: datetime, *, at: datetime | None = None, seen: str | None = None, **fields) -> None:
    with acting_as(actor):
        found = offers.settings(actor, actor.clinic_id, at or now, E)
        commands.change_settings(
            actor=actor, clinic_id=actor.clinic_id, settings=replace(found, **fields), valid_from=at or now, now=now,
            seen=seen,
        )  # fmt: skip


def in_force(actor: Actor, at: datetime) -> ServiceSettings:
    with acting_as(actor):
        return offers.settings(actor, actor.clinic_id, at, E)


def test_history_says_who_changed_what_when_from_what_to_what(administrator: Actor, now: datetime) -> None:
    change(administrator, now, answer_days=3)
    change(administrator, now + timedelta(minutes=1), character_limit=800, answer_days=4)
    with acting_as(administrator):
        newest, oldest = selectors.setting_history(
            administrator, administrator.clinic_id, STANDARD.capability, None
        ).rows
    assert oldest.changes == {"answer_days": [5, 3]}
    assert newest.changes == {"answer_days": [3, 4], "character_limit": [500, 800]}
    assert (newest.recorded_by, newest.recorded_at) == ("Arne Administrator", now + timedelta(minutes=1))


def test_a_change_to_what_is_so_already_stores_nothing(administrator: Actor, now: datetime) -> None:
    change(administrator, now, answer_days=5)
    with acting_as(administrator):
        assert selectors.newest_setting(administrator, administrator.clinic_id, STANDARD.capability) == ""
        assert not Entry.objects.filter(event="settings_changed").exists()


def test_a_change_now_does_not_undo_what_is_planned_and_is_not_undone_by_it(
    administrator: Actor, now: datetime
) -> None:
    later = now + timedelta(days=30)
    change(administrator, now, at=later, answer_days=3)
    change(administrator, now, character_limit=900)
    assert (in_force(administrator, now).answer_days, in_force(administrator, now).character_limit) == (5, 900)
    then = in_force(administrator, later)
    assert (then.answer_days, then.character_limit) == (3, 900)


def test_a_planned_change_that_is_dropped_never_comes_and_the_next_one_does(
    administrator: Actor, now: datetime
) -> None:
    first, second = now + timedelta(days=10), now + timedelta(days=20)
    change(administrator, now, at=first, answer_days=3)
    change(administrator, now, at=second, character_limit=700)
    with acting_as(administrator):
        seen = selectors.newest_setting(administrator, administrator.clinic_id, STANDARD.capability)
        commands.drop_planned(
            actor=administrator, clinic_id=administrator.clinic_id, settings=STANDARD, valid_from=first, now=now,
            seen=seen,
        )  # fmt: skip
    assert in_force(administrator, first + timedelta(days=1)) == STANDARD
    assert in_force(administrator, second).character_limit == 700
    assert in_force(administrator, second).answer_days == 5


def test_a_change_that_contradicts_what_is_planned_is_refused_whole(administrator: Actor, now: datetime) -> None:
    later = now + timedelta(days=30)
    change(administrator, now, first_date="2030-01-10", last_date="2030-01-20")
    change(administrator, now, at=later, first_date="2030-01-15")
    with pytest.raises(Refused) as refused:
        change(administrator, now + timedelta(minutes=1), last_date="2030-01-12")
    assert refused.value.reason is Refusal.CONTRADICTS_PLANNED
    assert in_force(administrator, now + timedelta(minutes=2)).last_date == "2030-01-20"


def test_who_did_not_see_the_newest_change_is_refused_and_told_what_came(administrator: Actor, now: datetime) -> None:
    change(administrator, now, answer_days=3)
    with pytest.raises(Refused) as refused:
        change(administrator, now, seen="", character_limit=900)
    assert refused.value.reason is Refusal.CHANGED_MEANWHILE
    with acting_as(administrator):
        (came,) = selectors.recorded_since(administrator, administrator.clinic_id, STANDARD.capability, "")
    assert came.changes == {"answer_days": [5, 3]}


@pytest.mark.parametrize("who", ["doctor", "secretary", "clinician", "substitute", "foreign_doctor"])
def test_only_an_administrator_changes_settings(who: str, request: pytest.FixtureRequest, clinic, now) -> None:
    actor = request.getfixturevalue(who)
    with acting_as(actor), pytest.raises(Refused) as refused:
        commands.change_settings(
            actor=actor, clinic_id=clinic.id, settings=replace(STANDARD, answer_days=3), valid_from=now, now=now
        )
    assert refused.value.reason is Refusal.WRONG_ROLE


def test_what_was_in_force_before_now_cannot_be_rewritten(administrator: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        change(administrator, now, at=now - timedelta(days=1), answer_days=3)
    assert refused.value.reason is Refusal.IN_THE_PAST


def facts(**changes) -> ClinicFacts:
    known = {
        "name": "Solbakken legekontor", "phone": "22 00 11 22", "street": "Storgata 1", "postcode": "0155",
        "city": "Oslo", "organisation_number": "974760673", "account_number": "86011117947",
    }  # fmt: skip
    return ClinicFacts(**{**known, **changes})


def test_facts_change_with_history_and_a_trace(administrator: Actor, clinic: Clinic, now: datetime) -> None:
    with acting_as(administrator):
        commands.change_facts(
            actor=administrator, clinic_id=clinic.id, facts=facts(phone="22 00 99 99", her_id="93238"), now=now
        )
        (row,) = selectors.setting_history(administrator, clinic.id, "clinic.facts", None).rows
        assert selectors.facts(administrator, clinic.id).her_id == "93238"
        assert Entry.objects.filter(event="settings_changed").count() == 1
    assert row.changes == {"phone": ["22 00 11 22", "22 00 99 99"], "her_id": ["", "93238"]}


def test_a_number_that_is_another_clinics_is_refused(administrator, clinic, other_clinic, now) -> None:
    with acting_as(administrator), pytest.raises(Refused) as refused:
        commands.change_facts(
            actor=administrator, clinic_id=clinic.id, facts=facts(organisation_number="971277882"), now=now
        )
    assert refused.value.reason is Refusal.NUMBER_TAKEN


# Days off.


def weekday(now: datetime, ahead: int) -> date:
    """Give a Monday that is no holiday, some weeks on."""
    day = now.date() + timedelta(days=7 - now.weekday() + 7 * ahead)
    with acting_as(FURNISHER):
        return (
            day if offers.due_date(FURNISHER, 0, _noon(day - timedelta(days=1)), 1) == day else weekday(now, ahead + 1)
        )


def _noon(day: date) -> datetime:
    from datetime import UTC, time

    return datetime.combine(day, time(12), UTC)


def test_a_day_off_puts_off_what_is_promised_from_now_on(administrator: Actor, clinic: Clinic, now: datetime) -> None:
    monday = weekday(now, 1)
    friday = _noon(monday - timedelta(days=3))
    with acting_as(administrator):
        before = offers.due_date(administrator, clinic.id, friday, 1)
        added = commands.add_days_off(
            actor=administrator, clinic_id=clinic.id, first=monday, last=monday, name="Kurs", now=now
        )
        after = offers.due_date(administrator, clinic.id, friday, 1)
    assert (before, added) == (monday, (monday,))
    assert after > monday


def test_a_day_off_is_one_clinics_own(administrator: Actor, other_clinic: Clinic, clinic: Clinic, now) -> None:
    monday = weekday(now, 1)
    with acting_as(administrator):
        commands.add_days_off(actor=administrator, clinic_id=clinic.id, first=monday, last=monday, name="Kurs", now=now)
        assert selectors.days_off(administrator, other_clinic.id, now.date()) == frozenset()


def test_a_day_off_is_taken_away_before_it_comes_and_stays_as_history(administrator, clinic, now) -> None:
    monday = weekday(now, 1)
    with acting_as(administrator):
        commands.add_days_off(actor=administrator, clinic_id=clinic.id, first=monday, last=monday, name="Kurs", now=now)
        (row,) = selectors.day_off_rows(administrator, clinic.id, None).rows
        for _ in range(2):
            commands.remove_day_off(actor=administrator, public_id=row.public_id, now=now)
        assert selectors.days_off(administrator, clinic.id, now.date()) == frozenset()
        (kept,) = selectors.day_off_rows(administrator, clinic.id, None).rows
        with pytest.raises(Refused) as refused:
            commands.remove_day_off(actor=administrator, public_id=row.public_id, now=_noon(monday) + timedelta(days=2))
    assert kept.removed_by == "Arne Administrator"
    assert refused.value.reason is Refusal.DAY_HAS_BEEN


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (-1, 3, Refusal.DAY_HAS_BEEN), (9, 8, Refusal.ENDS_BEFORE_IT_STARTS), (1, 400, Refusal.TOO_MANY_DAYS),
    ],
)  # fmt: skip
def test_days_off_that_cannot_be_meant_are_refused(administrator, clinic, now, first, last, reason) -> None:
    today = now.date()
    with acting_as(administrator), pytest.raises(Refused) as refused:
        commands.add_days_off(
            actor=administrator, clinic_id=clinic.id, first=today + timedelta(days=first),
            last=today + timedelta(days=last), name="", now=now,
        )  # fmt: skip
    assert refused.value.reason is reason


def test_a_weekend_is_off_already(administrator: Actor, clinic: Clinic, now: datetime) -> None:
    saturday = weekday(now, 1) - timedelta(days=2)
    with acting_as(administrator), pytest.raises(Refused) as refused:
        commands.add_days_off(actor=administrator, clinic_id=clinic.id, first=saturday, last=saturday, name="", now=now)
    assert refused.value.reason is Refusal.DAYS_ALREADY_OFF


# Pauses.


def test_a_doctor_pauses_their_own_offer_until_an_instant(doctor: Actor, patient: Actor, now: datetime) -> None:
    until = now + timedelta(days=3)
    with acting_as(doctor):
        services.set_offer(
            actor=doctor, clinic_id=doctor.clinic_id, staff_id=doctor.staff_id, kind=E, is_open=True,
            paused_until=until, now=now,
        )  # fmt: skip
    with acting_as(patient):
        from legesvar.domain.patients import selectors as patients

        place = patients.listing(patient, doctor.clinic_id, patient.person_id)
        assert offers.recipients(patient, place, now) == []
        assert [one.staff_id for one in offers.recipients(patient, place, until)] == [doctor.staff_id]


def test_nobody_changes_a_colleagues_offer(second_doctor: Actor, doctor: Actor, secretary: Actor, now) -> None:
    for actor in (second_doctor, secretary):
        with acting_as(actor), pytest.raises(Refused) as refused:
            services.set_offer(
                actor=actor, clinic_id=doctor.clinic_id, staff_id=doctor.staff_id, kind=E, is_open=False, now=now
            )
        assert refused.value.reason == "services.not_your_offer"


def test_a_secretary_pauses_a_kind_where_the_clinic_has_said_so(
    secretary: Actor, administrator: Actor, clinic: Clinic, now: datetime
) -> None:
    from legesvar.domain.clinics.settings import ClinicSettings

    until = now + timedelta(hours=3)
    with acting_as(secretary), pytest.raises(Refused) as refused:
        services.pause(actor=secretary, clinic_id=clinic.id, kind=E, until=until, reason="Sykdom.", now=now)
    assert refused.value.reason == "services.pause_not_allowed"
    with acting_as(administrator):
        commands.change_settings(
            actor=administrator, clinic_id=clinic.id, settings=ClinicSettings(secretaries_may_pause=True),
            valid_from=now, now=now,
        )  # fmt: skip
    with acting_as(secretary):
        services.pause(actor=secretary, clinic_id=clinic.id, kind=E, until=until, reason="Sykdom.", now=now)
        assert offers.closed(secretary, clinic.id, E, now, lambda _: 0) == "services.paused"
        services.resume(actor=secretary, clinic_id=clinic.id, kind=E, now=now + timedelta(minutes=1))
        assert offers.closed(secretary, clinic.id, E, now + timedelta(minutes=2), lambda _: 0) is None


def test_a_patient_or_a_parent_changes_nothing(patient: Actor, clinic: Clinic, now: datetime) -> None:
    for actor in (patient, acting_for(patient, clinic.id)):
        with acting_as(actor), pytest.raises(Refused):
            commands.add_days_off(actor=actor, clinic_id=clinic.id, first=now.date(), last=now.date(), name="", now=now)
