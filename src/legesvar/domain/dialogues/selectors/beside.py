"""What stands beside a thread that a patient reads, from one question: a round trip costs more than its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.clinics.reach import Reach
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.selectors.mandates import mandate_sql
from legesvar.domain.dialogues.selectors.unread import unread_sql

MOST_LINKED = 10


@dataclass(frozen=True, slots=True)
class BegunReply:
    """What a patient, or who acts for them, has begun to write back."""

    text: str
    send_key: UUID
    written_from: UUID | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Linked:
    """A dialogue that this one follows, or that follows this one."""

    public_id: UUID
    started_at: datetime
    follows: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a thread.

    :param clinic: how the clinic it is with is reached
    :param unread: how many dialogues have something new for who is at the keyboard
    :param begun: what they have begun to write back
    :param linked: the dialogue before this one, and those that were begun after it, the oldest first (DIA-6)
    """

    clinic: Reach
    unread: int
    begun: BegunReply | None
    linked: list[Linked]


_CLINIC, _BEGUN = Reach.__slots__, BegunReply.__slots__
_BESIDE = (
    f"SELECT {', '.join(f'c.{name}' for name in _CLINIC)}, {', '.join(f'r.{name}' for name in _BEGUN)}, "  # noqa: S608
    "({unread}), {linked} FROM clinics_clinic c "
    "LEFT JOIN dialogues_reply r ON r.dialogue_id = %s AND r.author_person_id = %s {others} WHERE c.id = %s"
)
_LINKED = "ids, starts, follow"
_OTHERS = (
    "LEFT JOIN LATERAL (SELECT array_agg(public_id) AS ids, array_agg(started_at) AS starts, "  # noqa: S608 - constants
    "array_agg(previous IS NOT DISTINCT FROM %s) AS follow FROM (SELECT public_id, started_at, previous "
    "FROM dialogues_dialogue WHERE person_id = %s AND (previous = %s OR public_id = %s) {allowed} "
    f"ORDER BY started_at, id LIMIT {MOST_LINKED:d}) AS found) AS linked ON true"
)


def beside(actor: Actor, dialogue: Dialogue) -> Beside:
    """Return what stands beside a thread that the actor reads.

    Nothing is looked for where nothing can be linked: only what has ended is followed.
    """
    counted, whose = unread_sql(actor)
    has_linked = dialogue.previous is not None or dialogue.closed_at is not None
    others, about = _others(actor, dialogue) if has_linked else ("", [])
    statement = _BESIDE.format(unread=counted, linked=_LINKED if has_linked else "NULL, NULL, NULL", others=others)
    ((*read, unread, ids, starts, follow),) = by_sql.query(
        statement, [*whose, dialogue.id, actor.author_id, *about, dialogue.clinic_id]
    )  # fmt: skip
    linked = sorted(map(Linked, ids or (), starts or (), follow or ()), key=lambda one: one.started_at)
    reach, begun = Reach(*read[: len(_CLINIC)]), read[len(_CLINIC) :]
    return Beside(reach, int(unread), None if begun[0] is None else BegunReply(*begun), linked)


def _others(actor: Actor, dialogue: Dialogue) -> tuple[str, list[Any]]:
    allowed, limits = mandate_sql(actor)
    own = dialogue.public_id
    following = own if dialogue.closed_at else None
    return _OTHERS.format(allowed=allowed), [own, dialogue.person_id, following, dialogue.previous, *limits]
