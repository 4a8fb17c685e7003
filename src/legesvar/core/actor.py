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
class Mandate:
    """What a representative may do for somebody at one clinic; `services` None means everything."""

    clinic_id: int
    services: frozenset[str] | None = None

    def covers(self, service: str) -> bool:
        """Say whether this service is among them."""
        return self.services is None or service in self.services


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a patient, a member of staff at one clinic, or a named part of the system.

    `person_id` is the patient whose records the scope opens; `acting_person_id` is the person at the keyboard when
    that is somebody else (a parent), who has `mandates`: one for each clinic. Staff have `clinic_id`, `staff_id` and
    `account_id`.
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
    mandates: tuple[Mandate, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Say whether this is a member of staff at a clinic."""
        return self.role in STAFF_ROLES

    @property
    def author_id(self) -> int | None:
        """Return the person at the keyboard, whoever the record belongs to."""
        return self.acting_person_id or self.person_id

    @property
    def is_limited(self) -> bool:
        """Say whether the actor acts for somebody in some services only."""
        return any(mandate.services is not None for mandate in self.mandates)

    def may(self, service: str, clinic_id: int) -> bool:
        """Say whether the actor's mandate covers a service at a clinic; only a representative is limited by one."""
        if self.scope is not Scope.FOR:
            return True
        return any(m.clinic_id == clinic_id and m.covers(service) for m in self.mandates)


NOBODY = Actor(scope=Scope.NONE, role=Role.ANONYMOUS, name="")


def system(name: str) -> Actor:
    """Return a named system actor for jobs and the command line. It sees every clinic; never use it on the web."""
    return Actor(scope=Scope.OPEN, role=Role.SYSTEM, name=name)


def patient(*, person_id: int, name: str, session_id: int | None = None, public_id: UUID | None = None) -> Actor:
    """Return the actor for a person who acts for themselves."""
    return Actor(
        scope=Scope.SELF, role=Role.PATIENT, name=name, person_id=person_id, session_id=session_id, public_id=public_id
    )


def representative(
    *, person_id: int, acting_person_id: int, name: str, mandates: tuple[Mandate, ...],
    session_id: int | None = None, public_id: UUID | None = None,
) -> Actor:  # fmt: skip
    """Return the actor for a person who acts for another.

    :param person_id: whose records it is about; `public_id` is theirs too
    :param name: of both, as it stands in every trace
    """
    return Actor(
        scope=Scope.FOR, role=Role.PATIENT, name=name, person_id=person_id, acting_person_id=acting_person_id,
        session_id=session_id, public_id=public_id, mandates=mandates,
    )  # fmt: skip


def staff(
    *, clinic_id: int, staff_id: int, account_id: int, role: Role, name: str,
    session_id: int | None = None, public_id: UUID | None = None,
) -> Actor:  # fmt: skip
    """Return the actor for a member of staff at the clinic they work at now."""
    return Actor(
        scope=Scope.CLINIC, role=role, name=name, clinic_id=clinic_id, staff_id=staff_id,
        account_id=account_id, session_id=session_id, public_id=public_id,
    )  # fmt: skip
