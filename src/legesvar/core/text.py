"""Text as people write it: made uniform in one way, counted as a person counts (START-6).

The browser's counter does the same in the same order; both are held to one table of test strings.
"""

import re
import unicodedata

import regex

# Every blank a keyboard, a word processor or a web page leaves at the ends of a text, the invisible ones included.
BLANKS = (
    "\t\n \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
LINE_BREAK = re.compile(r"\r\n?")
# Control characters but tab and line feed, and halves of a surrogate pair, which no database can store.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
GRAPHEME_CLUSTER = regex.compile(r"\X")


def readable(text: str) -> str:
    """Return the text as it was written, with LF for line breaks and without what no page and no database can hold."""
    return UNWANTED.sub("", LINE_BREAK.sub("\n", text))


def normalise(text: str) -> str:
    """Return the text as it is stored: LF for line breaks, no control characters, NFC, no blanks at the ends."""
    return unicodedata.normalize("NFC", readable(text)).strip(BLANKS)


def count(text: str) -> int:
    """Count the characters a person sees in the text as it will be stored."""
    return sum(1 for _ in GRAPHEME_CLUSTER.finditer(normalise(text)))


def holds_control_characters(text: str) -> bool:
    """Say whether a text holds what no keyboard writes: null bytes and other control characters, broken pairs."""
    return UNWANTED.search(LINE_BREAK.sub("\n", text)) is not None
