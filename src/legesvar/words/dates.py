"""Days and times as people in Norway read them. Each function gives a finished string and asks no catalogue per row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils.translation import get_language, override, pgettext

from legesvar.core.clock import OSLO

NBSP = "\N{NO-BREAK SPACE}"


# One for each language, so that it is itself and no other: `eq=False`.
@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    today: str
    yesterday: str
    at: str
    ordinal: str
    clock: str


@cache
def _names_in(language: str) -> _Names:
    with override(language):
        return _Names(
            months=(
                pgettext("date", "januar"), pgettext("date", "februar"), pgettext("date", "mars"),
                pgettext("date", "april"), pgettext("date", "mai"), pgettext("date", "juni"),
                pgettext("date", "juli"), pgettext("date", "august"), pgettext("date", "september"),
                pgettext("date", "oktober"), pgettext("date", "november"), pgettext("date", "desember"),
            ),
            short_months=(
                pgettext("date", "jan."), pgettext("date", "feb."), pgettext("date", "mars"),
                pgettext("date", "april"), pgettext("date", "mai"), pgettext("date", "juni"),
                pgettext("date", "juli"), pgettext("date", "aug."), pgettext("date", "sep."),
                pgettext("date", "okt."), pgettext("date", "nov."), pgettext("date", "des."),
            ),
            weekdays=(
                pgettext("date", "mandag"), pgettext("date", "tirsdag"), pgettext("date", "onsdag"),
                pgettext("date", "torsdag"), pgettext("date", "fredag"), pgettext("date", "lørdag"),
                pgettext("date", "søndag"),
            ),
            short_weekdays=(
                pgettext("date", "man."), pgettext("date", "tir."), pgettext("date", "ons."),
                pgettext("date", "tor."), pgettext("date", "fre."), pgettext("date", "lør."),
                pgettext("date", "søn."),
            ),
            today=pgettext("date", "I dag"), yesterday=pgettext("date", "I går"), at=pgettext("date", "kl."),
            ordinal="" if language == "en" else ".", clock=":" if language == "en" else ".",
        )  # fmt: skip


def _names() -> _Names:
    return _names_in(get_language() or "nb")


def time(instant: datetime) -> str:
    """Write the time of day: «08.42», in English «08:42»."""
    return _time(instant.astimezone(OSLO), _names())


def hour(value: int) -> str:
    """Write a full hour: «16.00», in English «16:00»."""
    return _time(datetime(2000, 1, 1, value, tzinfo=OSLO), _names())


def day(value: date) -> str:
    """Write a day with its year: «19. november 2026», in English «19 November 2026»."""
    names = _names()
    return f"{value.day}{names.ordinal}{NBSP}{names.months[value.month - 1]}{NBSP}{value.year}"


def day_near(value: date, today: date) -> str:
    """Write a day, with its year only when that is another than today's: «19. november»."""
    if value.year != today.year:
        return day(value)
    names = _names()
    return f"{value.day}{names.ordinal}{NBSP}{names.months[value.month - 1]}"


def day_within(value: date, today: date) -> str:
    """Write a day inside a sentence: «i dag», «i går», «19. november»."""
    names = _names()
    said = {0: names.today, 1: names.yesterday}.get((today - value).days)
    return said[0].lower() + said[1:] if said else day_near(value, today)


def short_day(value: date, today: date) -> str:
    """Write a day briefly, with its year only when that is another than today's: «13. nov.»."""
    year = "" if value.year == today.year else f"{NBSP}{value.year}"
    names = _names()
    return f"{value.day}{names.ordinal}{NBSP}{names.short_months[value.month - 1]}{year}"


def numeric(value: date) -> str:
    """Write a day in figures, as birth dates stand in records: «12.05.1980», which nobody reads as December."""
    return f"{value.day:02}.{value.month:02}.{value.year}"


def weekday(value: date) -> str:
    """Name the day of the week: «tirsdag»."""
    return _names().weekdays[value.weekday()]


def short_weekday(value: date) -> str:
    """Name the day of the week briefly: «fre.»."""
    return _names().short_weekdays[value.weekday()]


def short_weekday_and_date(value: date) -> str:
    """Name a day of the coming week: «fre. 27.», in English «Fri 27»."""
    return f"{short_weekday(value)}{NBSP}{value.day}{_names().ordinal}"


def weekday_and_day(value: date, today: date) -> str:
    """Write a day with its weekday, as promises are given: «tirsdag 12. mai»."""
    return f"{weekday(value)} {day_near(value, today)}"


def moment(instant: datetime, today: date) -> str:
    """Write when something happened: «I dag kl. 08.42», «I går kl. 21.04», «13. nov. kl. 21.04»."""
    local, names = instant.astimezone(OSLO), _names()
    return f"{_near(local.date(), today, names)} {names.at}{NBSP}{_time(local, names)}"


def moment_within(instant: datetime, today: date) -> str:
    """Write when something happened, inside a sentence: «i dag kl. 08.42», «13. nov. kl. 21.04»."""
    written = moment(instant, today)
    return written[0].lower() + written[1:]


def listed(instant: datetime, today: date) -> str:
    """Write when something happened, for a list: «I dag kl. 08.42», «I går kl. 21.04», «19. november»."""
    local = instant.astimezone(OSLO)
    if (today - local.date()).days in (0, 1):
        return moment(instant, today)
    return day_near(local.date(), today)


def _time(local: datetime, names: _Names) -> str:
    return f"{local.hour:02}{names.clock}{local.minute:02}"


@lru_cache(maxsize=4096)
def _near(value: date, today: date, names: _Names) -> str:
    match (today - value).days:
        case 0:
            return names.today
        case 1:
            return names.yesterday
    return short_day(value, today)
