"""Questions whose «yes» means: do not write, phone. Data with a version, so that a change can be traced (START-4).

What is dangerous differs with age, so each age group has its own signs. A clinic adds signs of its own in its settings
and takes none away; a doctor must approve a new version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class AgeGroup(StrEnum):
    """Whom the signs are about."""

    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"


GROWN_UP_FROM, OLDER_FROM = 16, 75


@dataclass(frozen=True)
class Signs:
    """What one calls 113 about, and what one calls the legevakt about (116 117)."""

    life: tuple[str, ...]
    soon: tuple[str, ...]


@dataclass(frozen=True)
class RedFlags:
    """One version of the signs of an age group, in bokmål and in the other languages."""

    version: str
    signs: Signs
    translations: Mapping[str, Signs] = field(default_factory=dict)

    def in_language(self, code: str) -> Signs:
        """Return the signs in a language, or in bokmål when they have not been translated into it."""
        return self.translations.get(code, self.signs)


VERSION = "2026-12"

# After the public advice on when to call 113 and 116 117.
_LIFE = Signs(
    life=(
        "sterke smerter i brystet, eller smerter som stråler ut i arm eller kjeve",
        "tung pust eller pustevansker",
        "lammelser, skjev munn eller problemer med å snakke",
        "bevisstløshet, kramper eller forvirring",
        "kraftig blødning",
        "tanker om å ta ditt eget liv",
    ),
    soon=("sterke smerter som ikke gir seg", "høy feber og nedsatt allmenntilstand"),
)
_LIFE_NN = Signs(
    life=(
        "sterke smerter i brystet, eller smerter som strålar ut i arm eller kjeve",
        "tung pust eller pustevanskar",
        "lammingar, skeiv munn eller problem med å snakke",
        "medvitsløyse, krampar eller forvirring",
        "kraftig bløding",
        "tankar om å ta ditt eige liv",
    ),
    soon=("sterke smerter som ikkje gir seg", "høg feber og nedsett allmenntilstand"),
)
_LIFE_EN = Signs(
    life=(
        "severe chest pain, or pain that spreads to an arm or the jaw",
        "heavy breathing or difficulty breathing",
        "paralysis, a drooping mouth or problems speaking",
        "unconsciousness, seizures or confusion",
        "heavy bleeding",
        "thoughts of taking your own life",
    ),
    soon=("severe pain that does not ease", "a high fever and feeling very unwell"),
)


def _and(signs: Signs, *soon: str) -> Signs:
    return Signs(signs.life, (*signs.soon, *soon))


CURRENT: dict[AgeGroup, RedFlags] = {
    AgeGroup.ADULT: RedFlags(f"{VERSION}/adult", _LIFE, {"nn": _LIFE_NN, "en": _LIFE_EN}),
    AgeGroup.OLDER: RedFlags(
        f"{VERSION}/older",
        _and(
            _LIFE,
            "fall med slag mot hodet, særlig hvis du bruker blodfortynnende medisin",
            "plutselig mye dårligere enn du pleier å være",
        ),
        {
            "nn": _and(
                _LIFE_NN,
                "fall med slag mot hovudet, særleg viss du bruker blodfortynnande medisin",
                "plutseleg mykje dårlegare enn du pleier å vere",
            ),
            "en": _and(
                _LIFE_EN,
                "a fall with a blow to the head, especially if you take blood thinners",
                "suddenly much weaker than you usually are",
            ),
        },
    ),
    AgeGroup.CHILD: RedFlags(
        f"{VERSION}/child",
        Signs(
            life=(
                "strever med å puste, eller er blå rundt munnen",
                "er slapp og vanskelig å få kontakt med",
                "kramper",
                "har feber og utslett som ikke blir borte når du trykker på det",
                "har fått i seg noe giftig",
                "tanker om å ta sitt eget liv",
            ),
            soon=(
                "er under 3 måneder og har feber",
                "drikker nesten ikke, eller tisser mye mindre enn vanlig",
                "har høy feber og virker sykere og sykere",
            ),
        ),
        {
            "nn": Signs(
                life=(
                    "strevar med å puste, eller er blå rundt munnen",
                    "er slapp og vanskeleg å få kontakt med",
                    "krampar",
                    "har feber og utslett som ikkje blir borte når du trykkjer på det",
                    "har fått i seg noko giftig",
                    "tankar om å ta sitt eige liv",
                ),
                soon=(
                    "er under 3 månader og har feber",
                    "drikk nesten ikkje, eller tissar mykje mindre enn vanleg",
                    "har høg feber og verkar sjukare og sjukare",
                ),
            ),
            "en": Signs(
                life=(
                    "struggles to breathe, or is blue around the mouth",
                    "is limp and hard to get in contact with",
                    "seizures",
                    "has a fever and a rash that does not fade when you press it",
                    "has swallowed something poisonous",
                    "thoughts of taking their own life",
                ),
                soon=(
                    "is under 3 months old and has a fever",
                    "hardly drinks, or pees much less than usual",
                    "has a high fever and seems to be getting worse",
                ),
            ),
        },
    ),
}


def age_group(years: int) -> AgeGroup:
    """Return whose signs somebody of this age is asked about."""
    if years < GROWN_UP_FROM:
        return AgeGroup.CHILD
    return AgeGroup.OLDER if years >= OLDER_FROM else AgeGroup.ADULT


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is asked of one patient before they write. `version` is stored with what they declared, and no answer is."""

    group: AgeGroup
    version: str
    signs: Signs


def guidance(
    years: int, own: Sequence[str] = (), language: str = "nb", spoken: Sequence[str] | None = None
) -> Guidance:
    """Return what is asked at a clinic.

    :param own: signs that the clinic has added, in bokmål, whose digest is part of the version; what they were at a
        time, its settings' history knows
    :param spoken: the same in the language, where they are translated
    """
    group = age_group(years)
    current = CURRENT[group]
    signs = current.in_language(language)
    digest = hashlib.sha256("\n".join(own).encode("utf-8", "replace")).hexdigest()[:8]
    version = f"{current.version}+{digest}" if own else current.version
    return Guidance(group, version, Signs(signs.life, (*signs.soon, *(own if spoken is None else spoken))))
