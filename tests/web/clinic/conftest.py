"""Staff at their browsers, and what others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import LogIn

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.commands import answering, reading, replying
from legesvar.domain.dialogues.models import Dialogue


@pytest.fixture(autouse=True)
def _priced(tariff: None) -> None:
    """Every e-consultation here has a price."""


@pytest.fixture
def own_store(settings: LazySettings, tmp_path: Path) -> None:
    """Keep this test's files in a folder of its own, with nobody to scan them."""
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=(tmp_path / "lager").as_uri(), malware_url="")


@pytest.fixture
def at_doctor(logged_in: LogIn, doctor: Actor) -> Client:
    return logged_in(doctor)


@pytest.fixture
def at_secretary(logged_in: LogIn, secretary: Actor) -> Client:
    return logged_in(secretary)


Answer = Callable[..., Dialogue]


@pytest.fixture
def answer(now: datetime) -> Answer:
    """Answer past the pages, as a colleague in another window does."""

    def give(
        actor: Actor, dialogue: Dialogue, text: str = "Ta det med ro.", *, seen: int = 1, close: bool = False
    ) -> Dialogue:
        command = answering.answer_and_close if close else answering.answer
        with acting_as(actor):
            return command(actor=actor, dialogue_id=dialogue.public_id, text=text, seen=seen, send_key=uuid4(), now=now)

    return give


Reply = Callable[..., Dialogue]


@pytest.fixture
def reply(now: datetime) -> Reply:
    """Write back as the patient, past the pages."""

    def give(actor: Actor, dialogue: Dialogue, text: str = "Takk, men det er verre nå.") -> Dialogue:
        with acting_as(actor):
            reading.read(actor=actor, dialogue_id=dialogue.public_id, now=now)
            return replying.reply(actor=actor, dialogue_id=dialogue.public_id, text=text, send_key=uuid4(), now=now)

    return give


def page(dialogue: Dialogue) -> str:
    """Give the address of a dialogue's page."""
    return f"/klinikk/dialog/{dialogue.public_id}/"


def filled(action: str, text: str = "Kom til time.", *, seen: int = 1, send_key: object = None) -> dict[str, str]:
    """Fill in the answer's form as the page made it."""
    return {"action": action, "text": text, "seen": str(seen), "send_key": str(send_key or uuid4())}


def asked(queries: CaptureQueriesContext) -> list[str]:
    """Leave out the transaction's own words, and the scope that is put back because a test is a transaction too."""
    own = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config('legesvar.wall', '',")
    return [query["sql"] for query in queries.captured_queries if not query["sql"].startswith(own)]
