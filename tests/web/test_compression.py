"""Pages are sent compressed, and even the heaviest weigh little on a slow line (ALL-3)."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.consultations import draft, send
from tests.personas import LogIn

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import answering
from legesvar.domain.dialogues.models import Dialogue
from legesvar.web import compression

HEAVIEST = 60_000
WORDS = "Ta det med ro, drikk godt, og ring legekontoret hvis feberen ikke gir seg på fredag. {n} ganger {m}. "
LONG = "".join(WORDS.format(n=n * 7919 % 997, m=n * 104729 % 9973) for n in range(120))[:10_000]
FILES = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def sent(client: Client, address: str, accept: str = "gzip, deflate, br") -> tuple[str, bytes]:
    """Return how a page was encoded, and what came over the wire."""
    answer = client.get(address, headers={"accept-encoding": accept})
    assert answer.status_code == 200
    assert "Accept-Encoding" in answer["Vary"]
    return answer.headers.get("Content-Encoding", ""), answer.content


def weight(client: Client, address: str) -> int:
    """Return what a first visit costs: the page, its style and its scripts."""
    encoding, page = sent(client, address)
    assert encoding == "gzip"
    root = Path(str(settings.STATIC_ROOT))
    files = set(FILES.findall(gzip.decompress(page).decode()))
    assert files
    return len(page) + sum(len(gzip.compress((root / name).read_bytes())) for name in files)


@pytest.fixture
def full_desk(tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> list[Dialogue]:
    """A page of unread answers, each as long as an answer may be."""
    rows = [send(patient, draft(patient, clinic, doctor, now), now) for _ in range(25)]
    for row in rows:
        with acting_as(doctor):
            answering.answer(
                actor=doctor, dialogue_id=row.public_id, text=LONG, seen=1, send_key=row.public_id, now=now
            )
    return rows


def test_the_heaviest_pages_weigh_little_at_a_first_visit(
    logged_in: LogIn, patient: Actor, full_desk: list[Dialogue]
) -> None:
    client = logged_in(patient)
    addresses = ("/innboks/", "/innsyn/", f"/dialog/{full_desk[0].public_id}/", "/start/", "/profil/")
    weights = {address: weight(client, address) for address in addresses}
    assert {address: heavy for address, heavy in weights.items() if heavy > HEAVIEST} == {}


@pytest.mark.parametrize("accept", ["", "br", "deflate", "gzip;q=0", "gzip; q=0.0", "identity"])
def test_who_does_not_take_it_gets_the_page_as_it_is(client: Client, db: None, accept: str) -> None:
    encoding, page = sent(client, "/logg-inn/", accept)
    assert encoding == ""
    assert page.startswith(b"<!doctype html>")


@pytest.mark.parametrize("accept", ["gzip", "GZIP", "br, gzip;q=0.5", "deflate, gzip", "*;q=0, gzip"])
def test_who_takes_it_gets_the_same_page(client: Client, db: None, accept: str) -> None:
    encoding, page = sent(client, "/logg-inn/", accept.lower())
    assert encoding == "gzip"
    assert gzip.decompress(page).startswith(b"<!doctype html>")


def test_the_same_page_is_not_always_as_long() -> None:
    assert len({len(compression.compressed(b"x" * 5_000)) for _ in range(50)}) > 10


def test_files_and_what_is_small_are_sent_as_they_are(client: Client, db: None) -> None:
    for address in ("/helse/live", "/manifest.webmanifest"):
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert "Content-Encoding" not in answer.headers
