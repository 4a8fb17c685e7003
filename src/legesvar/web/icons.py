"""Icons as HTML, from the drawings that `make assets` builds."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).resolve().parent / "static" / "built" / "icons"
SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def _drawing(name: str) -> str:
    """Read the drawing of an icon.

    :raises LookupError: no icon of that name was built
    """
    if not re.fullmatch(r"[a-z-]+", name) or not (ICONS / f"{name}.svg").is_file():
        raise LookupError(f"There is no icon named {name!r}: see ICONS in scripts/build_assets.py, and run it.")
    drawn = SVG.search((ICONS / f"{name}.svg").read_text(encoding="utf-8"))
    return re.sub(r"\s*\n\s*", "", drawn[1]) if drawn else ""


@cache
def drawn_icon(name: str) -> SafeString:
    """Inline an icon that says nothing to a screen reader: the words stand next to it."""
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">{_drawing(name)}</svg>'
    )
