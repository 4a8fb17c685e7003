"""The words of statistics: how long, how many, how large a part."""

from __future__ import annotations

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from legesvar.domain.dialogues.states import ClosedHow

NOTHING = "\N{EN DASH}"


def number(value: int) -> str:
    """Write a number in groups of three: «2 320»."""
    return number_format(value, force_grouping=True)


def unit(value: float | None) -> str:
    """Say what an answer's time is counted in; nothing when there was no answer."""
    return "" if value is None else _("arbeidsdager")


def decimal(value: float | None) -> str:
    """Write a number with one decimal: «1,8»; a dash when nothing was answered."""
    return NOTHING if value is None else number_format(value, 1)


def share(part: int, whole: int) -> str:
    """Write a part of a whole: «94 %»; a dash of nothing. Never «100 %» while anything is left out."""
    if not whole:
        return NOTHING
    percent = 100 * part // whole if part < whole else 100
    return _("%(number)s %%") % {"number": percent}


def week(monday: date) -> str:
    """Name a week as calendars do: «47»."""
    return str(monday.isocalendar().week)


def ended(how: str) -> str:
    """Say in how a dialogue ended, as a line of a table."""
    return {
        ClosedHow.ANSWERED: pgettext("ended", "Besvart og avsluttet"),
        ClosedHow.WITHDRAWN: pgettext("ended", "Trukket av pasienten"),
        ClosedHow.WITHOUT_ANSWER: pgettext("ended", "Avsluttet uten svar"),
        ClosedHow.SILENCE: pgettext("ended", "Avsluttet fordi pasienten ikke skrev tilbake"),
    }[ClosedHow(how)]
