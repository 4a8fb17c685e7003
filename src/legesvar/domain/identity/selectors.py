"""Reading persons and accounts: tables without a wall, so each function says why it may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.models import Account, ParkedPost, Person, Session
from legesvar.domain.identity.parked import Parked, purpose
from legesvar.domain.identity.settings import PARKED_FOR


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


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is, without their number."""

    id: int
    public_id: UUID
    name: str
    birth_date: date


def people(actor: Actor, ids: Collection[int]) -> dict[int, Known]:
    """Return who these persons are. For callers whose own tables have let the actor in to them."""
    rows = Person.objects.filter(id__in=ids).values_list(*Known.__slots__)
    return {row[0]: Known(*row) for row in rows}


def person(actor: Actor, public_id: UUID) -> Known | None:
    """Return the person named in an address. For callers whose own tables say whether the actor may know."""
    row = Person.objects.filter(public_id=public_id).values_list(*Known.__slots__).first()
    return Known(*row) if row else None


@dataclass(frozen=True, slots=True)
class PatientSession:
    """A patient's session and who it is, also when it has ended."""

    id: int
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    listed: bool
    provider_sid: str
    person_id: int
    public_id: UUID
    name: str


_PATIENT_SESSION = (
    "id", "started_at", "seen_at", "ended_at", "listed", "provider_sid", "person_id", "person__public_id",
    "person__name",
)  # fmt: skip


def patient_session(token_hash: str) -> PatientSession | None:
    """Return the session of a cookie, with its person, in one query. Only for the door: nobody is known before it."""
    found = Session.objects.filter(token_hash=token_hash, audience=Audience.PATIENT)
    row = found.values_list(*_PATIENT_SESSION).first()
    return PatientSession(*row) if row else None


def parked_post(actor: Actor, public_id: UUID, key: bytes, now: datetime) -> Parked | None:
    """Return a form that was kept for the actor, if it is theirs, young enough, and the key opens it."""
    found = ParkedPost.objects.filter(
        public_id=public_id, person_id=actor.person_id, account_id=actor.account_id, parked_at__gt=now - PARKED_FOR
    )
    sealed = found.values_list("sealed", flat=True).first()
    if sealed is None:
        return None
    try:
        return Parked.from_json(sealing.unseal(bytes(sealed), key=key, purpose=purpose(public_id)))
    except sealing.BrokenSeal:
        return None
