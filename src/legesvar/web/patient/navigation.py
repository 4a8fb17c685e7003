"""Where patients may go from the top of every page, drawn once for each section and language (docs/speed.md)."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as _

from legesvar.core.kinds import DECLARED, Kind
from legesvar.web.icons import drawn_icon
from legesvar.web.middleware import FOR_OTHERS
from legesvar.web.unbroken import whole
from legesvar.words import work

# section (as the views name it), icon, address, name
_Way = tuple[str, str, str, str]
DIALOGUES: tuple[_Way, ...] = (
    ("inbox", "inbox", "/innboks/", _("Innboks")),
    ("archive", "archive", "/innboks/arkiv/", _("Arkiv")),
    (Kind.E_CONSULTATION, "pencil", f"/start/{DECLARED[Kind.E_CONSULTATION].slug}/", _("Start e-konsultasjon")),
    ("start", "envelope", "/start/", _("Skriv ny melding")),
)
OWN: tuple[_Way, ...] = (
    ("people", "people", "/for/", _("Bytt person")),
    ("trail", "eye", "/innsyn/", _("Innsyn")),
    ("profile", "bell", "/profil/", _("Profil og varsler")),
)
# What differs from page to page, in what is drawn once.
_PREFIX, _UNREAD = "«prefix»", "«unread»"


def dialogues(section: str, prefix: str, unread: int) -> SafeString:
    """Return the lines of the menu of dialogues.

    :param section: where one is, whose link is marked
    :param prefix: what stands before each address when somebody acts for another; made by us
    """
    return _filled(_drawn(DIALOGUES, "<li>{}</li>", section, get_language()), prefix, unread)


def own(section: str, prefix: str) -> SafeString:
    """Return the lines of a person's own menu."""
    return _filled(_drawn(OWN, "{}", section, get_language()), prefix)


def mark(unread: int) -> SafeString:
    """Return the number of what is unread, in figures and for a screen reader in words; nothing when there is none."""
    return _mark(unread, get_language()) if unread else mark_safe("")


@cache
def _mark(unread: int, language: str | None) -> SafeString:
    words = ngettext("ulest samtale", "uleste samtaler", unread)
    return format_html(
        ' <span class="unread">{}<span class="ds-sr-only"> {}</span></span>', work.count(unread), words
    )  # fmt: skip


def _filled(drawn: str, prefix: str, unread: int = 0) -> SafeString:
    return mark_safe(drawn.replace(_PREFIX, prefix).replace(_UNREAD, mark(unread)))


@cache
def _drawn(ways: tuple[_Way, ...], line: str, section: str, language: str | None) -> SafeString:
    return format_html_join("\n", line, ((_link(way, section),) for way in ways))


def _link(way: _Way, current: str) -> SafeString:
    section, icon, address, name = way
    return format_html(
        '<a href="{}{}"{}>{}<span>{}</span>{}</a>', _PREFIX if address.split("/")[1] in FOR_OTHERS else "", address,
        mark_safe(' aria-current="page"') if section == current else "", drawn_icon(icon), whole(gettext(name)),
        _UNREAD if section == "inbox" else "",
    )  # fmt: skip
