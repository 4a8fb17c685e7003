"""What a clinic may set about its patients: what they must have in order, how they are told (ID-5, NOTE-2, NOTE-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from legesvar.core.kinds import Kind, Service

_EVERY_KIND = tuple(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class PatientSettings:
    """Each prerequisite names the kinds (`kinds.Kind`) that ask for it; quiet hours are hours of Oslo's clock."""

    capability: ClassVar[str] = "patients"

    full_number_for: tuple[str, ...] = _EVERY_KIND
    verified_mobile_for: tuple[str, ...] = ()
    nothing_overdue_for: tuple[str, ...] = ()
    names_clinic_in_notices: bool = False
    quiet_from: int = 21
    quiet_to: int = 8

    def __post_init__(self) -> None:
        asked = {*self.full_number_for, *self.verified_mobile_for, *self.nothing_overdue_for}
        if not asked <= set(Service):
            raise ValueError("a prerequisite names a service that does not exist")
        if not (0 <= self.quiet_from <= 23 and 0 <= self.quiet_to <= 23):
            raise ValueError("quiet hours must be from 0 to 23")
