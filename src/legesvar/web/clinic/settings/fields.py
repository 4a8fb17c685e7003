"""Fields of settings: each knows how a value stands in its box, and how it is said in a list of what changed.

`prepare_value` makes of what is stored what stands in the box, `clean` the other way round, `said` makes words of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import money, text
from legesvar.core.clock import OSLO
from legesvar.web import fields
from legesvar.words import dates

SHORT = {"data-width": "short"}
NUMERIC = {"inputmode": "numeric", "autocomplete": "off", **SHORT}


def nothing() -> str:
    """Say that a field is empty."""
    return _("Ikke satt")


class Text(fields.TextField):
    """One line, or a few."""

    def __init__(self, *, rows: int = 1, limit: int = 200, **options: Any) -> None:
        super().__init__(rows=rows, limit=limit, counter=False, **options)

    def said(self, value: Any) -> str:
        """Say what is written."""
        return str(value) or nothing()


class Lines(fields.TextField):
    """A list, one thing on each line.

    :param exactly: how many lines there must be
    """

    default_error_messages = {
        "lines": gettext_lazy("Skriv %(number)d linjer, én for hvert felt."),
        "most": gettext_lazy("Skriv høyst %(number)d linjer."),
        "long": gettext_lazy("Hver linje kan ha høyst 200 tegn."),
    }

    def __init__(self, *, exactly: int | None = None, most: int = 30, **options: Any) -> None:
        self.exactly, self.most = exactly, most
        super().__init__(counter=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """Put each thing on its line."""
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Give the lines that are not empty."""
        written = super().clean(value)
        lines = tuple(line for line in (text.normalise(one) for one in written.split("\n")) if line)
        if self.exactly is not None and len(lines) != self.exactly and (lines or self.required):
            raise forms.ValidationError(self.error_messages["lines"], params={"number": self.exactly})
        if len(lines) > self.most:
            raise forms.ValidationError(self.error_messages["most"], params={"number": self.most})
        if any(text.count(line) > 200 for line in lines):
            raise forms.ValidationError(self.error_messages["long"])
        return lines

    def said(self, value: Iterable[str]) -> str:
        """Say each thing on a line of its own."""
        return "\n".join(value) or nothing()


class Number(forms.IntegerField):
    """A whole number between two others, both allowed. Empty means none where it is not required."""

    widget = forms.TextInput

    def __init__(self, *, lowest: int, highest: int, **options: Any) -> None:
        self.lowest, self.highest = lowest, highest
        self.refusal = gettext_lazy("«%(label)s» må være et tall fra %(lowest)s til %(highest)s.")
        super().__init__(widget=forms.TextInput(attrs=NUMERIC), **options)

    def clean(self, value: Any) -> int | None:
        """Refuse what is no number, and what lies outside."""
        try:
            number = super().clean(value)
        except forms.ValidationError as wrong:
            raise self._refused() from wrong
        if number is not None and not self.lowest <= number <= self.highest:
            raise self._refused()
        return number

    def _refused(self) -> forms.ValidationError:
        return forms.ValidationError(
            self.refusal, params={"label": self.label, "lowest": self.lowest, "highest": self.highest}
        )

    def said(self, value: Any) -> str:
        """Say the number."""
        return nothing() if value is None else str(value)


