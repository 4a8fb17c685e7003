"""When a file is refused, and why."""

from __future__ import annotations

from legesvar.core.refusal import Refusal
from legesvar.domain.files.kinds import Kind
from legesvar.domain.files.settings import FileLimits


class FileRefusal(Refusal):
    """Why a file did not come in."""

    NONE_CHOSEN = "file_none_chosen"
    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    TOO_MANY = "file_too_many"
    NOT_ALLOWED_TYPE = "file_not_allowed_type"
    BROKEN = "file_broken"
    TOO_MANY_PIXELS = "file_too_many_pixels"
    TOO_MANY_PAGES = "file_too_many_pages"
    ENCRYPTED = "file_encrypted"
    ACTIVE_CONTENT = "file_active_content"
    MALWARE = "file_malware"
    SCAN_UNAVAILABLE = "file_scan_unavailable"
    BUSY = "file_busy"
    TOO_OFTEN = "file_too_often"
    STORE_UNAVAILABLE = "file_store_unavailable"


def size_refusal(size: int, limits: FileLimits) -> FileRefusal | None:
    """Refuse an empty file and one over the limit.

    :param size: bytes
    """
    if size == 0:
        return FileRefusal.EMPTY
    return FileRefusal.TOO_LARGE if size > limits.max_bytes else None


def count_refusal(already: int, limits: FileLimits) -> FileRefusal | None:
    """Refuse one more file when the message already carries as many as it may."""
    return FileRefusal.TOO_MANY if already >= limits.max_files else None


def pixel_refusal(pixels: int, kind: Kind, limits: FileLimits, *, progressive: bool) -> FileRefusal | None:
    """Refuse a picture that would take too much memory to open, before it is opened.

    :param progressive: whether all of a JPEG must be held before any of it can be scaled
    """
    if kind is Kind.JPEG and not progressive:
        allowed = limits.max_pixels_baseline_jpeg
    elif kind in (Kind.JPEG, Kind.HEIC):
        allowed = limits.max_pixels_camera
    else:
        allowed = limits.max_pixels
    return FileRefusal.TOO_MANY_PIXELS if pixels > allowed else None
