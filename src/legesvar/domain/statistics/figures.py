"""Figures out of what happened: how many came, how many were answered, how long it took. Pure (WORK-11)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.working_days import is_working_day

PERIODS = (4, 13, 52)
ALL_KINDS = ""
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
STARTED = "started"


@dataclass(frozen=True, slots=True)
class Turn:
    """The clinic came to owe an answer, and gave it. A dialogue has one for each time the patient wrote and got one."""

    kind: str
    account_id: int | None
    author_name: str
    received_at: datetime
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """So many dialogues of a kind were started, or ended in one way, on a day."""

    what: str
    kind: str
    day: date
    number: int


@dataclass(slots=True)
class Figures:
    """What some dialogues add up to. Times are in working days; None where nothing was answered."""

    started: int = 0
    answered: int = 0
    late: int = 0
    median: float | None = None
    ninetieth: float | None = None
    ended: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Pile:
    figures: Figures = field(default_factory=Figures)
    times: list[float] = field(default_factory=list)

    def add(self, days: float, *, late: bool) -> None:
        self.times.append(days)
        self.figures.answered += 1
        self.figures.late += late

    def done(self) -> Figures:
        self.times.sort()
        self.figures.median = quantile(self.times, 0.5)
        self.figures.ninetieth = quantile(self.times, 0.9)
        return self.figures


@dataclass(frozen=True)
class Calendar:
    """The working days of a stretch of time, so that how long something took is two look-ups.

    :param first: the first day that will be asked about
    :param last: the last one
    :param days_off: the clinic's own
    """

    first: date
    last: date
    days_off: AbstractSet[date] = frozenset()

    def __post_init__(self) -> None:
        days = (self.first + ONE_DAY * n for n in range((self.last - self.first).days + 1))
        object.__setattr__(self, "_working", [day for day in days if is_working_day(day, self.days_off)])

    def between(self, start: datetime, end: datetime) -> float:
        """Return how many working days lie between two instants: a day counts whole, its hours as part of it."""
        return max(self._place(end) - self._place(start), 0.0)

    def _place(self, instant: datetime) -> float:
        local = instant.astimezone(OSLO)
        working: list[date] = self._working  # type: ignore[attr-defined]
        at = bisect_right(working, local.date())
        if not at or working[at - 1] != local.date():
            return float(at)
        return at - 1 + (local.hour * 60 + local.minute) / (24 * 60)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - ONE_DAY * day.weekday()


def first_day(weeks: int, today: date) -> date:
    """Return the Monday with which a period of so many weeks begins; the running week is the last of them."""
    return monday(today) - ONE_WEEK * (weeks - 1)


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the value that `share` of an ordered list is not above, or None when the list is empty."""
    if not ordered:
        return None
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)


def report(
    turns: Iterable[Turn], happenings: Iterable[Happening], *, weeks: int, today: date, calendar: Calendar,
    due: Callable[[str, datetime], date],
) -> dict[str, Any]:  # fmt: skip
    """Add up a period: for each kind and for all of them, in all, by week and by who answered. JSON values only.

    :param due: the last day to answer what was received of a kind at an instant
    """
    since = first_day(weeks, today)
    piles: dict[str, dict[tuple[str, str], _Pile]] = defaultdict(lambda: defaultdict(_Pile))
    names: dict[str, str] = {}
    for turn in turns:
        names[str(turn.account_id)] = turn.author_name
        _put(piles, turn, since, calendar, due)
    for happening in happenings:
        _count(piles, happening, since)
    mondays = [since + ONE_WEEK * n for n in range(weeks)]
    kinds = {kind: _finished(found, mondays, names) for kind, found in {ALL_KINDS: {}, **piles}.items()}
    return {"through": today.isoformat(), "kinds": kinds}


_Piles = Mapping[str, Mapping[tuple[str, str], _Pile]]
_WEEK, _WHO, _ALL = "week", "who", "all"


def _put(piles: _Piles, turn: Turn, since: date, calendar: Calendar, due: Callable[[str, datetime], date]) -> None:
    day = oslo_date(turn.answered_at)
    if day < since:
        return
    days = calendar.between(turn.received_at, turn.answered_at)
    late = day > due(turn.kind, turn.received_at)
    for kind in (ALL_KINDS, turn.kind):
        for part in ((_ALL, ""), (_WEEK, monday(day).isoformat()), (_WHO, str(turn.account_id))):
            piles[kind][part].add(days, late=late)


def _count(piles: _Piles, happening: Happening, since: date) -> None:
    if happening.day < since:
        return
    for kind in (ALL_KINDS, happening.kind):
        for part in ((_ALL, ""), (_WEEK, monday(happening.day).isoformat())):
            figures = piles[kind][part].figures
            if happening.what == STARTED:
                figures.started += happening.number
            else:
                figures.ended[happening.what] = figures.ended.get(happening.what, 0) + happening.number


def _finished(
    found: Mapping[tuple[str, str], _Pile], mondays: Sequence[date], names: Mapping[str, str]
) -> dict[str, Any]:
    done = {part: pile.done() for part, pile in found.items()}
    accounts = sorted((who for what, who in done if what == _WHO), key=lambda who: -done[_WHO, who].answered)
    return {
        "all": asdict(done.get((_ALL, ""), Figures())),
        "weeks": [[day.isoformat(), asdict(done.get((_WEEK, day.isoformat()), Figures()))] for day in mondays],
        "who": [[names[who], asdict(done[_WHO, who])] for who in accounts],
    }