class Kroner(forms.CharField):
    """An amount in kroner, kept in øre."""

    def __init__(self, *, highest: int, **options: Any) -> None:
        self.highest = highest
        super().__init__(widget=forms.TextInput(attrs={**NUMERIC, "inputmode": "decimal"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Write øre as kroner."""
        return money.short(value).removesuffix(f"{money.NBSP}kr") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Give øre; None where nothing is written and nothing is required."""
        written = super().clean(value)
        if not written:
            return None
        try:
            ore = money.from_kroner(written) if len(written) < 20 else -1
        except (ValueError, ArithmeticError):
            ore = -1
        if not 0 <= ore <= self.highest:
            raise forms.ValidationError(
                _("Skriv et beløp i kroner, fra 0 til %(highest)s, i «%(label)s».")
                % {"highest": money.short(self.highest), "label": self.label}
            )
        return ore

    def said(self, value: Any) -> str:
        """Say the amount."""
        return nothing() if value is None else money.spoken(value)


class Day(forms.DateField):
    """A day, written «31.12.2026» and kept as ISO text; "" when it is empty."""

    def __init__(self, **options: Any) -> None:
        wrong = gettext_lazy("Skriv datoen slik: 31.12.2026.")
        options.setdefault("help_text", gettext_lazy("For eksempel 31.12.2026"))
        super().__init__(
            # As text: a browser's own date field speaks the browser's language, not ours.
            widget=forms.DateInput(attrs=NUMERIC, format="%d.%m.%Y"), input_formats=["%d.%m.%Y", "%Y-%m-%d"],
            error_messages={"required": wrong, "invalid": wrong}, **options,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """Write an ISO day as people do."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return dates.numeric(date.fromisoformat(value))
        return dates.numeric(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> str:
        """Give ISO text."""
        found = super().clean(value)
        if found is None:
            return ""
        if not 2000 <= found.year <= 2200:
            raise forms.ValidationError(_("Datoen kan ikke stemme. Sjekk årstallet."))
        return str(found.isoformat())

    def said(self, value: Any) -> str:
        """Say the day with its year."""
        return dates.day(date.fromisoformat(value)) if value else nothing()


class YesNo(fields.ConsentField):
    """On or off."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def said(self, value: Any) -> str:
        """Say yes or no."""
        return _("Ja") if value else _("Nei")


class Choice(fields.RadioField):
    """One of a few."""

    def said(self, value: Any) -> str:
        """Say the choice."""
        return str(dict(self.choices).get(value, value))


class Several(forms.MultipleChoiceField):
    """Any of a few, none allowed."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": gettext_lazy("Velg blant dem som står her.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Give what was chosen, in the order it is listed."""
        chosen = set(super().clean(value))
        return tuple(str(key) for key, _label in self.choices if key in chosen)

    def said(self, value: Sequence[str]) -> str:
        """Say what was chosen."""
        known = dict(self.choices)
        return ", ".join(str(known.get(one, one)) for one in value) or _("Ingen")


class Hour(fields.SelectField):
    """A whole hour of the day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(str(hour), f"{hour:02}.00") for hour in range(24)], **options)

    def clean(self, value: Any) -> int:
        """Give the hour as a number."""
        return int(super().clean(value))

    def said(self, value: Any) -> str:
        """Say the hour."""
        return _("kl. %(hour)s") % {"hour": f"{int(value):02}.00"}


Hours = tuple[tuple[str, str], ...]
_SPAN = re.compile(r"(\d{1,2})(?:[.:](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d\d))?", re.ASCII)


class OpenHours(forms.CharField):
    """The opening hours of one day: «08.00–15.00», several after commas; empty means closed that day."""

    default_error_messages = {
        "invalid": gettext_lazy("Skriv åpningstiden slik: 08.00–15.00. Flere tider skiller du med komma."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", **SHORT}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Write hours as people do."""
        return value if isinstance(value, str) or value is None else said_hours(value)

    def clean(self, value: Any) -> Hours:
        """Give pairs of ISO times."""
        written = super().clean(value)
        parts = [part for part in re.split(r",|\bog\b", written) if part.strip()]
        if len(parts) > 6:
            raise forms.ValidationError(self.error_messages["invalid"])
        return tuple(self._span(part.strip()) for part in parts)

    def _span(self, written: str) -> tuple[str, str]:
        found = _SPAN.fullmatch(written)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
        try:
            start, end = time(start_hour, start_minute), time(end_hour, end_minute)
        except ValueError as wrong:
            raise forms.ValidationError(self.error_messages["invalid"]) from wrong
        return f"{start:%H:%M}", f"{end:%H:%M}"


def said_hours(spans: Iterable[Sequence[str]]) -> str:
    """Say one day's hours: «08.00–11.30, 12.00–15.00»."""
    return ", ".join(f"{start.replace(':', '.')}–{end.replace(':', '.')}" for start, end in spans)


def said_instant(value: str) -> str:
    """Say a stored instant."""
    if not value:
        return nothing()
    local = datetime.fromisoformat(value).astimezone(OSLO)
    return _("%(day)s kl. %(time)s") % {"day": dates.day(local.date()), "time": dates.time(local)}
