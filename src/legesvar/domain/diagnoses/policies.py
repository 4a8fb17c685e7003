"""Pure rules about diagnoses."""

from __future__ import annotations

from legesvar.core import refusal
from legesvar.domain.diagnoses.settings import DiagnosisSettings


class Refusal(refusal.Refusal):
    """Why a diagnosis says no."""

    MISSING = "diagnoses.missing"
    UNKNOWN_CODE = "diagnoses.unknown_code"


def closing_refused(
    settings: DiagnosisSettings, *, is_charged: bool, closing: bool, given: str, has_one: bool
) -> Refusal | None:
    """Refuse the last answer to what the patient pays for without a diagnosis, where the clinic asks for one.

    :param is_charged: whether the kind costs the patient something
    :param given: the code that comes with the answer, or ""
    :param has_one: whether an earlier answer had one
    """
    is_needed = settings.asks and is_charged and closing
    return Refusal.MISSING if is_needed and not given and not has_one else None
