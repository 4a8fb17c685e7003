"""Lets the demo's past happen: each act by its own command, as the one who did it, in the order it was done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings

from legesvar.adapters import object_store
from legesvar.cli import demo_pictures
from legesvar.cli.demo_story import Act, Case, Turn
from legesvar.core import actor as actors
from legesvar.core import working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.models import new_public_id
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as money
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import answering, drafting, reading, replying, sending
from legesvar.domain.dialogues.kinds import Why
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.content import examine
from legesvar.domain.files.kinds import MediaType, Picture
from legesvar.domain.files.settings import FileLimits
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications.events import NoticeState
from legesvar.domain.notifications.selectors import NoticeFacts
from legesvar.domain.patients import selectors as patients
from legesvar.domain.services import selectors as services

KIND = Kind.E_CONSULTATION
WRITING, DELIVERING = timedelta(minutes=7), timedelta(seconds=4)
HISTORIAN = actors.system("demo")


@dataclass
class Cast:
    """Those who are there, by their keys: clinics' ids, staff (clinic, person) and patients as actors."""

    clinics: dict[str, int] = field(default_factory=dict)
    staff: dict[tuple[str, str], Actor] = field(default_factory=dict)
    patients: dict[str, Actor] = field(default_factory=dict)


@dataclass
class _Running:
    """A case that is being played; its dialogue exists from the moment it was sent."""

    case: Case
    patient: Actor
    clinic_id: int
    dialogue_id: UUID | None = None


def happen(cast: Cast, cases: Sequence[Case], now: datetime) -> None:
    """Play all that the cases tell, the oldest first, so that invoices and traces come in their order."""
    steps = [step for case in cases for step in _steps(cast, case, now)]
    for at, act in sorted(steps, key=lambda step: step[0]):
        act(now=at)


def _steps(cast: Cast, case: Case, now: datetime) -> Iterator[tuple[datetime, Callable[..., None]]]:
    running = _Running(case, cast.patients[case.patient], cast.clinics[case.at])
    recipient = cast.staff[case.at, case.to].staff_id
    yield instant(now, case.days, case.clock), partial(_send, running, recipient)
    for act in case.acts:
        doctor = cast.staff.get((case.at, act.by))
        yield instant(now, act.days, act.clock), partial(_TURNS[act.turn], running, doctor, act)


def instant(now: datetime, days: int, clock: str) -> datetime:
    """Return when it was `clock` in Oslo, so many working days ago."""
    day = oslo_date(now)
    while days:
        day -= working_days.ONE_DAY
        days -= working_days.is_working_day(day)
    hours, minutes = map(int, clock.split("."))
    return datetime.combine(day, time(hours, minutes), OSLO)


def _send(running: _Running, recipient: int | None, now: datetime) -> None:
    actor, clinic_id, begun = running.patient, running.clinic_id, now - WRITING
    with acting_as(actor):
        drafting.choose_recipient(actor=actor, kind=KIND, clinic_id=clinic_id, recipient_id=recipient, now=begun)
        drafting.declare_not_urgent(actor=actor, kind=KIND, now=begun)
        _accept_price(actor, clinic_id, begun)
        fields = [field.name for field in services.settings(actor, clinic_id, now).form]
        texts = dict(zip(fields, running.case.texts, strict=True))
        draft = drafting.write(actor=actor, kind=KIND, texts=texts, now=now)
        for name in running.case.pictures:
            drafting.attach(actor=actor, kind=KIND, stored=_stored(name), most=len(running.case.pictures), now=now)
        sent = sending.send(actor=actor, kind=KIND, draft_id=draft.public_id, now=now)
    running.dialogue_id = sent.public_id


def _accept_price(actor: Actor, clinic_id: int, now: datetime) -> None:
    place = patients.listing(actor, clinic_id, actor.person_id or 0)
    price = selectors.price(actor, place, now) if place else None
    if price is None:
        raise LookupError(f"no price at clinic {clinic_id}")
    drafting.accept_price(actor=actor, kind=KIND, shown=price.shown, now=now)


def _stored(name: str) -> Stored:
    """Take a drawing in as an upload is taken in, and put it into the file store."""
    picture = examine(demo_pictures.draw(name), FileLimits())
    if not isinstance(picture, Picture):
        raise TypeError(f"{name}: {picture}")
    store = object_store.open_store(settings.LEGESVAR.files_url)
    keys = object_store.new_key(), object_store.new_key()
    store.put(keys[0], picture.data, picture.media_type)
    store.put(keys[1], picture.thumbnail, MediaType.JPEG)
    return Stored(
        name=name, media_type=picture.media_type, size=len(picture.data), width=picture.width, height=picture.height,
        sha256=hashlib.sha256(picture.data).hexdigest(), object_key=keys[0], thumbnail_key=keys[1],
    )  # fmt: skip


def _answer(command: Callable[..., Any], running: _Running, doctor: Actor, act: Act, now: datetime) -> None:
    with acting_as(doctor):
        opened = reading.open_at_clinic(
            actor=doctor, dialogue_id=running.dialogue_id, why=Why.IN_TURN, now=now - WRITING
        )  # fmt: skip
        command(
            actor=doctor, dialogue_id=running.dialogue_id, text=act.text, seen=len(opened.messages),
            send_key=new_public_id(), now=now,
        )  # fmt: skip
    _tell(running, now + DELIVERING)


def _tell(running: _Running, now: datetime) -> None:
    """Write down that notices have gone out: the demo's mailbox begins empty, and none is sent days too late."""
    with acting_as(HISTORIAN) as actor:
        for notice in NoticeFacts.objects.filter(about=running.dialogue_id, state=NoticeState.QUEUED):
            notifications.claim(actor=actor, notice_id=notice.public_id, now=now)
            notifications.end(actor=actor, notice_id=notice.public_id, state=NoticeState.SENT, now=now)


def _read(running: _Running, nobody: None, act: Act, now: datetime) -> None:
    with acting_as(running.patient) as actor:
        reading.read(actor=actor, dialogue_id=running.dialogue_id, now=now)


def _reply(running: _Running, nobody: None, act: Act, now: datetime) -> None:
    with acting_as(running.patient) as actor:
        replying.reply(
            actor=actor, dialogue_id=running.dialogue_id, text=act.text, send_key=new_public_id(), now=now
        )  # fmt: skip


def _unpaid(running: _Running, by: Actor, act: Act, now: datetime) -> None:
    with acting_as(by) as actor:
        assert running.dialogue_id  # noqa: S101 - it was sent, answered and invoiced
        [invoice] = billing.invoices_about(actor, running.dialogue_id)
        money.mark_overdue(actor=actor, public_id=invoice.public_id, now=now)


_TURNS: dict[Turn, Callable[..., None]] = {
    Turn.ANSWER: partial(_answer, answering.answer),
    Turn.ANSWER_AND_CLOSE: partial(_answer, answering.answer_and_close),
    Turn.READ: _read,
    Turn.REPLY: _reply,
    Turn.UNPAID: _unpaid,
}
