"""What notices say: never a word about health, a kind or a doctor (NOTE-2). Only portal, address and, where the clinic
has turned it on, the clinic's name vary.

A test walks every text with every value, in every language, and proves it.
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


def email(*, portal: str, address: str, clinic: str = "", language: str) -> Words:
    """Return the e-mail that says there is something to read."""
    with translation.override(language):
        subject, first = pgettext("notice", "Ny melding i {portal}"), pgettext("notice", "Du har en ny melding.")
        if clinic:
            subject = pgettext("notice", "Ny melding fra {clinic}")
            first = pgettext("notice", "Du har en ny melding fra {clinic} i {portal}.")
        rest = pgettext(
            "notice",
            "Logg inn på {address} for å lese den.\n\n"
            "Vi skriver aldri om helsen din i SMS eller e-post. Du kan ikke svare på denne e-posten.\n",
        )
    named = {"portal": portal, "clinic": clinic}
    return Words(subject.format(**named), f"{first.format(**named)} {rest.format(address=address)}")


def sms(*, portal: str, address: str, clinic: str = "", language: str) -> Words:
    """Return the SMS that says there is something to read."""
    with translation.override(language):
        body = pgettext("notice", "Du har en ny melding i {portal}. Logg inn på {address} for å lese den.")
        if clinic:
            body = pgettext(
                "notice", "Du har en ny melding fra {clinic} i {portal}. Logg inn på {address} for å lese den."
            )
    return Words("", body.format(portal=portal, clinic=clinic, address=address))


def push(*, portal: str, clinic: str = "", language: str) -> Words:
    """Return what stands on a phone's locked screen. Where it leads goes beside it, not in it."""
    with translation.override(language):
        subject = pgettext("notice", "Ny melding i {portal}")
        if clinic:
            subject = pgettext("notice", "Ny melding fra {clinic}")
        body = pgettext("notice", "Logg inn for å lese den.")
    return Words(subject.format(portal=portal, clinic=clinic), body)


def path(about: UUID, acting_for: UUID | None = None) -> str:
    """Return the page a notice leads to: the message, behind the login. The link itself opens nothing.

    :param acting_for: the patient's public id, when it is somebody else who is told
    """
    return f"/for/{acting_for}/dialog/{about}/" if acting_for else f"/dialog/{about}/"


def address(public_url: str, about: UUID, acting_for: UUID | None = None) -> str:
    """Return where the notice leads, in full."""
    return public_url + path(about, acting_for)
