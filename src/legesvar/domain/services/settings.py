"""What a clinic may set about each kind it offers. Texts are defaults that the clinic may replace."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from legesvar.core import languages
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.services.examples import TRANSLATIONS, Texts
from legesvar.domain.services.kinds import SentTo

TEXTS = ("purpose", "pause_reason")
LISTS = ("fits", "fits_not", "own_signs")
MOST_SIGNS, LONGEST_SIGN = 10, 200
LABELS = 3


@dataclass(frozen=True)
class Field:
    """One field of a message. `label` is the question it answers."""

    name: str
    label: str
    required: bool = True


@dataclass(frozen=True)
class ServiceSettings:
    """What a clinic offers of one kind, to whom, when and how (START-1, 3, 4, 6, 10, 11). Stored as JSON.

    :param purpose: what it is offered for just now, in the clinic's words, such as «bare sykmelding ved influensa»
    :param first_date: ISO date of the first day it is offered; "" means since always. `last_date` likewise
    :param hours: when it may be sent: (weekday 0–6, "08:00", "15:00"), none meaning at any time
    :param daily_limit: how many may be sent a day; None means any number
    :param paused_until: ISO instant; "" means not paused
    :param grace_minutes: who had begun before it closed may finish this long after
    :param silence_days: closed by itself after so many days without the patient's reply (DIA-9)
    :param own_signs: signs of danger that the clinic adds to those everybody is asked about (red_flags.py)
    :param translations: the texts in other languages, {"nn": {"purpose": …, "fits": […]}}; `in_language` lays them over
    :raises ValueError: when the values contradict each other
    """

    kind: Kind = Kind.E_CONSULTATION
    is_open: bool = True
    sent_to: SentTo = SentTo.OWN_GP
    answer_days: int = 5
    character_limit: int = 500
    three_fields: bool = False
    max_files: int = 5
    purpose: str = ""
    first_date: str = ""
    last_date: str = ""
    hours: tuple[tuple[int, str, str], ...] = ()
    daily_limit: int | None = None
    paused_until: str = ""
    pause_reason: str = ""
    grace_minutes: int = 30
    silence_days: int = 14
    field_labels: tuple[str, ...] = (
        "Hvorfor skriver du?",
        "Hvilke plager har du?",
        "Hvordan påvirker det hverdagen din?",
    )
    fits: tuple[str, ...] = ()
    fits_not: tuple[str, ...] = ()
    own_signs: tuple[str, ...] = ()
    translations: dict[str, Texts] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        problems = [name for name, wrong in self._problems().items() if wrong]
        if problems:
            raise ValueError(problems[0])

    def _problems(self) -> dict[str, bool]:
        return {
            "answer_days must be from 1 to 30": not 1 <= self.answer_days <= 30,
            "character_limit must be from 50 to 10 000": not 50 <= self.character_limit <= 10_000,
            "max_files must be from 0 to 5": not 0 <= self.max_files <= 5,
            "daily_limit must be at least 1": self.daily_limit is not None and self.daily_limit < 1,
            "grace_minutes must be from 0 to 240": not 0 <= self.grace_minutes <= 240,
            "silence_days must be from 3 to 90": not 3 <= self.silence_days <= 90,
            "the period ends before it starts": self._period_is_backwards(),
            "opening hours end before they start": any(start >= end for _, start, end in self.opening_hours),
            "opening hours overlap": self._hours_overlap(),
            "a label is missing": not all(label.strip() for label in self._labels_shown()),
            "a pause needs a reason": bool(self.paused_until) and not self.pause_reason.strip(),
            "there are too many signs of danger, or one is empty or too long": not _are_signs(self.own_signs),
            "there must be three field labels": len(self.field_labels) != LABELS,
            "texts are translated into a language the portal knows": not set(self.translations) <= TRANSLATABLE_INTO,
            "only texts can be translated": any(not _are_texts(texts) for texts in self.translations.values()),
        }

    def _period_is_backwards(self) -> bool:
        first, last = self.period
        return first is not None and last is not None and last < first

    def _hours_overlap(self) -> bool:
        ordered = sorted(self.opening_hours)
        return any(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(ordered))

    def _labels_shown(self) -> tuple[str, ...]:
        return self.field_labels if self._is_divided else self.field_labels[:1]

    @property
    def _is_divided(self) -> bool:
        return self.three_fields and DECLARED[self.kind].divisible

    def with_values(self, values: dict[str, Any]) -> ServiceSettings:
        """Return settings of the same kind out of stored values."""
        return laid_over(self.kind, values)

    @property
    def capability(self) -> str:
        """Return the name that these settings are stored under."""
        return stored_as(self.kind)

    @property
    def period(self) -> tuple[date | None, date | None]:
        """Return the first and the last day it is offered; None means without end."""
        first, last = (date.fromisoformat(day) if day else None for day in (self.first_date, self.last_date))
        return first, last

    @property
    def opening_hours(self) -> list[tuple[int, time, time]]:
        """Return weekday (0 is Monday) and from when to when, Oslo's time."""
        return [(int(day), time.fromisoformat(start), time.fromisoformat(end)) for day, start, end in self.hours]

    @property
    def resumes_at(self) -> datetime | None:
        """Return when a pause ends, or None when there is none."""
        return datetime.fromisoformat(self.paused_until) if self.paused_until else None

    def in_language(self, code: str) -> ServiceSettings:
        """Return the settings with a language's texts laid over. What that language lacks stays in bokmål.

        A built-in translation falls away where the clinic has written its own text in bokmål: it would say another
        thing.
        """
        default = DEFAULTS[self.kind]
        built_in, own = default.translations.get(code, {}), self.translations.get(code, {})
        said: dict[str, Any] = {
            name: text
            for name, text in own.items()
            if text and not (text == built_in.get(name) and getattr(self, name) != getattr(default, name))
        }
        if "field_labels" in said:
            pairs = zip(said["field_labels"], self.field_labels, strict=True)
            said["field_labels"] = tuple(label or bokmal for label, bokmal in pairs)
        return replace(self, **said)

    @property
    def form(self) -> tuple[Field, ...]:
        """Return the fields a message of this kind has."""
        if lines := DECLARED[self.kind].lines:
            labelled = zip(lines, self.field_labels, strict=False)
            return tuple(Field(name, label, required=name == lines[0]) for name, label in labelled)
        if self._is_divided:
            names = ("why", "symptoms", "everyday")
            return tuple(Field(name, label) for name, label in zip(names, self.field_labels, strict=True))
        return (Field("why", self.field_labels[0]),)


