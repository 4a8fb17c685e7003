"""Whatever leaves the portal holds its name, the clinic's, an address, a code and a date, and nothing else (NOTE-2).

Every function that writes a message is found by itself, so that a new one cannot slip by, and each is walked with and
without what it may be given.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any, get_type_hints
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import translation

import legesvar
from legesvar import words as written_words
from legesvar.core.clock import oslo_date
from legesvar.words import dates, invitations, notices, verification
from legesvar.words.notices import Words

Write = Callable[..., Words]
TO_PATIENTS = {"portal", "clinic", "address", "code", "at", "language"}
TO_STAFF = {"portal", "clinic", "address", "name", "invited_by", "expires_at", "renews"}
# Where a text of ours stands, in what hands it on.
FILLED_IN = ("subject", "body", "text")
LANGUAGES = [code for code, _ in settings.LANGUAGES]
# Each value is a mark that can be found again in the text.
VALUES = {
    "portal": "PORTALEN", "clinic": "KLINIKKEN", "address": "https://p.example/x/", "code": "123456",
    "at": datetime(2026, 11, 22, 9, tzinfo=UTC), "name": "NAVNET", "invited_by": "INVITERENDE",
    "expires_at": datetime(2026, 11, 22, 9, tzinfo=UTC),
}  # fmt: skip
OTHERS = {
    "portal": "ANNEN", "clinic": "STEDET", "address": "https://q.example/y/", "code": "654321",
    "at": datetime(2027, 2, 3, 9, tzinfo=UTC), "name": "HETER", "invited_by": "SPØRRENDE",
    "expires_at": datetime(2027, 2, 3, 9, tzinfo=UTC),
}  # fmt: skip
ABOUT_HEALTH = (
    "konsultasjon", "resept", "medisin", "lege", "klinikk", "sykdom", "sjuk", "diagnose", "time", "svar", "pasient",
    "faktura", "helse", "prescription", "medicine", "doctor", "illness", "appointment", "invoice", "patient", "reply",
    "health", "consultation",
)  # fmt: skip
# What NOTE-2 promises, said aloud, and that nobody reads answers.
PROMISES = re.compile(
    r"Vi skriver aldri om helsen din i SMS eller e-post\.|Vi skriv aldri om helsa di i SMS eller e-post\."
    r"|We never write about your health in text messages or e-mail\.|Du kan ikk[ej]e? svare på denne e-posten\."
    r"|You cannot reply to this e-mail\.|24 timer|24 timar"
)


def writers() -> list[Write]:
    """Find every function that writes what is sent, in whatever module of words it stands."""
    names = pkgutil.walk_packages(written_words.__path__, written_words.__name__ + ".")
    found = [
        function
        for module in map(importlib.import_module, sorted(name for _, name, _ in names))
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]
    return [function for function in found if get_type_hints(function).get("return") is Words]


def wanted_by(write: Write) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(write).parameters)


def written(write: Write, language: str, **changed: object) -> Words:
    values: dict[str, Any] = VALUES | changed | {"language": language}
    return write(**{name: value for name, value in values.items() if name in wanted_by(write)})


def ways(write: Write) -> Iterator[dict[str, object]]:
    """Give each way a message may be written: with and without a clinic's name, and whatever else is yes or no."""
    choices = {
        name: (True, False) if name == "renews" else ("", VALUES["clinic"])
        for name, wanted in wanted_by(write).items()
        if name == "renews" or (name == "clinic" and wanted.default == "")
    }
    yield from (dict(zip(choices, chosen, strict=True)) for chosen in product(*choices.values()))


def named(write: Write, language: str, way: dict[str, object]) -> str:
    said = [language, *(f"{'with' if chosen else 'without'} {name}" for name, chosen in way.items())]
    return f"{write.__module__.rpartition('.')[2]}.{write.__name__} {' '.join(said)}"


EVERY = [
    pytest.param(write, language, way, id=named(write, language, way))
    for write in writers()
    for language in (LANGUAGES if "language" in wanted_by(write) else [settings.LANGUAGE_CODE])
    for way in ways(write)
]
every_message = pytest.mark.parametrize(("write", "language", "way"), EVERY)


def test_all_that_is_sent_is_walked() -> None:
    assert {write.__module__.rpartition(".")[2] + "." + write.__name__ for write in writers()} == {
        "notices.email", "notices.sms", "notices.push", "invitations.email", "verification.code_email",
        "verification.code_sms", "verification.changed_email", "verification.changed_sms",
    }  # fmt: skip
    assert len(EVERY) == 3 * 2 * 3 + 4 * 3 + 2


