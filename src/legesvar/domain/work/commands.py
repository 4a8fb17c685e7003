"""Something comes on the worklist, is opened, and is done."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.work import policies
from legesvar.domain.work.models import Item


@command
def owe(
    *, actor: Actor, clinic_id: int, person_id: int, about: UUID, kind: str, patient_name: str, birth_date: date,
    assignee_id: int | None, assignee_name: str, channel: str = "web", urgent: bool = False, attachments: int = 0,
    hidden: bool = False, due_date: date, now: datetime,
) -> None:  # fmt: skip
    """Put one thing on the clinic's worklist, or put it back there when it was done.

    :param about: public id of the thing; it stands on the list at most once
    :param due_date: the last day to do it without being late
    """
    Item.objects.update_or_create(
        clinic_id=clinic_id, about=about,
        defaults={
            "opened": False, "done_at": None, "due_date": due_date, "received_at": now, "attachments": attachments,
            "assignee_id": assignee_id, "assignee_name": assignee_name, "kind": kind,
        },
        create_defaults={
            "person_id": person_id, "kind": kind, "patient_name": patient_name, "birth_date": birth_date,
            "assignee_id": assignee_id, "assignee_name": assignee_name, "channel": channel, "urgent": urgent,
            "rank": policies.rank(urgent=urgent, channel=channel), "attachments": attachments, "hidden": hidden,
            "received_at": now, "due_date": due_date,
        },
    )  # fmt: skip


@command
def done(*, actor: Actor, clinic_id: int, about: UUID, now: datetime) -> None:
    """Take one thing off the worklist; it stays in the archive."""
    Item.objects.filter(clinic_id=clinic_id, about=about, done_at=None).update(done_at=now, opened=True)


@command
def unopened(*, actor: Actor, clinic_id: int, about: UUID) -> None:
    """Mark what has something new in it as not opened. When it must be done by stays."""
    Item.objects.filter(clinic_id=clinic_id, about=about).update(opened=False)


@command
def opened(*, actor: Actor, clinic_id: int, about: UUID) -> None:
    """Note that somebody at the clinic has opened it."""
    Item.objects.filter(clinic_id=clinic_id, about=about, opened=False).update(opened=True)
