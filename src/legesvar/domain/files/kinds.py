"""The kinds of file that may come in, and how each is known by its first bytes (START-7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an upload is, whatever its name says. The value is the name Pillow has for it, or `PDF`."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    HEIC = "HEIF"
    PDF = "PDF"


class MediaType(StrEnum):
    """What we keep: everything that comes in becomes one of these three."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we keep it. The thumbnail is always a JPEG."""

    data: bytes
    media_type: MediaType
    width: int
    height: int
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as we keep it."""

    data: bytes
    media_type: MediaType
    pages: int


SUFFIXES = {MediaType.JPEG: ".jpg", MediaType.PNG: ".png", MediaType.PDF: ".pdf"}

# What a file chooser offers (the `accept` attribute). The server looks at the content only.
ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,image/webp,image/gif,application/pdf"

SIGNATURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"%PDF-", Kind.PDF),
)

# ISO/IEC 23008-12, annex B: brands of HEVC-coded pictures and sequences, and the structural ones that phones write.
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})


def kind_of(head: bytes) -> Kind | None:
    """Tell the kind from the first twelve bytes, or None when it is not on the list."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    return None
