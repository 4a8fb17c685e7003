"""At night, dialogues whose patients have not written back are closed, and the patients told (DIA-9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.consultations import Answer
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.commands import ending
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.tasks import Task
from legesvar.jobs import bind
from legesvar.jobs.schedule import SCHEDULE

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime) -> Dialogue:
    """Answered fifteen days ago, and the patient has not written back."""
    dialogue = answer(doctor, econsultation, close=False)
    with acting_as(FURNISHER):
        Dialogue.objects.filter(id=dialogue.id).update(updated_at=now - timedelta(days=15))
    return dialogue


def test_what_has_been_silent_for_fourteen_days_is_closed_at_night(silent: Dialogue) -> None:
    bind.close_silent(timestamp=0)
    with acting_as(FURNISHER):
        silent.refresh_from_db()
    assert (silent.state, silent.closed_how, silent.unread) == ("closed", "silence", True)


def test_it_goes_on_until_nothing_is_left(
    silent: Dialogue, monkeypatch: pytest.MonkeyPatch, patient: Actor, now: datetime
) -> None:
    monkeypatch.setattr(ending, "AT_A_TIME", 1)
    bind.close_silent(timestamp=0)
    with acting_as(FURNISHER):
        assert ending.close_silent(actor=FURNISHER, now=now) == 0


def test_it_has_its_time() -> None:
    assert Task.CLOSE_SILENT in SCHEDULE
