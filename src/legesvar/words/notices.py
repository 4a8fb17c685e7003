"""What notices say: never a word about health, a kind, a doctor or a clinic (NOTE-2). Only portal and address vary.

A test walks every text with every value and proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import pgettext


@dataclass(frozen=True, slots=True)
class Words:
    """A finished notice. An SMS has no subject."""

    subject: str
    body: str


def email(*, portal: str, address: str, language: str) -> Words:
    """Return the e-mail that says there is something to read."""
    with translation.override(language):
        subject = pgettext("notice", "Ny melding i {portal}").format(portal=portal)
        body = pgettext(
            "notice",
            "Du har en ny melding. Logg inn på {address} for å lese den.\n\n"
            "Vi skriver aldri om helsen din i SMS eller e-post. Du kan ikke svare på denne e-posten.\n",
        ).format(address=address)
    return Words(subject, body)


def sms(*, portal: str, address: str, language: str) -> Words:
    """Return the SMS that says there is something to read."""
    with translation.override(language):
        body = pgettext("notice", "Du har en ny melding i {portal}. Logg inn på {address} for å lese den.")
    return Words("", body.format(portal=portal, address=address))


def address(public_url: str, about: UUID, acting_for: UUID | None = None) -> str:
    """Return where the notice leads: to the message, behind the login. The link itself opens nothing.

    :param acting_for: the patient's public id, when it is somebody else who is told
    """
    prefix = f"{public_url}/for/{acting_for}" if acting_for else public_url
    return f"{prefix}/dialog/{about}/"
