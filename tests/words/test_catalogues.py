"""Every text is there in every language. A text lacks? docs/languages.md says what to do."""

from __future__ import annotations

from functools import cache

import pytest

from legesvar.cli import catalogues
from legesvar.cli.catalogues import Found
from legesvar.core import languages

# Of bokmål alone, so that one of them is a sentence half translated.
ONLY_BOKMAL = frozenset(
    [
        "adressen",
        "annet",
        "ansatt",
        "arbeidsdager",
        "avsluttet",
        "bare",
        "bekreft",
        "bekreftet",
        "bilde",
        "bilder",
        "ble",
        "dager",
        "dere",
        "deres",
        "endret",
        "ennå",
        "filen",
        "fortsatt",
        "fortsett",
        "fra",
        "ganger",
        "gjøre",
        "henvendelse",
        "henvendelsen",
        "hva",
        "hvem",
        "hvilke",
        "hvilken",
        "hvis",
        "hvordan",
        "hvorfor",
        "ikke",
        "jeg",
        "kommer",
        "lagret",
        "legene",
        "leger",
        "listen",
        "mer",
        "minutter",
        "mottatt",
        "nettleseren",
        "noe",
        "noen",
        "nå",
        "pasientene",
        "pasienter",
        "rollen",
        "senere",
        "senest",
        "siden",
        "skrevet",
        "spørre",
        "tegn",
        "timer",
        "tjenesten",
        "trenger",
        "uten",
        "varslene",
        "velg",
        "venter",
        "være",
        "vært",
        "åpne",
        "åpner",
        "åpnet",
    ]
)


@cache
def found() -> Found:
    return catalogues.gather()


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_every_text_is_translated_whole_and_nothing_else_is(code: str) -> None:
    assert catalogues.problems(catalogues.load(code), found()) == []


def test_nynorsk_is_not_bokmal() -> None:
    # What people are to write themselves, such as the headings of a file, stands in quotation marks.
    half = [
        text
        for entry in catalogues.load("nn")
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if ONLY_BOKMAL & set(text.lower().replace(".", " ").replace(",", " ").replace("?", " ").split())
    ]
    assert half == []


def test_the_acute_texts_say_what_was_approved() -> None:
    """Whoever changes one of these has it looked at first."""
    nynorsk = {entry.msgid: entry.msgstr for entry in catalogues.load("nn")}
    english = {entry.msgid: entry.msgstr for entry in catalogues.load("en")}
    assert nynorsk["Ikke bruk e-konsultasjon hvis det haster"] == "Ikkje bruk e-konsultasjon viss det hastar"
    assert english["Ikke bruk e-konsultasjon hvis det haster"] == "Do not use e-consultation if it is urgent"
    assert (nynorsk["Står det om liv?"], english["Står det om liv?"]) == ("Står det om liv?", "Life-threatening?")
    assert english["Ring legevakt på"] == "Call the out-of-hours service (legevakt) on"
