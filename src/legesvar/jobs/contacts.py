"""Codes, links and warnings about contact data on their way out: claimed and committed before they are sent."""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings

from legesvar.adapters import sms, smtp
from legesvar.adapters.outcome import Outcome
from legesvar.core import clock, sealing
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.commands.contact import ToSend
from legesvar.domain.identity.contacts import KEY_PURPOSE
from legesvar.domain.identity.kinds import ContactKind
from legesvar.jobs.work import TryAgain, log
from legesvar.words import verification as words
from legesvar.words.notices import Words

PROFILE = "/profil/"


def send_code(actor: Actor, verification_id: UUID, sealed: str) -> None:
    """Send the code and the link by which somebody shows that an address is theirs."""
    with acting_as(actor):
        claimed = contact.claim_code(actor=actor, verification_id=verification_id, now=clock.now())
    if claimed is None:
        return
    outcome = _attempt(claimed, _code(claimed, sealed))
    again = outcome is Outcome.TRY_AGAIN
    with acting_as(actor):
        contact.end_code(actor=actor, verification_id=verification_id, outcome=outcome, again=again)
    if again:
        raise TryAgain


def tell_former_address(actor: Actor, change_id: UUID) -> None:
    """Tell an address that is no longer somebody's that it is not, in case it was not their doing."""
    with acting_as(actor):
        claimed = contact.claim_change(actor=actor, change_id=change_id, now=clock.now())
    if claimed is None:
        return
    outcome = _attempt(claimed, _change(claimed))
    again = outcome is Outcome.TRY_AGAIN
    with acting_as(actor):
        contact.end_change(actor=actor, change_id=change_id, outcome=outcome, again=again)
    if again:
        raise TryAgain


def _code(claimed: ToSend, sealed: str) -> Words:
    env = settings.LEGESVAR
    key = sealing.derived_key(settings.SECRET_KEY, KEY_PURPOSE)
    code, token = sealing.unseal(base64.b64decode(sealed), key=key, purpose=str(claimed.id))
    if claimed.kind is ContactKind.MOBILE:
        return words.code_sms(portal=env.portal_name, code=code, language=claimed.language)
    link = f"{env.public_url}{PROFILE}lenke/{token}/"
    return words.code_email(portal=env.portal_name, address=link, code=code, language=claimed.language)


def _change(claimed: ToSend) -> Words:
    env = settings.LEGESVAR
    write = words.changed_sms if claimed.kind is ContactKind.MOBILE else words.changed_email
    address = env.public_url + PROFILE
    return write(portal=env.portal_name, address=address, at=claimed.at, language=claimed.language)


def _attempt(claimed: ToSend, said: Words) -> Outcome:
    env = settings.LEGESVAR
    try:
        if claimed.kind is ContactKind.MOBILE:
            return sms.send(env.sms_url, to=claimed.address, text=said.body)
        domain = env.mail_from.rpartition("@")[2].strip("> ")
        mail = smtp.Mail(
            sender=env.mail_from, to=claimed.address, subject=said.subject, body=said.body,
            message_id=f"<{claimed.id}@{domain}>", at=clock.now(),
        )  # fmt: skip
        return smtp.send(env.mail_url, mail)
    except ValueError:
        log.error("contact_message_cannot_be_sent", id=str(claimed.id), kind=claimed.kind)
        return Outcome.REJECTED_FOR_GOOD
