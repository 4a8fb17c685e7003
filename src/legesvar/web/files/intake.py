"""From the bytes somebody sent to what may be stored: looked at, scanned, and made anew, before any transaction."""

from __future__ import annotations

from legesvar.adapters import isolated, malware
from legesvar.adapters.malware import Verdict
from legesvar.domain.files import examination
from legesvar.domain.files.kinds import Document, Picture, kind_of
from legesvar.domain.files.policies import FileRefusal, size_refusal
from legesvar.domain.files.settings import FileLimits

SCANNED = {Verdict.HARMFUL: FileRefusal.MALWARE, Verdict.UNAVAILABLE: FileRefusal.SCAN_UNAVAILABLE}
EXAMINATION = "legesvar.domain.files.examination"


def take_in(data: bytes, limits: FileLimits, *, malware_url: str) -> Picture | Document | FileRefusal:
    """Turn an upload into what may be stored, or say why not.

    The scanner sees the file as it came; the decoders see it in a process of their own.

    :param malware_url: where the scanner is, or nothing when none is configured
    """
    refusal = size_refusal(len(data), limits)
    if refusal is None and kind_of(data[:12]) is None:
        refusal = FileRefusal.NOT_ALLOWED_TYPE
    if refusal is None:
        refusal = SCANNED.get(malware.scan(malware_url, data))
    return _examined(data, limits) if refusal is None else refusal


def _examined(data: bytes, limits: FileLimits) -> Picture | Document | FileRefusal:
    try:
        answer = isolated.run(EXAMINATION, examination.question(data, limits))
        return examination.understood(answer, data, limits)
    except isolated.TooBusy:
        return FileRefusal.BUSY
    except (isolated.IsolationFailed, examination.NotUnderstood):
        return FileRefusal.BROKEN
