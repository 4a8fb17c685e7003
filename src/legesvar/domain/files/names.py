"""What a file is called on the screen. Never where it is stored: storage has random keys."""

from __future__ import annotations

import re
import unicodedata

from legesvar.domain.files.kinds import SUFFIXES, MediaType

MAX_LENGTH = 120
FALLBACK = {MediaType.JPEG: "bilde", MediaType.PNG: "bilde", MediaType.PDF: "dokument"}

# Controls, invisible format characters (bidi overrides, zero width), surrogates, private use, unassigned; and the
# line and paragraph separators.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,8}$")
UNSAFE = re.compile(r'[<>:"|?*%]')


def display_name(given: str, media_type: MediaType) -> str:
    """Make the name a user gave safe to show and to offer for download, with the suffix of what the file really is.

    :returns: at most 120 characters, never empty: no path, no control or direction-changing characters
    """
    suffix = SUFFIXES[media_type]
    stem = _visible(re.split(r"[/\\]", given)[-1])
    stem = SUFFIX.sub("", stem).strip(" .")[: MAX_LENGTH - len(suffix)].rstrip(" .")
    return (stem or FALLBACK[media_type]) + suffix


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(" " if unicodedata.category(c) in ("Zl", "Zp") or c in "\t\r\n" else c for c in composed)
    shown = "".join(c for c in shown if unicodedata.category(c) not in HIDDEN)
    return re.sub(r"\s+", " ", UNSAFE.sub("_", shown)).strip()
