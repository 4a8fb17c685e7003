"""The messages of a thread, to patient and clinic, drawn by shape as the rows of lists are (docs/speed.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from legesvar.web.rows import drawn

_SHAPE = """<article class="message message--{side}{fresh}"{anchor}>
<header class="message__head"><h2 class="message__who">{who}</h2>\
<time class="message__when" datetime="{iso}">{when}</time>{mark}</header>
<p class="own-words">{text}</p>
{attachments}{seen}</article>"""
_FRESH = mark_safe(" message--new")


def draw(messages: Iterable[Any]) -> SafeString:
    """Return messages as HTML, each an article with its author as heading.

    :param messages: with `side`, `who`, `when`, `iso` and `text`; and, where they have them, `new`, `anchor`, `seen`
        and `attachments`
    """
    return drawn(_SHAPE, map(_values, messages))


def _values(message: Any) -> Mapping[str, str]:
    new, anchor = getattr(message, "new", False), getattr(message, "anchor", "")
    seen, attachments = getattr(message, "seen", ""), getattr(message, "attachments", ())
    return {
        "side": message.side, "who": message.who, "when": message.when, "iso": message.iso, "text": message.text,
        "fresh": _FRESH if new else "",
        "anchor": format_html(' id="{}"', anchor) if anchor else "",
        "mark": _mark(message.side, new),
        "attachments": render_to_string("components/attachments.html", {"attachments": attachments})
        if attachments else "",
        "seen": format_html('<p class="message__seen">{}</p>\n', seen) if seen else "",
    }  # fmt: skip


def _mark(side: str, new: bool) -> str:
    if side == "note":
        return format_html('<span class="ds-tag" data-color="note">{}</span>', _("Vises ikke for pasienten"))
    return format_html('<span class="ds-tag solid">{}</span>', _("Ny")) if new else ""
