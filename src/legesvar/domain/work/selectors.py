"""Reading the worklist: one index, one page by key, no counting of the table."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor
from legesvar.domain.work.kinds import PRESENCE_LASTS, Doing

PAGE_SIZE = 25
KEY_TYPES = (str, int, int)
DONE_TYPES = (str, int)


class Row(NamedTuple):
    """One line of the worklist: what sorting and choosing need, and no clinical text (WORK-8)."""

    id: int
    about: UUID
    kind: str
    patient_name: str
    birth_date: date
    assignee_name: str
    urgent: bool
    channel: str
    rank: int
    attachments: int
    opened: bool
    received_at: datetime
    due_date: date
    mark_date: date | None
    done_at: datetime | None
    unread: bool


# Whether it is unread is asked of each row that is shown, after the list is cut: one step down an index.
_UNREAD = (
    "news_at > coalesce((SELECT s.seen_at FROM work_seen s WHERE s.clinic_id = i.clinic_id AND s.staff_id = %s "
    "AND s.about = i.about), '-infinity') AND done_at IS NULL"
)
_COLUMNS = ", ".join([*Row._fields[:-1], _UNREAD])
# The limits stand in the statements: a planner that does not know them expects a tenth of the table, and plans anew
# each time to find out, which takes longer than to count.
_LIMITED = "SELECT {columns} FROM work_item i WHERE clinic_id = %s {who} {after} ORDER BY {order} LIMIT {most}"
_COUNTED = (
    "SELECT count(*) FROM (SELECT 1 FROM work_item WHERE clinic_id = %s AND done_at IS NULL {who} LIMIT {most:d}) t"
)
_OPEN = "AND done_at IS NULL"
_DONE = "AND done_at IS NOT NULL"
_OF_ONE = "AND assignee_id = %s"
_OF_NOBODY = "AND assignee_id IS NULL"
_OF_A_KIND = "AND kind = %s"
# Where nearly all is of one kind, `=` lets the planner expect a hundred of any kind among the first few, and it reads
# all that is open to find none of another. A range makes it take the index of the kinds.
_COUNTED_BY_KIND = "AND kind BETWEEN %s AND %s"


def whole_clinic(actor: Actor, key: str | None, kind: str | None = None) -> paging.Page[Row]:
    """Return a page of all that the clinic owes, what is due first on top."""
    position = _position(key)
    return _page(_rows(actor, _OPEN, [], kind, position), position)


def unassigned(actor: Actor, key: str | None, kind: str | None = None) -> paging.Page[Row]:
    """Return a page of what the clinic owes and nobody has."""
    position = _position(key)
    return _page(_rows(actor, f"{_OPEN} {_OF_NOBODY}", [], kind, position), position)


def mine(actor: Actor, assignees: Sequence[int], key: str | None, kind: str | None = None) -> paging.Page[Row]:
    """Return a page of what these members of staff owe: oneself, and those one stands in for today.

    Each is read through the index by itself and the sorted results are merged, so that the cost does not grow.
    """
    position = _position(key)
    backwards = position is not None and position.backwards
    who = f"{_OPEN} AND assignee_id = %s"
    per_assignee = [_rows(actor, who, [assignee], kind, position) for assignee in assignees]
    merged = list(heapq.merge(*per_assignee, key=_order, reverse=backwards))
    return _page(merged[: PAGE_SIZE + 1], position)


def archive(actor: Actor, key: str | None, kind: str | None = None) -> paging.Page[Row]:
    """Return a page of what the clinic has done, the latest first."""
    position = _done_position(key)
    backwards = position is not None and position.backwards
    after, parameters = "", list[Any]()
    if position is not None:
        after = f"AND (done_at, id) {'>' if backwards else '<'} (%s::timestamptz, %s::bigint)"
        parameters = list(position.values)
    order = "done_at, id" if backwards else "done_at DESC, id DESC"
    rows = _read(actor, _DONE, [], kind, after, parameters, order)
    return paging.page(
        rows, size=PAGE_SIZE, position=position,
        key=lambda row: (row.done_at.isoformat() if row.done_at else "", row.id),
    )  # fmt: skip


def count_open(actor: Actor, assignees: Sequence[int] | None, ceiling: int = 100) -> int:
    """Count open things, up to a ceiling: a number on a button need not be exact beyond it."""
    return _count(*_counting(actor, ceiling, of=assignees))


def count_overdue(actor: Actor, today: date, ceiling: int = 100) -> int:
    """Count the clinic's open things whose last day has passed, up to a ceiling."""
    return _count(*_counting(actor, ceiling, "AND due_date < %s", [today]))


