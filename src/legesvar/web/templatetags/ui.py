"""Template tags of the house: icons inlined, boxes with words in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.forms import BaseForm
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from legesvar.web.clinic.shortcuts import SHORTCUTS, Shortcut

register = template.Library()

ICONS = Path(__file__).resolve().parents[1] / "static" / "built" / "icons"
SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
SPLIT = re.compile(r"\b(e-konsultasjon\w*)", re.IGNORECASE)
TONES = ("info", "success", "warning", "danger")


def _drawing(name: str) -> str:
    """Read the drawing of an icon.

    :raises LookupError: no icon of that name was built
    """
    if not re.fullmatch(r"[a-z-]+", name) or not (ICONS / f"{name}.svg").is_file():
        raise LookupError(f"There is no icon named {name!r}: see ICONS in scripts/build_assets.py, and run it.")
    drawn = SVG.search((ICONS / f"{name}.svg").read_text(encoding="utf-8"))
    return re.sub(r"\s*\n\s*", "", drawn[1]) if drawn else ""


@register.filter
def whole(text: str) -> SafeString:
    """Keep «e-konsultasjon» from being split at its hyphen when a line breaks."""
    return mark_safe(SPLIT.sub(r'<span class="keep-together">\1</span>', conditional_escape(text)))


@cache
def drawn_icon(name: str) -> SafeString:
    """Inline an icon that says nothing to a screen reader: the words stand next to it."""
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">{_drawing(name)}</svg>'
    )


@register.simple_tag
def shortcuts() -> tuple[Shortcut, ...]:
    """Return the keys of the workbench, for the help that lists them."""
    return SHORTCUTS


@register.simple_block_tag
def box(content: str, tone: str = "info", title: str = "", level: int = 2) -> SafeString:
    """Frame what stands between the tags; the tone gives colour and icon, and the words must say the same.

    :param tone: info, success, warning or danger
    :param level: level of the title's heading, 1 to 6
    """
    if tone not in TONES:
        raise ValueError(f"A box is one of {', '.join(TONES)}, not {tone!r}.")
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('<div class="ds-alert" data-color="{}">{}{}</div>', tone, head, mark_safe(content))


@register.simple_tag
def errors_in(form: BaseForm) -> list[tuple[str, str]]:
    """List what is wrong in a form as pairs of where the link leads (may be empty) and what it says."""
    found = [("", str(text)) for text in form.non_field_errors()]
    for field in form:
        found += [("" if field.is_hidden else field.first_control, str(text)) for text in field.errors]
    return found
