"""What somebody has not read yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.selectors.mandates import mandate_sql
from legesvar.domain.patients import selectors as patients

CEILING = 100
# What is unread is in Innboks, so the index of Innboks leads to it.
_UNREAD = (
    "SELECT count(*) FROM (SELECT 1 FROM dialogues_dialogue "
    "WHERE person_id = %s AND in_inbox AND %s = ANY(unread_by) {allowed} LIMIT {most:d}) unread"
)


def unread(actor: Actor) -> int:
    """Count the patient's dialogues with something new for who is at the keyboard, up to a hundred (DIA-1)."""
    ((counted,),) = by_sql.query(*unread_sql(actor))
    return int(counted)


def unread_sql(actor: Actor) -> tuple[str, list[Any]]:
    """Return the question that counts them, and its values."""
    allowed, limits = mandate_sql(actor)
    return _UNREAD.format(allowed=allowed, most=CEILING), [actor.person_id, actor.author_id, *limits]


@dataclass(frozen=True, slots=True)
class News:
    """How much somebody has not read of their own, and whether they may have to look for others too."""

    unread: int
    has_others: bool


def news(actor: Actor) -> News:
    """Count what somebody has not read of their own, and say in the same question whether they act for anybody."""
    counted, whose = unread_sql(actor)
    statement = f"SELECT ({counted}), {patients.ACTS_FOR_SOMEBODY}"
    ((unread_by_them, acts),) = by_sql.query(statement, [*whose, actor.person_id])
    return News(int(unread_by_them), acts)


def is_unread(actor: Actor, public_id: UUID, reader_id: int) -> bool | None:
    """Say whether there is something in a dialogue that a person has not read; None: there is no such dialogue.

    A dialogue that was withdrawn has nothing to read. For the job that tells people, just before it does.
    """
    found = Dialogue.objects.filter(public_id=public_id).values_list("unread_by", flat=True).first()
    return None if found is None else reader_id in found
