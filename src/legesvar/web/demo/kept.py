"""What the demo keeps in its directory for this page: its people, and the messages its stand-ins have received."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from legesvar.adapters.stand_ins.mailbox import Message
from legesvar.adapters.stand_ins.mailbox import read as read_messages

MAILBOX, PEOPLE = "mailbox.jsonl", "people.json"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to log in as.

    :param is_staff: at which of the two doors
    :param what: who it is, in a few words
    :param why: what the person is good for
    """

    is_staff: bool
    name: str
    what: str
    why: str
    number: str


def write_people(directory: Path, people: Iterable[Person]) -> None:
    """Tell who there is. The file is whole at any moment."""
    unfinished = directory / f"{PEOPLE}.new"
    unfinished.write_text(json.dumps([asdict(person) for person in people], ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, directory / PEOPLE)


def people(directory: Path) -> list[Person]:
    """Return who there is; nobody when the demo has not told."""
    try:
        listed = json.loads((directory / PEOPLE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [Person(**one) for one in listed]


def messages(directory: Path) -> list[Message]:
    """Return the e-mails and SMS that have arrived, in the order they came."""
    return read_messages(directory / MAILBOX)
