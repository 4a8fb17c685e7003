"""Standard texts in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.standard_texts import policies, selectors
from legesvar.domain.standard_texts.kinds import Language, Owner
from legesvar.domain.standard_texts.selectors import TextRow, VersionRow
from legesvar.words import dates
from legesvar.words import standard_texts as said

TEXTS = "/klinikk/innstillinger/tekstmaler/"


@dataclass(frozen=True, slots=True)
class Line:
    """One text in the list. `url` is empty where the reader may only read it."""

    title: str
    text: str
    about: str
    changed: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The clinic's texts, or one's own."""

    heading: str
    empty: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """What a text was."""

    title: str
    text: str
    about: str
    when: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A placeholder and what it becomes."""

    written: str
    meaning: str


def groups(actor: Actor, now: datetime) -> tuple[Group, Group]:
    """Return the texts in use, one's own first."""
    rows, today = selectors.texts(actor), oslo_date(now)
    own = tuple(_line(actor, row, today) for row in rows if row.owner_id is not None)
    shared = tuple(_line(actor, row, today) for row in rows if row.owner_id is None)
    return (
        Group(_("Mine maler"), _("Du har ingen egne maler."), own),
        Group(_("Legekontorets maler"), _("Legekontoret har ingen maler."), shared),
    )


def owners(actor: Actor) -> list[Owner]:
    """Return whose text the actor may make."""
    return [one for one in Owner if policies.changing_refused(actor.role, is_clinics=one is Owner.CLINIC) is None]


def may_change(actor: Actor, row: TextRow) -> bool:
    """Say whether the actor may change a text."""
    return policies.changing_refused(actor.role, is_clinics=row.owner_id is None) is None


def former(rows: list[VersionRow], now: datetime) -> tuple[Former, ...]:
    """Return what a text has been, the newest first."""
    today = oslo_date(now)
    return tuple(
        Former(row.title, row.text, _about(row), _by(row.by, row.at, today), is_now=n == 0)
        for n, row in enumerate(rows)
    )


def fields() -> tuple[Field, ...]:
    """Return the placeholders there are."""
    return tuple(Field(f"{{{name}}}", str(meaning)) for name, meaning in said.PLACEHOLDERS.items())


def _line(actor: Actor, row: TextRow, today: date) -> Line:
    url = f"{TEXTS}{row.public_id}/" if may_change(actor, row) else ""
    return Line(row.title, row.text, _about(row), _by(row.changed_by, row.changed_at, today), url)


def _about(row: TextRow | VersionRow) -> str:
    kinds = said.kinds(row.kinds)
    return f"{kinds} · {said.LANGUAGES[Language(row.language)]}" if row.language else kinds


def _by(name: str, at: datetime, today: date) -> str:
    return _("Endret av %(name)s %(when)s") % {"name": name, "when": dates.moment_within(at, today)}
