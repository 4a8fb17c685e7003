"""What is done by the clock is done: every periodic task has its time, and comes as often as the pages say."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from tests.consultations import draft
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.dialogues.models import Draft
from legesvar.jobs import bind
from legesvar.jobs.schedule import app  # with its times

TEN_SECONDS, MINUTE, HOUR, DAY = timedelta(seconds=10), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The longest that passes between two times, by what a clinic, a patient or the law is promised.
PROMISED = {
    "audit.seal": TEN_SECONDS,  # docs/tasks.md
    "audit.make_months": DAY,
    "notifications.mark_uncertain": MINUTE,  # docs/tasks.md
    "identity.forget_parked_posts": timedelta(minutes=10),  # kept for thirty minutes: ADR 0014
    "identity.forget_verifications": DAY,
    "identity.forget_logins": DAY,  # removed at night when they are 90 days old: docs/login.md
    "dialogues.forget_old_drafts": DAY,  # kept 30 days: START-9
    "dialogues.close_silent": DAY,  # DIA-9
    "patients.forget_imports": HOUR,
    "files.forget_orphans": DAY,
    "search.forget_searches": DAY,
    "statistics.gather": HOUR,  # docs/statistics.md
    "jobs.rescue": MINUTE,  # docs/tasks.md
    "jobs.sweep": DAY,  # docs/tasks.md
}
PERIODIC = app.periodic_registry.periodic_tasks
MONDAY = datetime(2026, 5, 4, tzinfo=UTC).timestamp()


def by_the_clock() -> set[str]:
    """Find the tasks that are told at which time they are done, as only periodic ones are."""
    return {name for name, task in app.tasks.items() if "timestamp" in inspect.signature(task.func).parameters}


def test_every_task_of_the_clock_is_asked_for_by_it() -> None:
    ours = {name for name in by_the_clock() if not name.startswith("builtin")}
    assert ours == {name for name, _ in PERIODIC} == set(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_it_comes_as_often_as_is_promised(name: str) -> None:
    (found,) = (task for (known, _), task in PERIODIC.items() if known == name)
    found.croniter.set_current(MONDAY)
    times = [found.croniter.get_next(float) for _ in range(500)]
    assert max(b - a for a, b in pairwise(times)) <= PROMISED[name].total_seconds()


def begin(actors: list[Actor], clinic: Clinic, doctor: Actor, at: datetime, days: int) -> None:
    for actor in actors:
        draft(actor, clinic, doctor, at)
    with acting_as(FURNISHER):
        Draft.objects.update(updated_at=at - timedelta(days=days))


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_draft_of_thirty_days_is_deleted_at_night(
    tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime, days: int, left: int
) -> None:
    begin([patient], clinic, doctor, now, days)
    bind.forget_old_drafts(timestamp=0)
    with acting_as(FURNISHER):
        assert Draft.objects.count() == left


@pytest.mark.django_db
def test_no_old_draft_waits_for_another_night_because_there_are_many(
    tariff: None, patient: Actor, other_patient: Actor, clinic: Clinic, doctor: Actor, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(drafting, "AT_A_TIME", 1)
    begin([patient, other_patient], clinic, doctor, now, 31)
    bind.forget_old_drafts(timestamp=0)
    with acting_as(FURNISHER):
        assert not Draft.objects.exists()
