"""What the page about the demo shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from legesvar.adapters.stand_ins.mailbox import Message
from legesvar.core.identity_number import parse
from legesvar.web.demo.kept import Person
from legesvar.words import dates

SHOWN = 100


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody to log in as."""

    name: str
    what: str
    why: str
    number: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as it was received."""

    heading: str
    subject: str
    body: str
    iso: str
    when: str


def demo(people: Sequence[Person], messages: Sequence[Message], today: date) -> dict[str, Any]:
    """Show the people of each door, and the newest messages first."""
    return {
        "patients": [_person(person) for person in people if not person.is_staff],
        "staff": [_person(person) for person in people if person.is_staff],
        "messages": [_message(message, today) for message in reversed(messages[-SHOWN:])],
    }


def _person(person: Person) -> PersonRow:
    number = parse(person.number, synthetic_allowed=True).grouped()
    return PersonRow(person.name, person.what, person.why, number)


def _message(message: Message, today: date) -> MessageRow:
    heading = _("SMS til {to}") if message.channel == "sms" else _("E-post til {to}")
    arrived = datetime.fromisoformat(message.time)
    return MessageRow(
        heading.format(to=message.to), message.subject, message.body, message.time, dates.moment(arrived, today)
    )