def test_nothing_is_sent_that_was_not_written_by_one_of_them() -> None:
    """No e-mail, SMS or push gets its text from anywhere else, and nobody but they makes such a text."""
    source, found, elsewhere = Path(legesvar.__file__).parent, [], []
    for path in sorted(source.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            made = ast.unparse(call.func)
            if made in ("smtp.Mail", "sms.send"):
                found += [ast.unparse(k.value).split(".")[-1] for k in call.keywords if k.arg in FILLED_IN]
            if made in ("Words", "notices.Words") and path.parent != source / "words":
                elsewhere.append(str(path))
    assert (sorted(found), elsewhere) == (["body"] * 5 + ["subject"] * 3, [])


@pytest.mark.parametrize("write", writers())
def test_nothing_else_can_be_filled_in(write: Write) -> None:
    assert set(wanted_by(write)) <= (TO_STAFF if write is invitations.email else TO_PATIENTS)


@every_message
def test_it_says_nothing_about_health_in_any_language(write: Write, language: str, way: dict[str, object]) -> None:
    words = written(write, language, **way)
    said = PROMISES.sub("", f"{words.subject} {words.body}").replace("KLINIKKEN", "").lower()
    assert re.findall(rf"\b(?:{'|'.join(ABOUT_HEALTH)})\w*", said) == []


def shown(value: object, language: str) -> str:
    with translation.override(language):
        return dates.day(oslo_date(value)) if isinstance(value, datetime) else str(value)


@every_message
def test_the_text_is_the_same_whoever_it_is_for(write: Write, language: str, way: dict[str, object]) -> None:
    """Two messages differ only where a value stands: there is no room for anything about the person."""
    one = written(write, language, **way)
    other = written(write, language, **(OTHERS | way | ({"clinic": OTHERS["clinic"]} if way.get("clinic") else {})))
    swapped = f"{one.subject}|{one.body}"
    for name, value in VALUES.items():
        swapped = swapped.replace(shown(value, language), shown(OTHERS[name], language))
    assert swapped == f"{other.subject}|{other.body}"


@every_message
def test_no_place_is_left_unfilled(write: Write, language: str, way: dict[str, object]) -> None:
    words = written(write, language, **way)
    assert not re.search(r"[{}]|%\(", words.subject + words.body)


# What every patient gets whose clinic has not chosen to be named.
PLAIN = {
    "nb": (
        "Du har en ny melding. Logg inn på https://p.example/x/ for å lese den.\n\n"
        "Vi skriver aldri om helsen din i SMS eller e-post. Du kan ikke svare på denne e-posten.\n",
        "Du har en ny melding i PORTALEN. Logg inn på https://p.example/x/ for å lese den.",
        ("Ny melding i PORTALEN", "Logg inn for å lese den."),
    ),
    "nn": (
        "Du har ei ny melding. Logg inn på https://p.example/x/ for å lese meldinga.\n\n"
        "Vi skriv aldri om helsa di i SMS eller e-post. Du kan ikkje svare på denne e-posten.\n",
        "Du har ei ny melding i PORTALEN. Logg inn på https://p.example/x/ for å lese meldinga.",
        ("Ny melding i PORTALEN", "Logg inn for å lese meldinga."),
    ),
    "en": (
        "You have a new message. Log in at https://p.example/x/ to read it.\n\n"
        "We never write about your health in text messages or e-mail. You cannot reply to this e-mail.\n",
        "You have a new message in PORTALEN. Log in at https://p.example/x/ to read it.",
        ("New message in PORTALEN", "Log in to read it."),
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_patients_get_says_this_and_no_more(language: str) -> None:
    email, sms, (title, line) = PLAIN[language]
    assert written(notices.email, language, clinic="") == Words(title, email)
    assert written(notices.sms, language, clinic="") == Words("", sms)
    assert written(notices.push, language, clinic="") == Words(title, line)


@pytest.mark.parametrize("write", [notices.email, notices.sms, notices.push])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_is_named_only_when_it_is_given(write: Write, language: str) -> None:
    without, with_it = written(write, language, clinic=""), written(write, language)
    assert "KLINIKKEN" not in without.subject + without.body
    assert "KLINIKKEN" in with_it.subject + with_it.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_address_is_not_told_the_new_one(language: str) -> None:
    for write in (verification.changed_email, verification.changed_sms):
        assert re.search("22\\.?\N{NO-BREAK SPACE}[Nn]ovember", written(write, language).body)


@every_message
def test_an_sms_fits_in_two_parts(write: Write, language: str, way: dict[str, object]) -> None:
    words = written(write, language, **way)
    assert "\n" in words.body or len(words.body) < 2 * 153


def test_the_address_opens_nothing_by_itself() -> None:
    about, child = uuid4(), uuid4()
    assert notices.address("https://p.example", about) == f"https://p.example/dialog/{about}/"
    assert notices.address("https://p.example", about, child) == f"https://p.example/for/{child}/dialog/{about}/"
