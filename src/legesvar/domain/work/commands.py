"""Something comes on the worklist, is opened, and is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.work import policies
from legesvar.domain.work.kinds import Doing
from legesvar.domain.work.models import Item, Presence, Seen


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a piece of work; nobody when the id is None."""

    staff_id: int | None
    name: str = ""


NOBODY = Holder(None)


@command
def owe(
    *, actor: Actor, clinic_id: int, person_id: int, about: UUID, kind: str, patient_name: str, birth_date: date,
    assignee_id: int | None, assignee_name: str, channel: str = "web", urgent: bool = False, attachments: int = 0,
    hidden: bool = False, due_date: date, mark_date: date | None = None, now: datetime,
) -> None:  # fmt: skip
    """Put one thing on the clinic's worklist, or put it back there when it was done, with whoever had it.

    :param about: public id of the thing; it stands on the list at most once
    :param assignee_id: whose it is when it comes for the first time
    :param due_date: the last day to do it without being late
    :param mark_date: the day from which it is marked
    """
    Item.objects.update_or_create(
        clinic_id=clinic_id, about=about,
        defaults={
            "opened": False, "done_at": None, "due_date": due_date, "mark_date": mark_date, "received_at": now,
            "news_at": now, "attachments": attachments, "kind": kind,
        },
        create_defaults={
            "person_id": person_id, "kind": kind, "patient_name": patient_name, "birth_date": birth_date,
            "assignee_id": assignee_id, "assignee_name": assignee_name, "channel": channel, "urgent": urgent,
            "rank": policies.rank(urgent=urgent, channel=channel), "attachments": attachments, "hidden": hidden,
            "received_at": now, "news_at": now, "due_date": due_date, "mark_date": mark_date,
        },
    )  # fmt: skip


@command
def done(*, actor: Actor, clinic_id: int, about: UUID, now: datetime) -> None:
    """Take one thing off the worklist; it stays in the archive."""
    Item.objects.filter(clinic_id=clinic_id, about=about, done_at=None).update(done_at=now, opened=True)


@command
def unopened(*, actor: Actor, clinic_id: int, about: UUID, now: datetime) -> None:
    """Mark what has something new in it as not opened. When it must be done by stays."""
    Item.objects.filter(clinic_id=clinic_id, about=about).update(opened=False, news_at=now)


# At each look into a dialogue, so it is said in SQL (docs/speed.md).
_SEEN = (
    "INSERT INTO work_seen (clinic_id, staff_id, about, seen_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (clinic_id, staff_id, about) DO UPDATE SET seen_at = excluded.seen_at"
)


@command
def assign(*, actor: Actor, clinic_id: int, about: UUID, to: Holder) -> Holder:
    """Give a piece of work to somebody, or to nobody, and return who had it. It is unread for whoever gets it.

    What is done already keeps the name, so that it comes back to them.
    """
    row = Item.objects.select_for_update(of=("self",), no_key=True).filter(clinic_id=clinic_id, about=about).first()
    if row is None:
        return NOBODY
    former = Holder(row.assignee_id, row.assignee_name)
    if former.staff_id != to.staff_id:
        row.assignee_id, row.assignee_name = to.staff_id, to.name
        row.save(update_fields=["assignee_id", "assignee_name"])
        Seen.objects.filter(clinic_id=clinic_id, staff_id=to.staff_id or 0, about=about).delete()
    return former


@command
def mark(*, actor: Actor, clinic_id: int, about: UUID, urgent: bool) -> bool:
    """Mark what waits as urgent, or take the mark away, and say whether that changed anything."""
    row = Item.objects.select_for_update(of=("self",), no_key=True).filter(clinic_id=clinic_id, about=about).first()
    if row is None or row.done_at is not None or row.urgent is urgent:
        return False
    row.urgent, row.rank = urgent, policies.rank(urgent=urgent, channel=row.channel)
    row.save(update_fields=["urgent", "rank"])
    return True


_OPENED = (
    "WITH looked AS (UPDATE work_item SET opened = true WHERE clinic_id = %s AND about = %s AND NOT opened) "  # noqa: S608
    f"{_SEEN}"
)


@command
def opened(*, actor: Actor, about: UUID, now: datetime) -> None:
    """Note that a member of staff has opened it: somebody at the clinic has, and they have seen what is new in it."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, [actor.clinic_id, about, actor.clinic_id, actor.staff_id, about, now])


@command
def see(*, actor: Actor, about: UUID, now: datetime) -> None:
    """Note that a member of staff has seen what is new in it."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [actor.clinic_id, actor.staff_id, about, now])


@command
def unsee(*, actor: Actor, about: UUID) -> None:
    """Make it unread again for this member of staff."""
    Seen.objects.filter(clinic_id=actor.clinic_id, staff_id=actor.staff_id, about=about).delete()


@command
def attend(*, actor: Actor, about: UUID, doing: Doing, now: datetime) -> None:
    """Note that a member of staff has it in front of them, and no longer what they had before."""
    here = Presence(
        clinic_id=actor.clinic_id, staff_id=actor.staff_id, name=actor.name, about=about, doing=doing, at=now
    )
    # In one statement: two windows at once never collide.
    Presence.objects.bulk_create(
        [here], update_conflicts=True, unique_fields=["clinic_id", "staff_id"],
        update_fields=["name", "about", "doing", "at"],
    )  # fmt: skip


@command
def leave(*, actor: Actor) -> None:
    """Note that a member of staff has nothing in front of them any more."""
    Presence.objects.filter(clinic_id=actor.clinic_id, staff_id=actor.staff_id).delete()


@command
def release(*, actor: Actor, clinic_id: int, staff_id: int, now: datetime) -> int:
    """Let what somebody has open be nobody's again: they no longer work here.

    :returns: how many things there were
    """
    Presence.objects.filter(clinic_id=clinic_id, staff_id=staff_id).delete()
    theirs = Item.objects.filter(clinic_id=clinic_id, assignee_id=staff_id, done_at=None)
    released = theirs.update(assignee_id=None, assignee_name="")
    if released:
        audit.record(actor=actor, event=Event.WORK_RELEASED, clinic_id=clinic_id, now=now, items=released)
    return released