TRANSLATABLE_INTO = languages.KNOWN - {languages.BOKMAL}


def _are_signs(signs: tuple[str, ...]) -> bool:
    return len(signs) <= MOST_SIGNS and all(sign.strip() and len(sign) <= LONGEST_SIGN for sign in signs)


def _are_texts(texts: Texts) -> bool:
    return (
        all(
            isinstance(value, str)
            if name in TEXTS
            else name in (*LISTS, "field_labels")
            and isinstance(value, tuple)
            and all(isinstance(one, str) for one in value)
            for name, value in texts.items()
        )
        and len(texts.get("field_labels", ("",) * LABELS)) == LABELS
    )


def stored_as(kind: Kind) -> str:
    """Return the name that a kind's settings are stored under."""
    return f"services.{kind}"


# The seed clinics' own examples, in plain words; a clinic edits them as it likes.
DEFAULTS: dict[Kind, ServiceSettings] = {
    Kind.E_CONSULTATION: ServiceSettings(
        translations=TRANSLATIONS[Kind.E_CONSULTATION],
        fits=(
            "vaksiner du trenger, for eksempel før en reise",
            "medisiner du bruker: bivirkninger, eller at de virker dårlig",
            "råd når noe har vart lenge, og når du bør oppsøke lege igjen",
            "nye plager som er lite plagsomme, men som gjør deg urolig",
        ),
        fits_not=(
            "fornyelse av sykmelding",
            "noe andre må hjelpe til med, som hjemmetjeneste, hjelpemidler eller transport",
            "oppstart på A- eller B-preparater",
            "noe som plutselig er blitt verre",
            "nye plager etter en undersøkelse, som må undersøkes på nytt",
            "plager som legen må undersøke, som utslett, sår, skader eller smerter som øker",
            "psykiske plager du trenger å snakke om",
            "flere plager på en gang, eller en kronisk sykdom som er blitt verre",
            "noe du har prøvd å løse i en e-konsultasjon før, uten hell",
        ),
    ),
    Kind.PRESCRIPTION: ServiceSettings(
        kind=Kind.PRESCRIPTION, translations=TRANSLATIONS[Kind.PRESCRIPTION], max_files=0, character_limit=300,
        field_labels=("Første medisin", "Andre medisin", "Tredje medisin"),
        fits=("medisiner du bruker fast, og som du har fått resept på her før",),
        fits_not=(
            "A-preparater: de krever alltid time",
            "B-preparater, hvis du ikke har en avtale med legen din",
            "antibiotika",
            "resepter du bare har fått fra sykehus eller et annet legekontor",
        ),
    ),
    Kind.INVOICE_QUESTION: ServiceSettings(
        kind=Kind.INVOICE_QUESTION, translations=TRANSLATIONS[Kind.INVOICE_QUESTION], max_files=1,
        sent_to=SentTo.CLINIC,
        field_labels=("Hva lurer du på?", "", ""),
        fits=("en faktura du har fått", "frikort og egenandel", "betaling du har gjort"),
        fits_not=("spørsmål om helsen din: skriv en e-konsultasjon, eller bestill time",),
    ),
    Kind.INQUIRY: ServiceSettings(
        kind=Kind.INQUIRY, translations=TRANSLATIONS[Kind.INQUIRY], sent_to=SentTo.CLINIC, max_files=2,
        field_labels=("Hva gjelder det?", "", ""),
        fits=("attester og papirer", "spørsmål om timer", "adresse og andre opplysninger om deg"),
        fits_not=("spørsmål om helsen din: skriv en e-konsultasjon, eller bestill time", "fornyelse av resept"),
    ),
}  # fmt: skip

# Every field a message may have, in order, whatever the kind and whatever the clinic has chosen.
MESSAGE_FIELDS = tuple(
    dict.fromkeys(
        field.name for default in DEFAULTS.values() for one in (True, False)
        for field in replace(default, three_fields=one).form
    )
)  # fmt: skip


def laid_over(kind: Kind, values: dict[str, Any]) -> ServiceSettings:
    """Lay what a clinic has set over a kind's defaults. A value of former days that is unknown now is passed over."""
    default = DEFAULTS[kind]
    known = {name: value for name, value in values.items() if name in default.__dataclass_fields__ and name != "kind"}
    for name in ("field_labels", *LISTS, "hours"):
        if name in known:
            known[name] = tuple(tuple(v) if isinstance(v, list) else v for v in known[name])
    known["translations"] = _translated(default, known.get("translations", {}))
    if "sent_to" in known:
        known["sent_to"] = SentTo(known["sent_to"])
    return replace(default, **known)


def _translated(default: ServiceSettings, stored: dict[str, dict[str, Any]]) -> dict[str, Texts]:
    own = {
        code: {name: tuple(text) if isinstance(text, list) else text for name, text in texts.items()}
        for code, texts in stored.items()
    }
    return {code: default.translations.get(code, {}) | own.get(code, {}) for code in {**default.translations, **own}}
