"""A notice can hold the portal's name and an address, and nothing else (NOTE-2)."""

from __future__ import annotations

import inspect
import re
import string
from uuid import uuid4

import pytest

from legesvar.words import notices

WRITERS = [notices.email, notices.sms]
ABOUT_HEALTH = (
    "konsultasjon", "resept", "medisin", "lege", "klinikk", "sykdom", "diagnose", "time", "svar", "pasient", "faktura",
)  # fmt: skip
# «Vi skriver aldri om helsen din» is what NOTE-2 promises, said aloud.
PROMISE = "Vi skriver aldri om helsen din i SMS eller e-post."


@pytest.mark.parametrize("write", WRITERS)
def test_only_portal_and_address_can_be_filled_in(write) -> None:
    assert set(inspect.signature(write).parameters) == {"portal", "address", "language"}


@pytest.mark.parametrize("write", WRITERS)
def test_it_says_nothing_about_health(write) -> None:
    words = write(portal="P", address="https://p.example/dialog/1/", language="nb")
    said = f"{words.subject} {words.body}".replace(PROMISE, "").lower()
    assert re.findall(rf"\b(?:{'|'.join(ABOUT_HEALTH)})\w*\b(?<!svare)", said) == []


@pytest.mark.parametrize("write", WRITERS)
def test_it_names_the_portal_and_leads_to_the_message(write) -> None:
    words = write(portal="Portalen", address="https://p.example/dialog/1/", language="nb")
    assert "Portalen" in words.subject + words.body
    assert "https://p.example/dialog/1/" in words.body
    assert not [field for _, field, _, _ in string.Formatter().parse(words.body) if field]


def test_the_address_opens_nothing_by_itself() -> None:
    about = uuid4()
    assert notices.address("https://p.example", about) == f"https://p.example/dialog/{about}/"
    assert notices.address("https://p.example", about, about) == f"https://p.example/for/{about}/dialog/{about}/"
