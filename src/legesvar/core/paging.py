"""Pages by key: where the last page ended, not how many rows came before."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows, and the keys of its neighbours (None where there is none)."""

    rows: tuple[T, ...]
    next_key: str | None
    previous_key: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an ordered list: the values of the ordering columns, and which way to read from it."""

    values: tuple[Any, ...]
    backwards: bool = False


def encode(values: Sequence[Any], *, backwards: bool = False) -> str:
    """Make a key for an address out of the ordering columns' values (numbers and strings)."""
    raw = json.dumps([backwards, *values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(key: str | None, *, types: Sequence[type]) -> Position | None:
    """Read a key from an address; a missing, foreign or broken one gives None, which is the first page.

    :param types: what each value must be; the key comes from outside and is trusted with nothing
    """
    if not key or len(key) > 400:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        backwards, *values = parts
    except (ValueError, binascii.Error, TypeError):
        return None
    if not isinstance(backwards, bool) or [type(v) for v in values] != list(types):
        return None
    return Position(tuple(values), backwards)


def by_id(key: str | None) -> Position | None:
    """Read a key that is the number of a row; one that no row can have gives None, which is the first page."""
    position = decode(key, types=(int,))
    return position if position and 0 <= position.values[0] < 2**63 else None


def page(rows: Sequence[T], *, size: int, position: Position | None, key: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Cut `rows` (at most size + 1, read in the position's direction) into a page with its neighbours' keys."""
    more = len(rows) > size
    kept = list(rows[:size])
    backwards = position is not None and position.backwards
    if backwards:
        kept.reverse()
    has_next = more if not backwards else True
    has_previous = position is not None if not backwards else more
    return Page(
        rows=tuple(kept),
        next_key=encode(key(kept[-1])) if kept and has_next else None,
        previous_key=encode(key(kept[0]), backwards=True) if kept and has_previous else None,
    )