def _count(counted: str, values: list[Any]) -> int:
    ((found,),) = by_sql.query(f"SELECT {counted}", values)
    return int(found)


def _counting(
    actor: Actor, ceiling: int, condition: str = "", values: Sequence[Any] = (), *, of: Sequence[int] | None = None
) -> tuple[str, list[Any]]:
    """Return the question how much is open, and its values; of these members of staff, or of everybody's."""
    if of is None:
        return f"({_COUNTED.format(who=condition, most=ceiling)})", [actor.clinic_id, *values]
    # Of each by themselves: of an array the planner expects ten, reads all of a kind instead, and plans anew each time.
    each = _COUNTED.format(who=f"{_OF_ONE} {condition}", most=ceiling)
    counted = " + ".join(["0", *(f"({each})" for _ in of)])
    return f"least({ceiling:d}, {counted})", [value for one in of for value in (actor.clinic_id, one, *values)]


@dataclass(frozen=True, slots=True)
class State:
    """Where one thing stands on the list."""

    assignee_id: int | None
    assignee_name: str
    urgent: bool
    due_date: date
    mark_date: date | None
    is_open: bool


def state(actor: Actor, about: UUID) -> State | None:
    """Return where a thing stands on the clinic's list; None when it never was on it."""
    columns = "assignee_id, assignee_name, urgent, due_date, mark_date, done_at IS NULL"
    statement = f"SELECT {columns} FROM work_item WHERE clinic_id = %s AND about = %s"  # noqa: S608 - constants
    found = by_sql.query(statement, [actor.clinic_id, about])
    return State(*found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has something in front of them now."""

    about: UUID
    staff_id: int
    name: str
    doing: Doing


def present(actor: Actor, at: datetime) -> list[Present]:
    """Return which colleagues have what in front of them, oneself not among them."""
    rows = by_sql.query(_PRESENT, [actor.clinic_id, actor.staff_id or 0, at - PRESENCE_LASTS])
    return [Present(about, staff_id, name, Doing(doing)) for about, staff_id, name, doing in rows]


_PRESENT = (
    "SELECT about, staff_id, name, doing FROM work_presence WHERE clinic_id = %s AND staff_id <> %s AND at > %s "
    "ORDER BY staff_id"
)
# The newest changes, and not only the newest: one that was made earlier may be committed later, and shows here too.
NEWEST = 20
_STAMP = (
    "ARRAY(SELECT (id, changed_at)::text FROM work_item WHERE clinic_id = %s ORDER BY changed_at DESC, id DESC "  # noqa: S608
    f"LIMIT {NEWEST:d}), "
    "(SELECT json_agg(json_build_array(about, staff_id, name, doing) ORDER BY staff_id, about) FROM work_presence "
    "WHERE clinic_id = %s AND staff_id <> %s AND at > %s)"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """How the clinic's list is now. `text` is another as soon as anything has changed, or a colleague come or gone."""

    text: str
    present: tuple[Present, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, each up to a ceiling; `kinds` in the order they were asked for."""

    mine: int
    unassigned: int
    whole: int
    kinds: tuple[int, ...] = ()


def stamp(actor: Actor, at: datetime) -> Stamp:
    """Return how the clinic's list is now, from one read."""
    (found,) = by_sql.query(f"SELECT {_STAMP}", _stamped(actor, at))
    return _stamp(*found)


def overview(
    actor: Actor, at: datetime, assignees: Sequence[int], *, kinds: Sequence[str] = (),
    within: Sequence[int] | None = None, of_nobody: bool = False, ceiling: int = 100,
) -> tuple[Stamp, Counts]:  # fmt: skip
    """Return how the list is, and how much is open of these members of staff, of nobody and in all, from one read.

    :param kinds: count each of these as well, as far as it belongs to `within` (None: everybody's) or to nobody
    """
    asked = [
        _counting(actor, ceiling, of=assignees), _counting(actor, ceiling, _OF_NOBODY), _counting(actor, ceiling)
    ]  # fmt: skip
    who = f"{_OF_NOBODY} {_COUNTED_BY_KIND}" if of_nobody else _COUNTED_BY_KIND
    asked += [_counting(actor, ceiling, who, [kind, kind], of=within) for kind in kinds]
    counted = ", ".join(statement for statement, _ in asked)
    parameters = [value for _, given in asked for value in given]
    (found,) = by_sql.query(f"SELECT {_STAMP}, {counted}", [*_stamped(actor, at), *parameters])
    changed, here, mine, unassigned, whole, *of_kinds = found
    return _stamp(changed, here), Counts(mine, unassigned, whole, tuple(of_kinds))


def _stamped(actor: Actor, at: datetime) -> list[Any]:
    return [actor.clinic_id, actor.clinic_id, actor.staff_id or 0, at - PRESENCE_LASTS]


def _stamp(changed: list[str], here: list[Any] | None) -> Stamp:
    present = tuple(Present(UUID(about), staff, name, Doing(doing)) for about, staff, name, doing in here or ())
    return Stamp(hashlib.sha256("|".join([*changed, *map(str, here or ())]).encode()).hexdigest()[:32], present)


def _rows(
    actor: Actor, who: str, whose: list[Any], kind: str | None, position: paging.Position | None
) -> list[Row]:  # fmt: skip
    backwards = position is not None and position.backwards
    after, parameters = "", list[Any]()
    if position is not None:
        after = f"AND (due_date, rank, id) {'<' if backwards else '>'} (%s::date, %s::smallint, %s::bigint)"
        parameters = list(position.values)
    order = "due_date DESC, rank DESC, id DESC" if backwards else "due_date, rank, id"
    return _read(actor, who, whose, kind, after, parameters, order)


def _read(
    actor: Actor, who: str, whose: list[Any], kind: str | None, after: str, position: list[Any], order: str
) -> list[Row]:
    if kind is not None:
        who, whose = f"{who} {_OF_A_KIND}", [*whose, kind]
    statement = _LIMITED.format(columns=_COLUMNS, who=who, after=after, order=order, most=PAGE_SIZE + 1)
    return [
        Row._make(row) for row in by_sql.query(statement, [actor.staff_id or 0, actor.clinic_id, *whose, *position])
    ]


def _position(key: str | None) -> paging.Position | None:
    """Read a key from an address; one that names no day, or a number no row can have, is the first page."""
    position = paging.decode(key, types=KEY_TYPES)
    if position is None:
        return None
    day, rank, row_id = position.values
    try:
        due_date = date.fromisoformat(day)
    except ValueError:
        return None
    if not (0 <= rank < 2**15 and 0 <= row_id < 2**63):
        return None
    return paging.Position((due_date.isoformat(), rank, row_id), position.backwards)


def _done_position(key: str | None) -> paging.Position | None:
    position = paging.decode(key, types=DONE_TYPES)
    if position is None:
        return None
    moment, row_id = position.values
    try:
        done_at = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return paging.Position((done_at.isoformat(), row_id), position.backwards) if 0 <= row_id < 2**63 else None


def _order(row: Row) -> tuple[Any, ...]:
    return (row.due_date, row.rank, row.id)


def _page(rows: Sequence[Row], position: paging.Position | None) -> paging.Page[Row]:
    def key(row: Row) -> tuple[str, int, int]:
        return (row.due_date.isoformat(), row.rank, row.id)

    return paging.page(rows, size=PAGE_SIZE, position=position, key=key)
