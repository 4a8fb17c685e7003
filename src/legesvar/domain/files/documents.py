"""A PDF is read strictly and kept as it came: it may be signed, and what was sent is what the record must show.

So it must be whole, open to everybody, and unable to do anything by itself. Pages are shown by the reader's own
program, outside our pages.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextvars import ContextVar

from pypdf import PdfReader, apply_configuration
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from legesvar.domain.files.kinds import Document, MediaType
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits

# ISO 32000-1, 12.6.4: the actions that stay inside the document or only follow a link the reader clicks.
HARMLESS_ACTIONS = frozenset({"/GoTo", "/URI", "/Named"})
ACTIVE_ACTIONS = frozenset(
    {
        *("/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/SubmitForm"),
        *("/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/GoTo3DView", "/RichMediaExecute"),
    }
)
ACTION_KEYS = ("/OpenAction", "/A", "/PA")
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
ACTIVE_SUBTYPES = frozenset(["/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"])
LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")

# Also looked for outside the objects the table of contents names: a reader that repairs files might find them there.
ACTIVE_BYTES = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b")
ENDING = b"%%EOF"
MAX_DEPTH = 60
MAX_ELEMENTS = 20_000

# What pypdf remarks on in files that are right (an update's table does not begin at zero) or that all read alike.
MERE_REMARKS = ("Xref table not zero-indexed", "Superfluous whitespace", "EOF marker not at start", "/Prev=0")

_reading: ContextVar[bool] = ContextVar("legesvar_reading_an_upload", default=False)


class _RepairIsRefusal(logging.Handler):
    """Raises where pypdf, even when it is strict, would repair with a warning.

    What one reader repairs another reads differently, and only one of them is looked at here.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if _reading.get() and not str(record.msg).startswith(MERE_REMARKS):
            raise PdfReadError("repaired")


logging.getLogger("pypdf").addHandler(_RepairIsRefusal())


def inspect(data: bytes, limits: FileLimits) -> Document | FileRefusal:
    """Accept a PDF that is whole and passive, or say why not. Never raises, whatever the bytes."""
    # A reader must accept a kilobyte of anything after the end; a second file hides there.
    tail = data.rpartition(ENDING)[2]
    if ENDING not in data or tail.strip(b"\0\t\n\f\r "):
        return FileRefusal.BROKEN
    token = _reading.set(True)
    try:
        with apply_configuration(
            zlib_maximum_output_length=2 * limits.max_bytes,
            stream_decoding_work_maximum_length=4 * limits.max_bytes,
            page_tree_maximum_entries=4 * limits.max_pages,
            array_maximum_element_count=MAX_ELEMENTS,
            dictionary_maximum_element_count=MAX_ELEMENTS,
            jbig2dec_binary=None,
        ):
            return _inspect(data, limits)
    except Exception:
        # RecursionError and MemoryError among them: a parser fed by an attacker may fail in any way.
        return FileRefusal.BROKEN
    finally:
        _reading.reset(token)


def _inspect(data: bytes, limits: FileLimits) -> Document | FileRefusal:
    reader = PdfReader(io.BytesIO(data), strict=True, xref_stream_maximum_entries=limits.max_pdf_objects)
    if reader.is_encrypted:
        return FileRefusal.ENCRYPTED
    references = _references(reader)
    if len(references) > limits.max_pdf_objects:
        return FileRefusal.TOO_MANY_PAGES
    if ACTIVE_BYTES.search(data) or any(_active(part) for part in _dictionaries(reader, references)):
        return FileRefusal.ACTIVE_CONTENT
    pages = len(reader.pages)
    if pages == 0:
        return FileRefusal.BROKEN
    if pages > limits.max_pages:
        return FileRefusal.TOO_MANY_PAGES
    return Document(data=data, media_type=MediaType.PDF, pages=pages)


def _references(reader: PdfReader) -> list[IndirectObject]:
    """List every object the cross-reference tables name, also those no page leads to."""
    plain = {(number, generation) for generation, numbers in reader.xref.items() for number in numbers}
    packed = {(number, 0) for number in reader.xref_objStm}
    return [IndirectObject(number, generation, reader) for number, generation in sorted(plain | packed)]


def _dictionaries(reader: PdfReader, references: list[IndirectObject]) -> Iterator[DictionaryObject]:
    """Yield every dictionary of the file once, however deep it lies in another object."""
    parts: list[tuple[PdfObject | None, int]] = [(reader.trailer, 0)]
    for reference in references:
        parts.append((reference.get_object(), 0))
        while parts:
            part, depth = parts.pop()
            if depth > MAX_DEPTH:
                raise ValueError("nested too deep")
            if isinstance(part, DictionaryObject):
                yield part
                parts.extend((value, depth + 1) for value in dict.values(part))
            elif isinstance(part, ArrayObject):
                parts.extend((value, depth + 1) for value in list.__iter__(part))


def _active(part: DictionaryObject) -> bool:
    """Tell whether a dictionary is, starts or carries something that acts, or brings another file along."""
    if not ACTIVE_KEYS.isdisjoint(part) or part.get("/Subtype") in ACTIVE_SUBTYPES or part.get("/S") in ACTIVE_ACTIONS:
        return True
    if part.get("/Type") == "/EmbeddedFile" or (isinstance(part, StreamObject) and "/F" in part):
        return True
    if "/URI" in part and part.get("/S") == "/URI" and not str(part["/URI"]).lower().startswith(LINK_SCHEMES):
        return True
    actions = (part.get(key) for key in ACTION_KEYS)
    return any(_does_more_than_lead_on(action) for action in actions)


def _does_more_than_lead_on(action: PdfObject | None) -> bool:
    action = action.get_object() if action is not None else None
    return isinstance(action, DictionaryObject) and "/S" in action and str(action["/S"]) not in HARMLESS_ACTIONS
