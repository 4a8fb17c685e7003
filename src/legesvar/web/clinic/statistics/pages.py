"""Statistics in finished strings and shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.domain.statistics.figures import ALL_KINDS, PERIODS
from legesvar.domain.statistics.selectors import Counted
from legesvar.domain.work import selectors as work
from legesvar.web.clinic.statistics.chart import Chart, stacked
from legesvar.web.clinic.statistics.choice import Choice
from legesvar.words import dates, labels
from legesvar.words import statistics as words
from legesvar.words import work as work_words


@dataclass(frozen=True, slots=True)
class Tab:
    """A period or a kind to choose."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One number, large."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a week or a colleague, and its numbers."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows."""

    periods: tuple[Tab, ...]
    kinds: tuple[Tab, ...]
    facts: tuple[Fact, ...]
    counted: str
    answers: Chart | None
    times: Chart | None
    weeks: tuple[Line, ...]
    who: tuple[Line, ...]
    ended: tuple[Line, ...]
    csv_url: str


WITHIN, LATE, MEDIAN, REST = "within", "late", "median", "rest"
Figures = Mapping[str, Any]
_NOTHING: Figures = {
    "all": {"started": 0, "answered": 0, "late": 0, "median": None, "ninetieth": None, "ended": {}},
    "weeks": [], "who": [],
}  # fmt: skip


def page(actor: Actor, chosen: Choice, counted: Counted | None, now: datetime) -> Page:
    """Return the page of a choice. What is open now is counted now; all else once a day."""
    today, found = oslo_date(now), _found(chosen, counted)
    weeks = [(date.fromisoformat(monday), figures) for monday, figures in found["weeks"]]
    return Page(
        periods=tuple(_period(weeks_back, chosen) for weeks_back in PERIODS),
        kinds=tuple(_kind(kind, chosen) for kind in (ALL_KINDS, *Kind)),
        facts=(*_facts(found["all"]), *_now(actor, today)),
        counted=dates.moment_within(counted.made_at, today) if counted else "",
        answers=_answers(weeks) if found["all"]["answered"] else None,
        times=_times(weeks) if found["all"]["answered"] else None,
        weeks=tuple(Line(words.week(monday), _cells(figures)) for monday, figures in weeks),
        who=tuple(Line(name, _cells(figures)[1:]) for name, figures in found["who"]),
        ended=tuple(Line(words.ended(how), (str(number),)) for how, number in sorted(found["all"]["ended"].items())),
        csv_url=f"/klinikk/statistikk/tall.csv{chosen.query}",
    )


def sheet(chosen: Choice, counted: Counted | None) -> Iterator[Sequence[str]]:
    """Give the figures as rows of cells: the weeks, and below them who answered."""
    found = _found(chosen, counted)
    numbers = (_("Besvart"), _("For sent"), _("Median, arbeidsdager"), _("9 av 10 innen, arbeidsdager"))
    yield (_("Uke"), _("Mandag"), _("Startet"), *numbers)
    for monday, figures in found["weeks"]:
        yield (words.week(date.fromisoformat(monday)), monday, *_cells(figures))
    yield ()
    yield (_("Besvart av"), "", "", *numbers)
    for name, figures in found["who"]:
        yield (name, "", "", *_cells(figures)[1:])


def _found(chosen: Choice, counted: Counted | None) -> Figures:
    return counted.figures["kinds"].get(chosen.kind, _NOTHING) if counted else _NOTHING


def _period(weeks: int, chosen: Choice) -> Tab:
    label = _("%(weeks)d uker") % {"weeks": weeks}
    return Tab(label, Choice(weeks, chosen.kind).query, chosen.weeks == weeks)


def _kind(kind: str, chosen: Choice) -> Tab:
    label = labels.kind_label(kind) if kind else _("Alle typer")
    return Tab(label, Choice(chosen.weeks, kind).query, chosen.kind == kind)


def _facts(total: Figures) -> tuple[Fact, ...]:
    return (
        Fact(_("Startet"), words.number(total["started"])),
        Fact(_("Besvart"), words.number(total["answered"])),
        Fact(_("Innen fristen"), words.share(total["answered"] - total["late"], total["answered"])),
        Fact(_("Median svartid"), words.decimal(total["median"]), words.unit(total["median"])),
        Fact(_("9 av 10 svar innen"), words.decimal(total["ninetieth"]), words.unit(total["ninetieth"])),
    )


def _now(actor: Actor, today: date) -> tuple[Fact, ...]:
    return (
        Fact(_("Venter nå"), work_words.count(work.count_open(actor, None))),
        Fact(_("Over frist nå"), work_words.count(work.count_overdue(actor, today))),
    )


def _cells(figures: Figures) -> tuple[str, ...]:
    times = words.decimal(figures["median"]), words.decimal(figures["ninetieth"])
    return (str(figures["started"]), str(figures["answered"]), str(figures["late"]), *times)


def _answers(weeks: Sequence[tuple[date, Figures]]) -> Chart:
    within = [figures["answered"] - figures["late"] for _, figures in weeks]
    late = [figures["late"] for _, figures in weeks]
    return stacked([words.week(monday) for monday, _ in weeks], [(WITHIN, within), (LATE, late)])


def _times(weeks: Sequence[tuple[date, Figures]]) -> Chart:
    median = [figures["median"] or 0 for _, figures in weeks]
    rest = [(figures["ninetieth"] or 0) - (figures["median"] or 0) for _, figures in weeks]
    return stacked([words.week(monday) for monday, _ in weeks], [(MEDIAN, median), (REST, rest)])
