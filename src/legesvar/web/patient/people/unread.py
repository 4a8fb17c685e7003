"""What is unread about those whom somebody acts for: asked of one at a time, in the scope of who acts for them.

So the wall and the mandate leave out what is hidden, and what they may not see (docs/acting-for-others.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.patients.selectors import Represented
from legesvar.web import behalf


def unread_of(own: Actor, found: Sequence[Represented]) -> dict[UUID, int]:
    """Count what is unread about each of these people, by who may act for them now.

    :param own: the one at the keyboard, in whose own scope these people were found
    """
    return {one.public_id: _unread(behalf.acting_for(own, one)) for one in found}


def _unread(actor: Actor) -> int:
    with acting_as(actor):
        return dialogues.unread(actor)
