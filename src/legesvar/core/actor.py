"""Who acts, at which clinic, on whose records. Passed as an argument, never looked up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What someone is while they act (ID-8)."""

    PATIENT = "patient"
    FASTLEGE = "fastlege"
    VIKAR = "vikar"
    CLINICIAN = "clinician"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


STAFF_ROLES = frozenset({Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN, Role.SECRETARY, Role.ADMINISTRATOR})
DOCTOR_ROLES = frozenset({Role.FASTLEGE, Role.VIKAR})


class Scope(StrEnum):
    """Which rows the wall lets through (docs/wall.md)."""

    CLINIC = "clinic"
    SELF = "self"
    FOR = "for"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a patient, a member of staff at one clinic, or a named part of the system.

    `person_id` is the patient whose records the scope opens; `acting_person_id` is the person at the keyboard when
    that is somebody else (a parent). Staff have `clinic_id`, `staff_id` and `account_id`.
    """

    scope: Scope
    role: Role
    name: str
    clinic_id: int | None = None
    person_id: int | None = None
    acting_person_id: int | None = None
    staff_id: int | None = None
    account_id: int | None = None
    session_id: int | None = None
    public_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        """Say whether this is a member of staff at a clinic."""
        return self.role in STAFF_ROLES


NOBODY = Actor(scope=Scope.NONE, role=Role.ANONYMOUS, name="")


def system(name: str) -> Actor:
    """Return a named system actor for jobs and the command line. It sees every clinic; never use it on the web."""
    return Actor(scope=Scope.OPEN, role=Role.SYSTEM, name=name)


def patient(*, person_id: int, name: str, session_id: int | None = None, public_id: UUID | None = None) -> Actor:
    """Return the actor for a person who acts for themselves."""
    return Actor(
        scope=Scope.SELF, role=Role.PATIENT, name=name, person_id=person_id, session_id=session_id, public_id=public_id
    )


def staff(
    *, clinic_id: int, staff_id: int, account_id: int, role: Role, name: str,
    session_id: int | None = None, public_id: UUID | None = None,
) -> Actor:  # fmt: skip
    """Return the actor for a member of staff at the clinic they work at now."""
    return Actor(
        scope=Scope.CLINIC, role=role, name=name, clinic_id=clinic_id, staff_id=staff_id,
        account_id=account_id, session_id=session_id, public_id=public_id,
    )  # fmt: skip
