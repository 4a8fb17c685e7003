"""Searching is an act: what was searched for and its trace come together (WORK-7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from legesvar.core import text
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.search import policies
from legesvar.domain.search.kinds import Why
from legesvar.domain.search.models import Search

KEPT = timedelta(days=1)


@command
def look(*, actor: Actor, words: str, why: Why, now: datetime) -> Search:
    """Note what somebody searches for, and leave the trace of it: who, when, why, which words.

    :param why: why messages are looked through too; NOT when they are not
    :raises Refused: TOO_SHORT, TOO_LONG
    """
    refuse_if(policies.search_refused(words), limit=policies.LONGEST)
    made = Search.objects.create(
        clinic_id=actor.clinic_id, account_id=actor.account_id, words=text.normalise(words), why=why, at=now
    )
    audit.record(actor=actor, event=Event.SEARCHED, about=made.public_id, now=now, why=why, words=made.words)
    return made


@command
def forget_old(*, actor: Actor, now: datetime) -> int:
    """Remove what was searched for more than a day ago. For the nightly job.

    :returns: how many were removed
    """
    removed, _ = Search.objects.filter(at__lt=now - KEPT).delete()
    return removed
