"""Whatever leaves the portal holds its name, the clinic's, an address, a code and a date, and nothing else (NOTE-2).

Every function that writes a message is found by itself, so that a new one cannot slip by.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings

from legesvar.words import notices, verification
from legesvar.words.notices import Words

ALLOWED = {"portal", "clinic", "address", "code", "at", "language"}
LANGUAGES = [code for code, _ in settings.LANGUAGES]
# Each value is a mark that can be found again in the text.
VALUES = {
    "portal": "PORTALEN", "clinic": "KLINIKKEN", "address": "https://p.example/x/", "code": "123456",
    "at": datetime(2026, 11, 22, 9, tzinfo=UTC),
}  # fmt: skip
ABOUT_HEALTH = (
    "konsultasjon", "resept", "medisin", "lege", "klinikk", "sykdom", "sjuk", "diagnose", "time", "svar", "pasient",
    "faktura", "prescription", "medicine", "doctor", "illness", "appointment", "invoice", "patient", "reply",
)  # fmt: skip
# What NOTE-2 promises, said aloud, and that nobody reads answers.
PROMISES = re.compile(
    r"Vi skriver aldri om helsen din i SMS eller e-post\.|Vi skriv aldri om helsa di i SMS eller e-post\."
    r"|We never write about your health in text messages or e-mail\.|Du kan ikk[ej]e? svare på denne e-posten\."
    r"|You cannot reply to this e-mail\.|24 timer|24 timar"
)


def writers() -> list[Callable[..., Words]]:
    """Find every function that writes what is sent."""
    found = [f for module in (notices, verification) for _, f in inspect.getmembers(module, inspect.isfunction)]
    return [f for f in found if inspect.signature(f).return_annotation == "Words"]


def written(write: Callable[..., Words], language: str, **changed: object) -> Words:
    wanted = inspect.signature(write).parameters
    return write(language=language, **{name: v for name, v in (VALUES | changed).items() if name in wanted})


EVERY = [
    pytest.param(write, language, id=f"{write.__name__}-{language}") for write in writers() for language in LANGUAGES
]


def test_all_that_is_sent_is_walked() -> None:
    assert {f.__name__ for f in writers()} == {
        "email", "sms", "push", "code_email", "code_sms", "changed_email", "changed_sms",
    }  # fmt: skip


@pytest.mark.parametrize("write", writers())
def test_nothing_else_can_be_filled_in(write: Callable[..., Words]) -> None:
    assert set(inspect.signature(write).parameters) <= ALLOWED


@pytest.mark.parametrize(("write", "language"), EVERY)
def test_it_says_nothing_about_health_in_any_language(write: Callable[..., Words], language: str) -> None:
    words = written(write, language)
    said = PROMISES.sub("", f"{words.subject} {words.body}").replace("KLINIKKEN", "").lower()
    assert re.findall(rf"\b(?:{'|'.join(ABOUT_HEALTH)})\w*", said) == []


@pytest.mark.parametrize(("write", "language"), EVERY)
def test_the_text_is_the_same_whoever_it_is_for(write: Callable[..., Words], language: str) -> None:
    """Two messages differ only where a value stands: there is no room for anything about the person."""
    one = written(write, language)
    other = written(write, language, portal="ANNEN", address="https://q.example/y/", code="654321")
    swapped = f"{one.subject}|{one.body}".replace("PORTALEN", "ANNEN").replace("https://p.example/x/",
                                                                             "https://q.example/y/")  # fmt: skip
    assert swapped.replace("123456", "654321") == f"{other.subject}|{other.body}"


@pytest.mark.parametrize(("write", "language"), EVERY)
def test_no_place_is_left_unfilled(write: Callable[..., Words], language: str) -> None:
    words = written(write, language)
    assert not re.search(r"[{}]|%\(", words.subject + words.body)


@pytest.mark.parametrize("write", [notices.email, notices.sms, notices.push])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_is_named_only_when_it_is_given(write: Callable[..., Words], language: str) -> None:
    without, named = written(write, language, clinic=""), written(write, language)
    assert "KLINIKKEN" not in without.subject + without.body
    assert "KLINIKKEN" in named.subject + named.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_address_is_not_told_the_new_one(language: str) -> None:
    for write in (verification.changed_email, verification.changed_sms):
        assert re.search("22\\.?\N{NO-BREAK SPACE}[Nn]ovember", written(write, language).body)


@pytest.mark.parametrize(("write", "language"), EVERY)
def test_an_sms_fits_in_two_parts(write: Callable[..., Words], language: str) -> None:
    words = written(write, language)
    assert "\n" in words.body or len(words.body) < 2 * 153


def test_the_address_opens_nothing_by_itself() -> None:
    about, child = uuid4(), uuid4()
    assert notices.address("https://p.example", about) == f"https://p.example/dialog/{about}/"
    assert notices.address("https://p.example", about, child) == f"https://p.example/for/{child}/dialog/{about}/"
