"""How much may come in."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """What a message may carry (START-7) and what a picture is made into. Edges are in pixels."""

    max_files: int = 5
    max_bytes: int = 20 * MEBIBYTE
    # Phones' largest modes are 48 and 50 megapixels. A baseline JPEG is scaled while it is decoded and may be larger
    # (108 megapixels). No phone makes large PNG, GIF or WebP, and they take most memory: an A4 page at 600 dpi.
    max_pixels_baseline_jpeg: int = 128_000_000
    max_pixels_camera: int = 50_500_000
    max_pixels: int = 36_000_000
    max_pages: int = 200
    max_pdf_objects: int = 50_000
    picture_edge: int = 2560
    thumbnail_edge: int = 320

    @property
    def max_request_bytes(self) -> int:
        """A full message: every file at its largest, and a mebibyte for text and form."""
        return self.max_files * self.max_bytes + MEBIBYTE
