"""Rows of a table by a condition in SQL, for hot pages: the ORM takes five times as long to say it as to run it.

Each statement is put together once, and is the same every time, so that it stays prepared (docs/speed.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import Model

from legesvar.core import paging

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound="Numbered")


class Numbered(Protocol):
    """What is ordered by a number of its own."""

    @property
    def id(self) -> int:
        """The number."""


def query(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what a statement finds, as the driver gives it: JSON is text. What the wall hides stays hidden."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def rows(model: type[M], rest: str, parameters: Sequence[Any]) -> list[M]:
    """Return a model's rows. What the wall hides stays hidden.

    :param rest: all that follows `FROM table`; written in our code, with each value a `%s`
    """
    names, converted, statement = _reading(model, rest)  # type: ignore[arg-type]  # a class can be hashed
    found = query(statement, parameters)
    for position, convert in converted:
        found = [(*row[:position], convert(row[position], None, connection), *row[position + 1 :]) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


def first(model: type[M], rest: str, parameters: Sequence[Any]) -> M | None:
    """Return the first of a model's rows, or None."""
    found = rows(model, f"{rest} LIMIT 1", parameters)
    return found[0] if found else None


@cache
def _reading(model: type[Model], rest: str) -> tuple[list[str], list[tuple[int, Any]], str]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converted = [(n, field.from_db_value) for n, field in enumerate(fields) if hasattr(field, "from_db_value")]
    statement = f'SELECT {columns} FROM "{model._meta.db_table}" {rest}'  # noqa: S608 - written in our code
    return [field.attname for field in fields], converted, statement


def newest_first(
    row: Callable[..., T], statement: str, parameters: Sequence[Any], key: str | None, *, by: str, size: int
) -> paging.Page[T]:
    """Return a page of what a statement finds, ordered by a row's number, the newest first. `T` has an `id`.

    :param statement: with `{after}` where a further condition may stand, and `{way}` after ORDER BY; it limits itself
        to one row more than the page
    :param by: the column of the number
    """
    position = paging.by_id(key)
    backwards = position is not None and position.backwards
    after = f"AND {by} {'>' if backwards else '<'} %s::bigint" if position else ""
    values = [*parameters, *(position.values if position else ())]
    found = [row(*one) for one in query(statement.format(after=after, way="" if backwards else "DESC"), values)]
    return paging.page(found, size=size, position=position, key=lambda one: (one.id,))


def add(row: Model) -> None:
    """Insert a row without asking for anything back, which somebody without a scope could not read."""
    fields, statement = _adding(type(row))  # type: ignore[arg-type]  # a class can be hashed
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@cache
def _adding(model: type[Model]) -> tuple[list[Any], str]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608
