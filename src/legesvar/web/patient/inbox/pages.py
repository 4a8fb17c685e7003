"""Innboks as finished words: a row carries strings and truths, nothing to look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.paging import Page
from legesvar.domain.dialogues.selectors import InboxRow
from legesvar.domain.dialogues.states import State
from legesvar.words import dates, labels

_ANY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `about` tells a screen reader which of the links this is."""

    when: str
    kind: str
    who: str
    state: str
    open: bool
    new: bool
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of Innboks or of the archive."""

    rows: tuple[Row, ...]
    draft_saved: str
    previous_url: str
    next_url: str


def inbox(found: Page[InboxRow], draft_saved_at: datetime | None, today: date) -> InboxPage:
    """Put a page of rows into words.

    :param draft_saved_at: when the patient last wrote in a draft, if there is one
    """
    address = reverse("patient:dialogue", args=[_ANY])
    return InboxPage(
        rows=tuple(_row(row, address, today) for row in found.rows),
        draft_saved=dates.moment_within(draft_saved_at, today) if draft_saved_at else "",
        previous_url=f"?side={found.previous_key}" if found.previous_key else "",
        next_url=f"?side={found.next_key}" if found.next_key else "",
    )


def _row(row: InboxRow, address: str, today: date) -> Row:
    when, kind = dates.listed(row.updated_at, today), labels.kind_label(row.kind)
    return Row(
        when=when,
        kind=kind,
        who=f"{row.from_name}, {row.clinic_name}",
        state=labels.state_label(row.state),
        open=row.state != State.CLOSED,
        new=row.unread,
        url=address.replace(_ANY, str(row.public_id)),
        about=_("%(kind)s fra %(who)s, %(when)s") % {"kind": kind, "who": row.from_name, "when": when},
    )
