"""A doctor opens or closes for a kind of dialogue; the clinic pauses one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.kinds import Kind
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics import selectors as clinic_facts
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.services import policies, selectors
from legesvar.domain.services.models import Offer


@command
def set_offer(
    *, actor: Actor, clinic_id: int, staff_id: int, kind: Kind, is_open: bool, paused_until: datetime | None = None,
    now: datetime,
) -> None:  # fmt: skip
    """Say whether a doctor takes this kind of dialogue from now on, or from an instant on (START-1).

    :param paused_until: when a doctor who takes it begins again; None for at once
    :raises Refused: NOT_YOUR_OFFER, RESUMES_IN_THE_PAST
    """
    refuse_if(policies.offer_change_refused(actor, clinic_id, staff_id))
    refuse_if(policies.resume_refused(paused_until, now))
    Offer.objects.update_or_create(
        clinic_id=clinic_id, staff_id=staff_id, kind=kind,
        defaults={"is_open": is_open, "paused_until": paused_until, "changed_at": now},
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.OFFER_CHANGED, clinic_id=clinic_id, now=now, is_open=is_open, kind=kind,
        paused_until=paused_until.isoformat() if paused_until else "",
    )  # fmt: skip


@command
def pause(*, actor: Actor, clinic_id: int, kind: Kind, until: datetime, reason: str, now: datetime) -> None:
    """Take no more of a kind until an instant; patients read the reason (START-11).

    :raises Refused: PAUSE_NOT_ALLOWED, PAUSE_NEEDS_A_REASON, RESUMES_IN_THE_PAST, and what `change_settings` raises
    """
    refuse_if(policies.pause_refused(actor, _sharing(actor, clinic_id, now)))
    refuse_if(policies.resume_refused(until, now) or policies.reason_refused(reason))
    _set_pause(actor, clinic_id, kind, until.isoformat(), reason.strip(), now)


@command
def resume(*, actor: Actor, clinic_id: int, kind: Kind, now: datetime) -> None:
    """Take a kind again, before the pause was to end.

    :raises Refused: PAUSE_NOT_ALLOWED, and what `change_settings` raises
    """
    refuse_if(policies.pause_refused(actor, _sharing(actor, clinic_id, now)))
    _set_pause(actor, clinic_id, kind, "", "", now)


def _sharing(actor: Actor, clinic_id: int, now: datetime) -> ClinicSettings:
    return clinic_facts.settings_for(actor, clinic_id, ClinicSettings, now)


def _set_pause(actor: Actor, clinic_id: int, kind: Kind, until: str, reason: str, now: datetime) -> None:
    settings = replace(selectors.settings(actor, clinic_id, now, kind), paused_until=until, pause_reason=reason)
    clinics.change_settings(
        actor=actor, clinic_id=clinic_id, settings=settings, valid_from=now, now=now, permission=Permission.PAUSE
    )
