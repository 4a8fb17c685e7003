"""Invitations on their way out: claimed and committed before they are sent."""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings

from legesvar.adapters import smtp
from legesvar.adapters.outcome import Outcome
from legesvar.core import clock, sealing
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.commands import invitations
from legesvar.domain.clinics.commands.invitations import ToSend
from legesvar.domain.clinics.staffing import KEY_PURPOSE
from legesvar.jobs.work import TryAgain, log
from legesvar.words import invitations as words

PAGE = "/klinikk/invitasjon/"


def send(actor: Actor, invitation_id: UUID, sealed: str) -> None:
    """Send the link by which somebody accepts to work at a clinic."""
    key = sealing.derived_key(settings.SECRET_KEY, KEY_PURPOSE)
    token = sealing.unseal(base64.b64decode(sealed), key=key, purpose=str(invitation_id))
    with acting_as(actor):
        claimed = invitations.claim(actor=actor, invitation_id=invitation_id, token=token, now=clock.now())
    if claimed is None:
        return
    outcome = _attempt(claimed, token)
    again = outcome is Outcome.TRY_AGAIN
    with acting_as(actor):
        invitations.end_sending(actor=actor, invitation_id=invitation_id, outcome=outcome, again=again)
    if again:
        raise TryAgain


def _attempt(claimed: ToSend, token: str) -> Outcome:
    env = settings.LEGESVAR
    said = words.email(
        portal=env.portal_name, name=claimed.name, clinic=claimed.clinic, invited_by=claimed.invited_by,
        address=f"{env.public_url}{PAGE}{token}/", expires_at=claimed.expires_at, renews=claimed.renews,
    )  # fmt: skip
    domain = env.mail_from.rpartition("@")[2].strip("> ")
    try:
        mail = smtp.Mail(
            sender=env.mail_from, to=claimed.email, subject=said.subject, body=said.body,
            message_id=f"<{claimed.id}.{int(claimed.expires_at.timestamp())}@{domain}>", at=clock.now(),
        )  # fmt: skip
        return smtp.send(env.mail_url, mail)
    except ValueError:
        log.error("invitation_cannot_be_sent", id=str(claimed.id))
        return Outcome.REJECTED_FOR_GOOD
