"""Whether somebody who writes an e-consultation wishes for a prescription, which is free in its own flow (START-12).

Only words that say so: what it must not take for a wish stands in tests/policies/services/test_wishes.py. It is an
offer that one may turn down, so that a wish it misses costs more than a question it asks in vain, but little.
"""

from __future__ import annotations

import re

_SENTENCES = re.compile(r"[.!?\n;]+")
_MEDICINE = r"(?:medisin|tablett|pille|p-pille|kapsle|inhalator|spray|insulin|krem|salve|medication|medicine|pill)\w*"
_PRESCRIPTION = r"(?:e-?)?(?:resept|prescription)(?:en|ar|er|ane|ene|ar|s)?"
_GAP = r"(?:\s+\S+){0,5}?\s+"

# Each is a whole wish. Words stand between, but no other sentence.
WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bny[et]?\s+{_PRESCRIPTION}\b",
        rf"\b(?:new|repeat)\s+{_PRESCRIPTION}\b",
        rf"\b(?:forny\w*|renew\w*|refill\w*){_GAP}(?:{_PRESCRIPTION}|{_MEDICINE})\b",
        rf"\b(?:{_PRESCRIPTION}|{_MEDICINE}){_GAP}(?:forny\w*|renew\w*|refill\w*)\b",
        r"\b(?:få|be om|trenger|treng|ønsker|ønskjer)\s+(?:å\s+få\s+)?(?:forny\w*|påfyll)\b",
        rf"\b(?:trenger|treng|ønsker|ønskjer|be\s+om|bestille|vil\s+ha|vil\s+gjerne\s+ha|kan\s+(?:jeg|eg|du)\s+\S+)"
        rf"(?:\s+\S+){{0,3}}?\s+{_PRESCRIPTION}\b",
        rf"\b(?:need|want|would\s+like|can\s+i\s+(?:get|have))(?:\s+\S+){{0,3}}?\s+{_PRESCRIPTION}\b",
        rf"\b(?:gått|går|er|snart)\s+tom(?:me)?\s+for(?:\s+\S+){{0,2}}?\s+{_MEDICINE}\b",
        rf"\bskrive?\s+ut(?:\s+\S+){{0,4}}?\s+(?:{_PRESCRIPTION}|{_MEDICINE})\b",
    )
)
# A sentence with one of these is about something else.
OTHERWISE = re.compile(
    r"\b(?:bivirk\w*|biverk\w*|side effects?|reseptfri\w*|uten resept|utan resept|ikke|ikkje|aldri|not|don't|fikk|fekk|"
    r"sykmeld\w*|sjukmeld\w*|henvis\w*|tilvis\w*|attest\w*|førerkort\w*|erklæring\w*|søknad\w*|parkering\w*|pass|"
    r"virker|verkar|virket|i stedet|i staden|kløe\w*|utslett\w*|allergi\w*)\b"
)


def wishes_for_prescription(text: str) -> bool:
    """Say whether a text, as its writer wrote it, asks for a prescription."""
    sentences = (" ".join(sentence.split()) for sentence in _SENTENCES.split(text.casefold()))
    return any(_wishes(sentence) for sentence in sentences if sentence)


def _wishes(sentence: str) -> bool:
    return OTHERWISE.search(sentence) is None and any(wish.search(sentence) for wish in WISHES)
