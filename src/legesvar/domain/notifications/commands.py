"""A notice is decided, claimed, and ends, or is given up. Sending it is a job's; nothing here touches the network."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from legesvar.core import queue
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.notifications import models, policies
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.domain.notifications.tasks import Task

CLAIM_LASTS = timedelta(minutes=10)


@command
def decide(
    *, actor: Actor, event: Notice, about: UUID, number: int, clinic_id: int, person_id: int,
    channel: Channel, recipient: str, language: str, reader_id: int | None = None, hidden: bool = False, now: datetime,
) -> None:  # fmt: skip
    """Decide that a person is to be told, where and how; the job that sends it exists when this act commits.

    The same event again changes nothing (NOTE-3). With no channel the notice is kept, so that staff can see it.

    :param reader_id: the person who is told, when it is somebody who acts for the patient
    """
    key = {
        "clinic_id": clinic_id, "about": about, "event": event, "number": number, "channel": channel,
        "reader_id": reader_id,
    }  # fmt: skip
    if models.Notice.objects.filter(**key).exists():
        return
    made = models.Notice.objects.create(
        **key, person_id=person_id, recipient=recipient, language=language, hidden=hidden,
        decided_at=now, message_id=str(new_public_id()),
        state=NoticeState.NONE if channel is Channel.NONE else NoticeState.QUEUED,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.NOTICE_DECIDED, clinic_id=clinic_id, person_id=person_id, about=about, hidden=hidden,
        now=now, channel=channel,
    )  # fmt: skip
    if made.state == NoticeState.QUEUED:
        # One at a time for each person, so that notices come in order (NOTE-3); a phone that is away holds up nothing.
        lane = "push" if channel is Channel.PUSH else "notice"
        queue.enqueue(Task.SEND_NOTICE, lock=f"{lane}-{person_id}", notice_id=str(made.public_id))


@command
def claim(*, actor: Actor, notice_id: UUID, now: datetime) -> models.Notice | None:
    """Take a queued notice for sending, or return None when somebody else has it or it is already on its way."""
    taken = models.Notice.objects.filter(public_id=notice_id, state=NoticeState.QUEUED).update(
        state=NoticeState.CLAIMED, claimed_at=now, attempts=F("attempts") + 1
    )
    return models.Notice.objects.get(public_id=notice_id) if taken else None


@command
def end(*, actor: Actor, notice_id: UUID, state: NoticeState, problem: str = "", now: datetime) -> None:
    """Write down how a claimed notice ended. QUEUED gives it back, to be tried again later."""
    models.Notice.objects.filter(public_id=notice_id, state=NoticeState.CLAIMED).update(
        state=state, problem=problem[:200], ended_at=None if state is NoticeState.QUEUED else now
    )


@command
def mark_uncertain(*, actor: Actor, now: datetime) -> int:
    """Mark claims without an outcome as uncertain: killed between "250 OK" and our commit. Never sent again by itself.

    :returns: how many
    """
    return models.Notice.objects.filter(state=NoticeState.CLAIMED, claimed_at__lt=now - CLAIM_LASTS).update(
        state=NoticeState.UNCERTAIN, ended_at=now
    )


@command
def void(*, actor: Actor, notice_id: UUID, why: str, now: datetime) -> bool:
    """Give up a queued notice, because there is nothing to tell any more (NOTE-4).

    :returns: whether it was still queued
    """
    queued = models.Notice.objects.filter(public_id=notice_id, state=NoticeState.QUEUED)
    return bool(queued.update(state=NoticeState.VOID, problem=why, ended_at=now))


@command
def bounce(*, actor: Actor, message_id: str, problem: str, now: datetime) -> models.Notice | None:
    """Note that an e-mail came back after it had been taken, or return None when it is no notice of ours, or known.

    :param problem: the status it came back with
    """
    out = models.Notice.objects.filter(
        message_id=message_id, channel=Channel.EMAIL, state__in=[NoticeState.SENT, NoticeState.UNCERTAIN]
    )
    if not out.update(state=NoticeState.BOUNCED, problem=problem[:200], ended_at=now):
        return None
    return models.Notice.objects.get(message_id=message_id)


@command
def send_again(*, actor: Actor, notice_id: UUID, now: datetime) -> None:
    """Send a notice once more because a member of staff has decided so; it keeps its Message-ID.

    :raises Refused: NOT_NOW, also when a colleague has just done it
    :raises Unknown: when it is missing or another clinic's
    """
    row = models.Notice.objects.select_for_update(of=("self",), no_key=True).filter(
        public_id=notice_id, clinic_id=actor.clinic_id
    ).first()  # fmt: skip
    if row is None:
        raise Unknown
    refuse_if(policies.again_refused(row.state, row.channel))
    before = row.state
    row.state, row.attempts, row.ended_at, row.problem = NoticeState.QUEUED, 0, None, ""
    row.save(update_fields=["state", "attempts", "ended_at", "problem"])
    audit.record(
        actor=actor, event=Event.NOTICE_SENT_AGAIN, clinic_id=row.clinic_id, person_id=row.person_id,
        about=row.about, hidden=row.hidden, now=now, before=before, channel=row.channel,
    )  # fmt: skip
    queue.enqueue(Task.SEND_NOTICE, lock=f"notice-{row.person_id}", notice_id=str(row.public_id))
