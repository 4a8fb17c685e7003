"""Whether anything on the list has moved: what open lists ask every twenty seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from tests.consultations import Answer, draft, send

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import attending, replying, sharing
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.work import selectors
from legesvar.domain.work.kinds import PRESENCE_LASTS, Doing


def stamp(actor: Actor, at: datetime) -> str:
    with acting_as(actor):
        return selectors.stamp(actor, at).text


def test_every_change_of_the_list_gives_another_stamp(
    doctor: Actor, second_doctor: Actor, secretary: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue,
    answer: Answer, now: datetime,
) -> None:  # fmt: skip
    about = econsultation.public_id
    acts: list[tuple[Actor, Callable[[], object]]] = [
        (patient, lambda: replying.add(actor=patient, dialogue_id=about, text="Mer.", send_key=uuid4(), now=now)),
        (secretary, lambda: sharing.assign(actor=secretary, dialogue_id=about, to=second_doctor.public_id, now=now)),
        (secretary, lambda: attending.mark(actor=secretary, dialogue_id=about, urgent=True, now=now)),
        (secretary, lambda: attending.attend(actor=secretary, dialogue_id=about, doing=Doing.READING, now=now)),
        (secretary, lambda: attending.attend(actor=secretary, dialogue_id=about, doing=Doing.WRITING, now=now)),
        (doctor, lambda: answer(doctor, econsultation, close=False, seen=2)),
        (patient, lambda: replying.reply(actor=patient, dialogue_id=about, text="Takk", send_key=uuid4(), now=now)),
        (patient, lambda: send(patient, draft(patient, clinic, doctor, now), now)),
    ]
    seen = {stamp(doctor, now)}
    for number, (actor, act) in enumerate(acts):
        with acting_as(actor):
            act()
        assert stamp(doctor, now) == stamp(doctor, now)
        assert stamp(doctor, now) not in seen, number
        seen.add(stamp(doctor, now))
    assert stamp(doctor, now + PRESENCE_LASTS) not in seen


def test_what_one_does_oneself_beside_the_list_and_what_others_do_elsewhere_give_the_same(
    doctor: Actor, foreign_doctor: Actor, secretary: Actor, econsultation: Dialogue, now: datetime
) -> None:
    before, elsewhere = stamp(doctor, now), stamp(foreign_doctor, now)
    with acting_as(doctor):
        attending.attend(actor=doctor, dialogue_id=econsultation.public_id, doing=Doing.READING, now=now)
        attending.note(actor=doctor, dialogue_id=econsultation.public_id, text="x", send_key=uuid4(), now=now)
    assert stamp(doctor, now + timedelta(seconds=1)) == before
    with acting_as(secretary):
        attending.mark(actor=secretary, dialogue_id=econsultation.public_id, urgent=True, now=now)
    assert stamp(foreign_doctor, now) == elsewhere
