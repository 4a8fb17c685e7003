"""Innboks as finished words and finished rows (web/rows.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from legesvar.core.paging import Page
from legesvar.domain.dialogues.selectors import InboxRow
from legesvar.domain.dialogues.states import State
from legesvar.web.patient.start.pages import DraftNote, draft_note
from legesvar.web.rows import drawn
from legesvar.web.unbroken import whole
from legesvar.words import dates, labels

# Green is for what is open: what waits is neither good nor bad until its deadline has passed.
_COLOURS = {State.WAITING_FOR_CLINIC: "info", State.CLOSED: "neutral"}
_ANY = "00000000-0000-0000-0000-000000000000"
# As in style/_inbox.html.
_ROW = (
    '<tr role="row" class="cards__row{marked}"><td role="cell" class="cards__when">{when}</td>'
    '<td role="cell" class="cards__title">{kind}</td><td role="cell">{who}</td>'
    '<td role="cell" class="cards__tags"><span class="tags">{new}'
    '<span class="ds-tag" data-variant="outline" data-color="{colour}">{state}</span></span></td>'
    '<td role="cell" class="cards__open"><a class="cards__link" href="{url}">'
    '<span>{open}<span class="ds-sr-only"> {about}</span></span></a></td></tr>'
)
_NEW = '<span class="ds-tag solid">{}</span>'


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of Innboks or of the archive; no rows when there is nothing."""

    rows: SafeString
    drafts: tuple[DraftNote, ...]
    previous_url: str
    next_url: str


def inbox(found: Page[InboxRow], drafts: Sequence[tuple[str, datetime]], today: date) -> InboxPage:
    """Put a page of rows into words.

    :param drafts: kind of what was begun and not sent, and when it was last saved
    """
    return InboxPage(
        rows=drawn(_ROW, _rows(found, today)),
        drafts=tuple(draft_note(kind, saved_at, today) for kind, saved_at in drafts),
        previous_url=f"?side={found.previous_key}" if found.previous_key else "",
        next_url=f"?side={found.next_key}" if found.next_key else "",
    )


def _rows(found: Page[InboxRow], today: date) -> Iterator[dict[str, str]]:
    address, about, open_it = reverse("patient:dialogue", args=[_ANY]), _("%(kind)s fra %(who)s, %(when)s"), _("Åpne")
    new = format_html(_NEW, _("Nytt svar"))
    for row in found.rows:
        colour, state = _standing(row, today)
        when, kind = dates.listed(row.updated_at, today), labels.kind_label(row.kind)
        yield {
            "marked": " cards__row--new" if row.unread else "",
            "when": when,
            "kind": _kind(kind),
            "who": f"{row.from_name}, {row.clinic_name}" if row.from_name else row.clinic_name,
            "new": new if row.unread else "",
            "colour": colour,
            "state": state,
            "url": address.replace(_ANY, str(row.public_id)),
            "open": open_it,
            "about": about % {"kind": kind, "who": row.from_name or row.clinic_name, "when": when},
        }


def _standing(row: InboxRow, today: date) -> tuple[str, str]:
    """Return the colour and the words of where a dialogue stands; an answer that is late is said to be (DIA-1)."""
    if row.state == State.WAITING_FOR_CLINIC and row.due_date < today:
        return "warning", _("Over frist")
    return _COLOURS.get(State(row.state), "success"), labels.state_label(row.state, row.kind)


@cache
def _kind(label: str) -> SafeString:
    return whole(label)
