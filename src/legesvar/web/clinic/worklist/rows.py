"""The rows of the worklist, drawn as web/rows.py says. They hold no clinical text (WORK-8).

Words are fetched once per page: a row asks no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from legesvar.core.clock import oslo_date
from legesvar.domain.work.selectors import Present, Row
from legesvar.web.clinic.worklist.place import DIALOGUE
from legesvar.web.rows import drawn
from legesvar.web.unbroken import whole
from legesvar.words import dates
from legesvar.words import work as work_words
from legesvar.words.work import Badge, Words

_INSIDE = (
    '<span class="work__name">{unread}{name} <small>{born}</small></span>'
    '<span class="ds-tag{solid}" data-variant="outline" data-color="{tone}">{tag}</span>'
    '<span class="work__kind">{kind}</span><span class="work__meta">{meta}</span>{here}'
)
_OPENED = f'<li><a class="work{{new}}" href="{{url}}"{{current}}>{_INSIDE}</a></li>'
_CLOSED = f'<li><div class="work{{new}}">{_INSIDE}</div></li>'
_UNREAD = '<span class="ds-sr-only">{} </span>'
_HERE = '<span class="work__here">{}</span>'
_TAB = '<li><a class="filter" id="{id}" href="{url}"{current}><span>{label}</span>{count}</a></li>'
_COUNT = ' <span class="filter__count">{}</span>'
_CURRENT = mark_safe(' aria-current="true"')


@dataclass(frozen=True, slots=True)
class Tab:
    """Whose work or which kind can be listed, and how much of it there is."""

    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, and where they are in it.

    :param query: the place in the list, as it follows in each address
    :param opened: the dialogue that is shown beside it
    :param may_open: whether rows lead to what was written
    :param present: colleagues by what they have in front of them
    """

    name: str
    query: str
    opened: UUID | None
    may_open: bool
    present: Mapping[UUID, list[Present]] = field(default_factory=dict)


def address(row: Row, reader: Reader) -> str:
    """Return where a row leads."""
    return f"{DIALOGUE}{row.about}/{reader.query}"


def draw(rows: Iterable[Row], reader: Reader, today: date) -> SafeString:
    """Draw a page of rows."""
    said = work_words.words()
    unread = format_html(_UNREAD, _("Ulest:"))
    return drawn(
        _OPENED if reader.may_open else _CLOSED, (_values(row, reader, today, said, unread) for row in rows)
    )  # fmt: skip


@lru_cache(maxsize=512)
def _label(words: str) -> SafeString:
    return whole(words)


@lru_cache(maxsize=512)
def _count(number: str) -> SafeString:
    return format_html(_COUNT, number)


def draw_tabs(name: str, tabs: Iterable[Tab]) -> SafeString:
    """Draw a row of filters.

    :param name: what their ids begin with, so that focus is found again after a refresh
    """
    return drawn(
        _TAB,
        (
            {
                "id": f"{name}-{number}",
                "url": tab.url,
                "current": _CURRENT if tab.current else "",
                "label": _label(tab.label),
                "count": _count(tab.count) if tab.count else "",
            }
            for number, tab in enumerate(tabs, start=1)
        ),
    )


def _values(row: Row, reader: Reader, today: date, said: Words, unread: SafeString) -> dict[str, str]:
    badge = _badge(row, today, said)
    received = said.received % dates.moment_within(row.received_at, today)
    return {
        "url": address(row, reader),
        "current": _CURRENT if row.about == reader.opened else "",
        "new": " work--new" if row.unread else "",
        "unread": unread if row.unread else "",
        "name": row.patient_name,
        "born": said.born % row.birth_date.year,
        "solid": " solid" if badge.solid else "",
        "tone": badge.tone,
        "tag": badge.text,
        "kind": _kind(row.kind, row.channel, row.attachments, row.urgent, said),
        "meta": f"{received} · {_assignee(row, reader.name, said)}",
        "here": _here(reader.present.get(row.about, ()), said),
    }


@lru_cache(maxsize=512)
def _kind(kind: str, channel: str, attachments: int, urgent: bool, said: Words) -> SafeString:
    parts = [said.kinds[kind]]
    if urgent:
        parts.insert(0, said.urgent)
    if channel == "phone":
        parts.append(said.by_phone)
    if attachments:
        parts.append(said.one_attachment if attachments == 1 else said.attachments % attachments)
    return whole(" · ".join(parts))


def _assignee(row: Row, own_name: str, said: Words) -> str:
    return said.you if row.assignee_name == own_name else row.assignee_name or said.nobody


def _badge(row: Row, today: date, said: Words) -> Badge:
    if row.done_at is not None:
        return Badge(said.answered % dates.short_day(oslo_date(row.done_at), today), "neutral", solid=False)
    return work_words.badge(row.due_date, today, said, row.mark_date)


def _here(present: Iterable[Present], said: Words) -> SafeString:
    names = ", ".join(work_words.here(one.name, one.doing, said) for one in present)
    return format_html(_HERE, names) if names else mark_safe("")
