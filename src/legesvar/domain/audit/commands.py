"""Leaving a trace. One plain insert in the act's own transaction: no trace, no act."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry


@command
def record(
    *,
    actor: Actor,
    event: Event,
    now: datetime,
    clinic_id: int | None = None,
    person_id: int | None = None,
    about: UUID | None = None,
    hidden: bool = False,
    **details: Any,
) -> None:
    """Add one entry to the trace.

    :param clinic_id: the clinic it concerns; the actor's own when not given
    :param person_id: the patient it concerns; the actor's own when not given
    :param about: the public id of the dialogue, invoice or file
    :param details: small facts such as a reason; never what somebody wrote
    """
    _write(actor, event, now, clinic_id, person_id, about, hidden, details)


def record_refused_access(*, actor: Actor, event: Event, now: datetime, **details: Any) -> None:
    """Add an entry for somebody who got nowhere, who may have no scope. Runs in a transaction of its own."""
    _write(actor, event, now, None, None, None, False, details)


def _write(
    actor: Actor, event: Event, now: datetime, clinic_id: int | None, person_id: int | None,
    about: UUID | None, hidden: bool, details: dict[str, Any],
) -> None:  # fmt: skip
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    # bulk_create writes without RETURNING, which somebody without a scope could not read.
    Entry.objects.bulk_create(
        [
            Entry(
                at=now, event=event, role=actor.role, actor_name=actor.name, account_id=actor.account_id,
                acting_person_id=actor.acting_person_id or actor.person_id,
                clinic_id=clinic_id if clinic_id is not None else actor.clinic_id,
                person_id=person_id if person_id is not None else actor.person_id,
                about=about, hidden=hidden, details=details, request_id=request_id,
            )
        ]
    )  # fmt: skip
