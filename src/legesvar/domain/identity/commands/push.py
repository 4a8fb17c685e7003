"""A device is told by push that there is something to read: turned on, turned off, or gone (NOTE-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor, Scope
from legesvar.core.command import command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import devices
from legesvar.domain.identity.models import PushSubscription
from legesvar.domain.identity.policies import ContactRefusal
from legesvar.domain.identity.settings import DEVICES_AT_ONCE


@command
def turn_on(
    *, actor: Actor, endpoint: str, public_key: str, secret: str, services: Collection[str], now: datetime
) -> None:
    """Let a person be told on the device at hand. A device is one person's: whoever had it before no longer is.

    :param services: the push services we speak to
    :raises Refused: NO_PUSH_SERVICE
    """
    if actor.scope is not Scope.SELF:
        raise Unknown
    known = devices.is_served(endpoint, services) and devices.are_keys(public_key, secret)
    refuse_if(None if known else ContactRefusal.NO_PUSH_SERVICE)
    PushSubscription.objects.filter(endpoint=endpoint).delete()
    row = PushSubscription.objects.create(
        person_id=actor.person_id, endpoint=endpoint, public_key=public_key, secret=secret, made_at=now
    )
    own = PushSubscription.objects.filter(person_id=actor.person_id).order_by("-id").values_list("id", flat=True)
    PushSubscription.objects.filter(id__in=list(own[DEVICES_AT_ONCE:])).delete()
    audit.record(actor=actor, event=Event.PUSH_TURNED_ON, person_id=actor.person_id, about=row.public_id, now=now)


@command
def turn_off(*, actor: Actor, device_id: UUID, now: datetime) -> None:
    """Stop telling a person on one of their devices. Doing it twice changes nothing.

    :raises Unknown: when it is somebody else's
    """
    found = PushSubscription.objects.filter(public_id=device_id)
    if actor.scope is not Scope.SELF or found.exclude(person_id=actor.person_id).exists() or not found.exists():
        raise Unknown
    found.delete()
    audit.record(actor=actor, event=Event.PUSH_TURNED_OFF, person_id=actor.person_id, about=device_id, now=now)


@command
def forget_device(*, actor: Actor, device_id: UUID, now: datetime) -> None:
    """Forget a device that its push service no longer knows."""
    row = PushSubscription.objects.filter(public_id=device_id).first()
    if row is not None:
        row.delete()
        audit.record(actor=actor, event=Event.PUSH_TURNED_OFF, person_id=row.person_id, about=device_id, now=now)
