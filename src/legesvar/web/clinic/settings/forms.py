"""The form of a section of settings: its fields bear the names of the dataclass's, and it makes a new one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core.clock import OSLO, oslo_date
from legesvar.domain.clinics import stored
from legesvar.web.clinic.settings.fields import Choice, Day
from legesvar.words import settings as words

Read = Callable[[datetime], Any]
WHEN, WHEN_DATE = "gjelder", "gjelder_dato"
AT_ONCE, FROM_A_DATE = "straks", "dato"


class SettingsForm(forms.Form):
    """Some of a capability's settings.

    :cvar groups: headings with the names of the fields beneath them; a form without shows its fields as they come
    :param read: gives the clinic's settings at an instant
    :param at_once: the change can only hold from now on
    """

    groups: Sequence[tuple[Promise | str, tuple[str, ...]]] = ()

    def __init__(self, data: Any = None, *, read: Read, now: datetime, at_once: bool = False) -> None:
        self.read, self.now, self.at_once = read, now, at_once
        self.settings = read(now)
        super().__init__(data)
        self.adapt()
        self.initial = self.spread(stored.plain(self.settings))
        self.own = tuple(self.fields)
        if not at_once:
            self.fields[WHEN] = _when_field()
            self.fields[WHEN_DATE] = Day(label=_("Dato"), required=False)
            self.initial |= {WHEN: AT_ONCE}

    # What a form of its own may do otherwise.

    def adapt(self) -> None:
        """Fit the fields to the settings, before anything is filled in."""

    def spread(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what stands in each field, out of stored values."""
        return values

    def gather(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return the settings that the fields make, by the dataclass's names."""
        return {name: cleaned[name] for name in self.own if name in cleaned}

    def controls(self, name: str) -> tuple[str, ...]:
        """Return the fields that make a setting."""
        return (name,)

    def label_of(self, name: str) -> str:
        """Name a setting, as a list of changes does."""
        return str(self.fields[name].label)

    def said(self, name: str, value: Any) -> str:
        """Say a stored value in words."""
        return str(self.fields[name].said(value))

    def names(self) -> tuple[str, ...]:
        """Return the settings that the form is about."""
        return self.own

    # What every form does.

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Give the fields under their headings."""
        for title, names in self.groups or (("", self.own),):
            bound = [self[name] for name in names if name in self.fields]
            if bound:
                yield str(title), bound

    @property
    def when_fields(self) -> list[BoundField]:
        """Return the fields about when it begins to hold."""
        return [] if self.at_once else [self[WHEN], self[WHEN_DATE]]

    @property
    def valid_from(self) -> datetime:
        """Return when the change begins to hold, after the form was found valid."""
        day = self.cleaned_data.get(WHEN_DATE) if self.cleaned_data.get(WHEN) == FROM_A_DATE else ""
        return self.now if not day else _midnight(date.fromisoformat(day))

    def clean(self) -> dict[str, Any]:
        """Hold the settings to their own rules, and say at the field what does not go together."""
        cleaned = super().clean() or {}
        self._check_when(cleaned)
        self.cleaned_data = cleaned
        if not self.errors:
            self._propose(cleaned)
        return cleaned

    def _check_when(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get(WHEN) != FROM_A_DATE or WHEN_DATE in self.errors:
            return
        day = cleaned.get(WHEN_DATE, "")
        if not day:
            self.add_error(WHEN_DATE, _("Skriv datoen endringen skal gjelde fra."))
        elif date.fromisoformat(day) <= oslo_date(self.now):
            self.add_error(WHEN_DATE, _("Velg en dato som kommer. Skal det gjelde nå, velger du «Med en gang»."))

    def _propose(self, cleaned: dict[str, Any]) -> None:
        current, written = stored.plain(self.settings), _json(self.gather(cleaned))
        touched = {name: value for name, value in written.items() if current.get(name) != value}
        self.before = self.read(self.valid_from)
        try:
            self.proposal = stored.rebuilt(self.before, stored.plain(self.before) | touched)
        except ValueError as contradiction:
            self._refuse(str(contradiction))

    def _refuse(self, fault: str) -> None:
        name, sentence = words.contradiction(fault)
        known = self.controls(name)[0] if name in self.names() else None
        self.add_error(known if known in self.fields else None, sentence)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Return what becomes different: name → (before, after), as it is stored."""
        before, after = stored.plain(self.before), stored.plain(self.proposal)
        return {name: (before[name], after[name]) for name in after if before[name] != after[name]}

    def take_over(self, changes: dict[str, Sequence[Any]]) -> None:
        """Put what somebody else has changed meanwhile into the fields that the writer has not touched.

        :param changes: name → (what it was when the form was made, what it is now)
        """
        data = self.data.copy()
        for name, (before, after) in changes.items():
            if name not in self.names():
                continue
            was, now = self.spread({name: before}), self.spread({name: after})
            for control in self.controls(name):
                if self._boxes(control, data) == self._written(control, was.get(control)):
                    data.setlist(control, self._written(control, now.get(control)))
        self.data = data

    def _boxes(self, control: str, data: Any) -> list[str]:
        return [text.replace("\r\n", "\n") for text in data.getlist(control)]

    def _written(self, control: str, value: Any) -> list[str]:
        """Return what a browser would send for a value."""
        shown = self.fields[control].prepare_value(value)
        if isinstance(shown, bool):
            return ["on"] if shown else []
        if isinstance(shown, list | tuple):
            return [str(one) for one in shown]
        return ["" if shown is None else str(shown)]


def _when_field() -> Choice:
    return Choice(
        label=_("Når skal det gjelde?"),
        choices=[(AT_ONCE, gettext_lazy("Med en gang")), (FROM_A_DATE, gettext_lazy("Fra en dato"))],
        hints={FROM_A_DATE: _("Fra midnatt den dagen. Fram til da gjelder det som er nå.")},
        error_messages={"required": _("Velg når endringen skal gjelde.")},
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _lists(value) for name, value in values.items()}


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, list | tuple) else value
