"""Which characters the documents' fonts can draw; the rest become □ instead of stopping the document.

PDF/A forbids a character without a glyph, so the typesetter refuses a whole document for one of them. A cluster
(a letter with its marks, an emoji family) must be in one font as a whole.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import regex

BOX = "□"
CLUSTER = regex.compile(r"\X")
CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFEFF--\n\t]", regex.V1)
IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
FORBIDDEN = regex.compile(r"[\p{Co}\p{Cn}]", regex.V1)
# A word longer than any Norwegian one may be broken anywhere; else it would run off the paper.
LONG_WORD = regex.compile(r"\S{40,}")
PIECE = 4
BREAK = "\u200b"
NOT_BASIC = regex.compile(r"[^\n\x20-\x7e\xa0-\u024f\u2010-\u2026\u25a1\u200b]")


def drawable(text: str, fonts: Path) -> str:
    """Return the text as it can be typeset: no control characters, □ for what no font has, long words breakable."""
    masks = coverage(fonts)
    text = CONTROL.sub("", text).replace("\t", "    ")
    if NOT_BASIC.search(text):
        text = "".join(_cluster(cluster, masks) for cluster in CLUSTER.findall(text))
    return LONG_WORD.sub(lambda word: _broken(word[0]), text)


def basic(text: str) -> str:
    """Return the text with □ for all but plain Latin letters, digits and signs, which the text font always draws."""
    return NOT_BASIC.sub(BOX, text)


@cache
def coverage(fonts: Path) -> dict[int, int]:
    """Return, for each code point, a bit for each font in the folder that draws it."""
    masks: dict[int, int] = {}
    for bit, path in enumerate(sorted(fonts.glob("*.ttf"))):
        for code_point in _code_points(path.read_bytes()):
            masks[code_point] = masks.get(code_point, 0) | 1 << bit
    return masks


def _cluster(cluster: str, masks: dict[int, int]) -> str:
    if cluster == "\n":
        return cluster
    shared = -1
    for character in cluster:
        if FORBIDDEN.match(character):
            shared = 0
        elif not IGNORABLE.match(character):
            shared &= masks.get(ord(character), 0)
    if shared:
        return cluster
    alone = [c for c in cluster if not IGNORABLE.match(c)]
    first_is_drawn = ord(alone[0]) in masks and not FORBIDDEN.match(alone[0]) if alone else False
    return (alone[0] + BOX if len(alone) > 1 else alone[0]) if first_is_drawn else BOX


def _broken(word: str) -> str:
    clusters = CLUSTER.findall(word)
    return BREAK.join("".join(clusters[at : at + PIECE]) for at in range(0, len(clusters), PIECE))


def _code_points(font: bytes) -> Iterator[int]:
    """Read the table of an OpenType font that maps characters to glyphs (formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    cmap = next(
        offset for tag, _, offset, _ in struct.iter_unpack(">4sLLL", font[12 : 12 + 16 * tables]) if tag == b"cmap"
    )
    subtables = struct.unpack_from(">H", font, cmap + 2)[0]
    for _, _, offset in struct.iter_unpack(">HHL", font[cmap + 4 : cmap + 4 + 8 * subtables]):
        match struct.unpack_from(">H", font, cmap + offset)[0]:
            case 4:
                yield from _format_4(font, cmap + offset)
            case 12:
                yield from _format_12(font, cmap + offset)


def _format_12(font: bytes, at: int) -> Iterator[int]:
    groups = struct.unpack_from(">L", font, at + 12)[0]
    for first, last, _ in struct.iter_unpack(">LLL", font[at + 16 : at + 16 + 12 * groups]):
        yield from range(first, last + 1)


def _format_4(font: bytes, at: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    arrays = struct.Struct(f">{segments}H")
    ends = arrays.unpack_from(font, at + 14)
    starts, deltas, offsets = (arrays.unpack_from(font, at + 16 + 2 * segments * n) for n in (1, 2, 3))
    offsets_at = at + 16 + 6 * segments
    for n, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code_point in range(first, last + 1):
            glyph = code_point
            if offset:
                glyph = struct.unpack_from(">H", font, offsets_at + 2 * n + offset + 2 * (code_point - first))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF and code_point != 0xFFFF:
                yield code_point
