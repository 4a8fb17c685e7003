"""How many files one session may have us look at: each takes a second of a processor, whoever sends it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from legesvar.core.actor import NOBODY, Actor
from legesvar.core.wall import acting_as
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.identity import commands as identity

MOST_A_MINUTE = 20


def refusal(actor: Actor, now: datetime) -> FileRefusal | None:
    """Count one more file of the actor's session, and refuse it when there have been too many this minute."""
    place = hashlib.sha256(f"files of session {actor.session_id}".encode()).hexdigest()
    with acting_as(NOBODY):
        times = identity.count_attempt(actor=NOBODY, place_hash=place, now=now)
    return FileRefusal.TOO_OFTEN if times > MOST_A_MINUTE else None
