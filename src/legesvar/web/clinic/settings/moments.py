"""A day and a time of day, as two fields that make an instant of Oslo's clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.core.clock import OSLO
from legesvar.web.clinic.settings.fields import SHORT

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?", re.ASCII)


class Clock(forms.CharField):
    """A time of day, written «08.00»."""

    default_error_messages = {
        "required": _("Skriv klokkeslettet slik: 08.00."),
        "invalid": _("Skriv klokkeslettet slik: 08.00."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", **SHORT}))
        super().__init__(**options)

    def clean(self, value: Any) -> time:
        """Give the time of day."""
        found = _CLOCK.fullmatch(super().clean(value).strip())
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return time(int(found[1]), int(found[2] or 0))


def instant(day: str, clock: time = time()) -> datetime:
    """Return the instant of a day (ISO) and a time of day in Oslo."""
    return datetime.combine(date.fromisoformat(day), clock, OSLO).astimezone(UTC)
