"""Pages are sent compressed, and even the heaviest weigh little on a slow line (ALL-3)."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
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


def weight(client: Client, address: str) -> int:
    """Return what a first visit costs: the page, its style and its scripts."""
    answer = client.get(address, headers={"accept-encoding": "gzip, deflate, br"})
    assert answer.status_code == 200
    page, root = answer.content, Path(str(settings.STATIC_ROOT))
    html = gzip.decompress(page) if answer.headers.get("Content-Encoding") == "gzip" else page
    assert (len(html) >= compression.SMALLEST) is (html != page)
    files = set(FILES.findall(html.decode()))
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


PAGE = b"<!doctype html>" + b"Lise Lege svarer. " * 2_000


def answered(
    accept: str, page: bytes = PAGE, kind: str = "text/html; charset=utf-8", address: str = "/innboks/"
) -> HttpResponse:
    request = RequestFactory().get(address, headers={"accept-encoding": accept})
    return compression.compression(lambda _: HttpResponse(page, content_type=kind))(request)


@pytest.mark.parametrize("accept", ["", "br", "deflate", "gzip;q=0", "gzip; q=0.0", "gzip;q=0.000, br", "identity"])
def test_who_does_not_take_it_gets_the_page_as_it_is(accept: str) -> None:
    answer = answered(accept)
    assert (answer.content, answer.headers.get("Content-Encoding")) == (PAGE, None)
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accept", ["gzip", "br, gzip;q=0.5", "deflate, gzip", "*;q=0, gzip", "gzip;q=0.01"])
def test_who_takes_it_gets_the_same_page(accept: str) -> None:
    answer = answered(accept)
    assert (gzip.decompress(answer.content), answer["Content-Encoding"]) == (PAGE, "gzip")
    assert (answer["Content-Length"], answer["Vary"]) == (str(len(answer.content)), "Accept-Encoding")
    assert len(answer.content) < len(PAGE) // 5


def test_the_same_page_is_not_always_as_long() -> None:
    assert len({len(compression.compressed(PAGE)) for _ in range(50)}) > 10


@pytest.mark.parametrize(
    ("page", "kind"), [(PAGE[:29_999], "text/html"), (PAGE, "application/pdf"), (PAGE, "application/json"), (b"", "")]
)
def test_files_and_what_is_small_are_sent_as_they_are(page: bytes, kind: str) -> None:
    answer = answered("gzip", page, kind)
    assert (answer.content, answer.headers.get("Content-Encoding")) == (page, None)


def test_what_staff_read_at_their_desks_is_sent_as_it_is() -> None:
    answer = answered("gzip", address="/klinikk/arbeidsliste/")
    assert (answer.content, answer.headers.get("Content-Encoding")) == (PAGE, None)
