"""Reading the worklist: one index, one page by key, no counting of the table."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from legesvar.core import paging
from legesvar.core.actor import Actor

PAGE_SIZE = 25
KEY_TYPES = (str, int, int)


@dataclass(frozen=True, slots=True)
class Row:
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


_COLUMNS = ", ".join(Row.__slots__)
_LIMITED = (
    "SELECT {columns} FROM work_item WHERE clinic_id = %s AND done_at IS NULL {who} {after} ORDER BY {order} LIMIT %s"
)
_COUNTED = "SELECT count(*) FROM (SELECT 1 FROM work_item WHERE clinic_id = %s AND done_at IS NULL {who} LIMIT %s) t"
_OF_SOME = "AND assignee_id = ANY(%s::bigint[])"
_COUNTS = f"SELECT ({_COUNTED.format(who=_OF_SOME)}), ({_COUNTED.format(who='')})"


def whole_clinic(actor: Actor, key: str | None) -> paging.Page[Row]:
    """Return a page of all that the clinic owes, what is due first on top."""
    position = _position(key)
    return _page(_rows(actor, None, position), position)


def mine(actor: Actor, assignees: Sequence[int], key: str | None) -> paging.Page[Row]:
    """Return a page of what these members of staff owe: oneself, and those one stands in for today.

    Each is read through the index by itself and the sorted results are merged, so that the cost does not grow.
    """
    position = _position(key)
    backwards = position is not None and position.backwards
    per_assignee = [_rows(actor, assignee, position) for assignee in assignees]
    merged = list(heapq.merge(*per_assignee, key=_order, reverse=backwards))
    return _page(merged[: PAGE_SIZE + 1], position)


def count_open(actor: Actor, assignees: Sequence[int] | None, ceiling: int = 100) -> int:
    """Count open things, up to a ceiling: a number on a button need not be exact beyond it."""
    who, parameters = ("", []) if assignees is None else (_OF_SOME, [list(assignees)])
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(who=who), [actor.clinic_id, *parameters, ceiling])
        return int(cursor.fetchone()[0])


def counts(actor: Actor, assignees: Sequence[int], ceiling: int = 100) -> tuple[int, int]:
    """Count the open things of these members of staff, and of the whole clinic, up to a ceiling, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [actor.clinic_id, list(assignees), ceiling, actor.clinic_id, ceiling])
        mine, all_of_them = cursor.fetchone()
    return mine, all_of_them


def count_overdue(actor: Actor, today: date, ceiling: int = 100) -> int:
    """Count the clinic's open things whose last day has passed, up to a ceiling."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(who="AND due_date < %s"), [actor.clinic_id, today, ceiling])
        return int(cursor.fetchone()[0])


def next_about(actor: Actor, assignees: Sequence[int]) -> UUID | None:
    """Return what is due first among these members' work: where to go after answering."""
    page = mine(actor, assignees, None)
    return page.rows[0].about if page.rows else None


def _rows(actor: Actor, assignee: int | None, position: paging.Position | None) -> list[Row]:
    backwards = position is not None and position.backwards
    who, parameters = ("", [actor.clinic_id])
    if assignee is not None:
        who = "AND assignee_id = %s"
        parameters.append(assignee)
    after = ""
    if position is not None:
        after = f"AND (due_date, rank, id) {'<' if backwards else '>'} (%s::date, %s::smallint, %s::bigint)"
        parameters.extend(position.values)
    order = "due_date DESC, rank DESC, id DESC" if backwards else "due_date, rank, id"
    statement = _LIMITED.format(columns=_COLUMNS, who=who, after=after, order=order)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, PAGE_SIZE + 1])
        return [Row(*row) for row in cursor.fetchall()]


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


def _order(row: Row) -> tuple[Any, ...]:
    return (row.due_date, row.rank, row.id)


def _page(rows: Sequence[Row], position: paging.Position | None) -> paging.Page[Row]:
    def key(row: Row) -> tuple[str, int, int]:
        return (row.due_date.isoformat(), row.rank, row.id)

    return paging.page(rows, size=PAGE_SIZE, position=position, key=key)
