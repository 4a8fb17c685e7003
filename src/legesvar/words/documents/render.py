"""Typesets a document as PDF/A-3a (for archives) and PDF/UA-1 (for everyone)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import override

from legesvar.words.documents import glyphs
from legesvar.words.documents.content import content, plain
from legesvar.words.documents.shapes import CreditNoteDocument, Document, InvoiceDocument

STANDARDS: list[Any] = ["a-3a", "ua-1"]
TEMPLATES = Path(str(files("legesvar.words.documents") / "templates"))
# Finished by our own code: shown as it is, never searched for characters to replace.
OURS = frozenset({"svg", "template", "lang"})


class FontsMissing(RuntimeError):
    """The folder that should hold the documents' fonts holds none; the asset build makes it."""


def render(document: Document, *, created_at: datetime) -> bytes:
    """Return the document as PDF. The same document and time give the same bytes.

    What people wrote reaches the typesetter as data, never as markup; a character that no font has becomes □.

    :param created_at: the time written into the file, aware
    :raises FontsMissing: when the assets are not built
    """
    with override(document.language):
        tree = content(document) | {"lang": document.language}
    shown = _shown(tree, lambda text: glyphs.drawable(text, font_paths()))
    shown["original"] = _original(document, tree, shown)
    try:
        return _compile(shown, created_at)
    except typst.TypstError:
        # A combination no font draws slipped through: the document still has to be made.
        boxed = _shown(shown, glyphs.basic)
        boxed["original"] = _original(document, tree, boxed)
        return _compile(boxed, created_at)


def font_paths() -> Path:
    """Return the folder with the documents' fonts, as the setting names it."""
    return Path(settings.DOCUMENT_FONTS)


@cache
def _fonts(folder: Path) -> typst.Fonts:
    if not any(folder.glob("*.ttf")):
        raise FontsMissing(f"no fonts in {folder}")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _compile(tree: dict[str, Any], created_at: datetime) -> bytes:
    fonts = _fonts(font_paths())
    compiler = typst.Compiler(TEMPLATES / tree["template"], root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    # Half of a surrogate pair is no character, and the typesetter stops at it: it becomes a question mark.
    data = json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace").decode()
    pdf: Any = compiler.compile(
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=STANDARDS,
        timestamp=created_at.astimezone(UTC).replace(microsecond=0),
    )
    return pdf


def _shown(tree: Any, draw: Callable[[str], str]) -> Any:
    match tree:
        case str():
            return draw(tree)
        case list():
            return [_shown(part, draw) for part in tree]
        case dict():
            return {name: part if name in OURS else _shown(part, draw) for name, part in tree.items()}
    return tree


def _original(document: Document, tree: dict[str, Any], shown: dict[str, Any]) -> str:
    """Return the whole text where a □ stands in for something, so that a record never loses a character."""
    if isinstance(document, InvoiceDocument | CreditNoteDocument):
        return ""
    if json.dumps(shown["entries"]).count("\\u25a1") == json.dumps(tree["entries"]).count("\\u25a1"):
        return ""
    return plain(document.entries)
