"""A notice to all of somebody's devices; one that its push service no longer knows is forgotten."""

from __future__ import annotations

import json

from django.conf import settings

from legesvar.adapters import push
from legesvar.adapters.outcome import Outcome
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.identity import devices as rules
from legesvar.domain.identity.commands import push as subscriptions
from legesvar.domain.identity.selectors import Device
from legesvar.words.notices import Words


def deliver(actor: Actor, devices: list[Device], words: Words, path: str) -> Outcome:
    """Tell every device, and say what became of it: sent when one of them was told.

    :param path: the page of ours that a click leads to
    """
    told = json.dumps({"title": words.subject, "body": words.body, "path": path}).encode()
    outcomes = {_one(actor, device, told) for device in devices}
    best = (Outcome.SENT, Outcome.UNCERTAIN, Outcome.TRY_AGAIN)
    return next((outcome for outcome in best if outcome in outcomes), Outcome.REJECTED_FOR_GOOD)


def _one(actor: Actor, device: Device, told: bytes) -> Outcome:
    env = settings.LEGESVAR
    outcome = Outcome.NO_SUCH_ADDRESS
    # Asked again: which services we speak to may have become another matter since it was stored.
    if env.push_key and rules.is_served(device.endpoint, env.push_services):
        browser = push.Browser(device.endpoint, device.public_key, device.secret)
        outcome = push.send(browser, told, key=env.push_key, contact=env.push_contact, at=clock.now())
    if outcome is Outcome.NO_SUCH_ADDRESS:
        with acting_as(actor):
            subscriptions.forget_device(actor=actor, device_id=device.public_id, now=clock.now())
    return outcome
