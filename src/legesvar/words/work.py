"""The words of the worklist's rows, fetched once per language: a row asks no catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import get_language, override, pgettext

from legesvar.core.kinds import Kind
from legesvar.domain.work import policies
from legesvar.domain.work.kinds import Doing
from legesvar.domain.work.policies import Stage
from legesvar.words import dates, labels

WEEK = 7
CEILING = 100


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What a row of the worklist is put together from, in one language: there is one for each."""

    overdue: str
    due_today: str
    due: str
    born: str
    one_attachment: str
    attachments: str
    received: str
    you: str
    nobody: str
    urgent: str
    by_phone: str
    answered: str
    reads: str
    writes: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Badge:
    """When something must be done, in at most three words, and how loudly it is said."""

    text: str
    tone: str
    solid: bool


@cache
def _words_in(language: str) -> Words:
    with override(language):
        return Words(
            overdue=pgettext("work", "Over frist"),
            due_today=pgettext("work", "Frist i dag"),
            due=pgettext("work", "Frist %s"),
            born=pgettext("work", "f. %s").replace(" ", dates.NBSP),
            one_attachment=pgettext("work", "1 vedlegg"),
            attachments=pgettext("work", "%s vedlegg"),
            received=pgettext("work", "Mottatt %s"),
            you=pgettext("work", "Deg"),
            nobody=pgettext("work", "Ikke tildelt"),
            urgent=pgettext("work", "Haster"),
            by_phone=pgettext("work", "Fra telefon"),
            answered=pgettext("work", "Ferdig %s"),
            reads=pgettext("work", "%s leser nå"),
            writes=pgettext("work", "%s skriver nå"),
            kinds={kind: labels.kind_label(kind) for kind in Kind},
        )


def words() -> Words:
    """Return the words in the reader's language; ask once per page."""
    return _words_in(get_language() or "nb")


@lru_cache(maxsize=4096)
def badge(due: date, today: date, said: Words, mark: date | None = None) -> Badge:
    """Say when something must be done: «Over frist», «Frist i dag», «Frist fre. 27.», «Frist 4. des.» (WORK-3).

    :param mark: the day from which it is marked
    """
    stage, left = policies.stage(due, mark, today), (due - today).days
    if stage is Stage.LATE:
        return Badge(said.overdue, "danger", solid=True)
    if stage is Stage.LAST_DAY:
        return Badge(said.due_today, "danger", solid=False)
    day = dates.short_weekday_and_date(due) if left < WEEK else dates.short_day(due, today)
    calm = "info" if left < WEEK else "neutral"
    return Badge(said.due % day, "warning" if stage is Stage.MARKED else calm, solid=False)


def here(name: str, doing: Doing, said: Words) -> str:
    """Say what a colleague is doing: «Siv Sekretær leser nå»."""
    return (said.writes if doing is Doing.WRITING else said.reads) % name


def count(number: int) -> str:
    """Write a number that was counted up to a ceiling: «7», «99+»."""
    return str(number) if number < CEILING else f"{CEILING - 1}+"
