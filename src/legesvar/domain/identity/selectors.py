"""Reading persons and accounts: tables without a wall, so each function says why it may."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Account, Person


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person can be reached, and in which language."""

    email: str
    mobile: str
    language: str


def person_by_number(identity_number: str) -> Person | None:
    """Return the person who logged in with this number. Only for login, which has the number from the provider."""
    return Person.objects.filter(identity_number=identity_number).first()


def account_by_number(identity_number: str) -> Account | None:
    """Return the active staff account with this number. Only for login."""
    return Account.objects.filter(identity_number=identity_number, active=True).first()


def contact(actor: Actor, person_id: int) -> Contact:
    """Return where to reach a person whose record the caller has already been let in to."""
    row = Person.objects.values_list("email", "mobile", "language").get(id=person_id)
    return Contact(*row)


def person_id(actor: Actor, public_id: UUID) -> int | None:
    """Return the inner id of a person named in an address."""
    return Person.objects.filter(public_id=public_id).values_list("id", flat=True).first()
