"""Reading who is on which list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.domain.patients import policies
from legesvar.domain.patients.models import Exemption, Patient


@dataclass(frozen=True, slots=True)
class Listing:
    """A person's place on a clinic's list."""

    id: int
    public_id: UUID
    clinic_id: int
    person_id: int
    identity_number: str
    name: str
    birth_date: date
    street: str
    postcode: str
    city: str
    gp_id: int | None
    notice_channel: str


_FIELDS = tuple(Listing.__slots__)


def lists(actor: Actor, person_id: int) -> list[Listing]:
    """Return the lists a person stands on now, the newest first. The wall leaves only what the actor may see."""
    rows = Patient.objects.filter(person_id=person_id, ended_at=None).order_by("-listed_at", "-id")
    return [Listing(*row) for row in rows.values_list(*_FIELDS)]


def is_known(actor: Actor, person_id: int) -> bool:
    """Say whether a person is, or has been, on any list."""
    return Patient.objects.filter(person_id=person_id).exists()


def listing(actor: Actor, clinic_id: int, person_id: int) -> Listing | None:
    """Return a person's place at one clinic, also one that has ended."""
    row = Patient.objects.filter(clinic_id=clinic_id, person_id=person_id).values_list(*_FIELDS).first()
    return Listing(*row) if row else None


def exemption(actor: Actor, place: Listing, on: date) -> str:
    """Return the code of the reason why a patient pays no egenandel on a day, or ""."""
    recorded = Exemption.objects.filter(
        clinic_id=place.clinic_id, person_id=place.person_id, first_date__lte=on, last_date__gte=on
    ).order_by("id")
    return policies.exemption(place.birth_date, list(recorded.values_list("code", flat=True)), on)
