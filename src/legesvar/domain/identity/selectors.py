"""Reading persons and accounts: tables without a wall, so each function says why it may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from legesvar.core import by_sql, sealing
from legesvar.core.actor import Actor, Scope
from legesvar.core.clock import oslo_date
from legesvar.domain.identity import policies
from legesvar.domain.identity.kinds import Audience, ContactKind, Purpose
from legesvar.domain.identity.models import (
    Account,
    Factor,
    Guess,
    LocalLogin,
    LoginStep,
    ParkedPost,
    Person,
    PushSubscription,
    RecoveryCode,
    Verification,
)
from legesvar.domain.identity.parked import Parked, purpose
from legesvar.domain.identity.policies import Asking, ContactRefusal
from legesvar.domain.identity.settings import GUESSES_FORGOTTEN_AFTER, PARKED_FOR, SETUP_LASTS, STEP_LASTS
from legesvar.domain.identity.tokens import token_hash


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
    """Return where to reach a person whose record the caller has already been let in to.

    An e-mail address that does not work is left out: it reaches nobody.
    """
    row = Person.objects.values_list("email", "mobile", "language", "email_failed_at").get(id=person_id)
    email, mobile, language, failed = row
    return Contact("" if failed else email, mobile, language)


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a person can be reached, and what of it they have shown to be theirs."""

    person_id: int
    email: str
    email_verified: bool
    mobile: str
    mobile_verified: bool


def reached_by_number(actor: Actor, identity_numbers: Collection[str]) -> dict[str, Reached]:
    """Return what is known of these numbers. For an import, which tells a clinic only of who is on its own list."""
    rows = Person.objects.filter(identity_number__in=identity_numbers).values_list(
        "identity_number", "id", "email", "email_verified_at", "mobile", "mobile_verified_at"
    )
    return {
        number: Reached(person_id, email, email_at is not None, mobile, mobile_at is not None)
        for number, person_id, email, email_at, mobile, mobile_at in rows
    }


@dataclass(frozen=True, slots=True)
class ContactData:
    """What is known of a person's addresses: since when, how surely, and whether they work."""

    email: str
    email_verified_at: datetime | None
    email_failed_at: datetime | None
    mobile: str
    mobile_verified_at: datetime | None
    contact_confirmed_at: datetime | None
    contact_put_off_at: datetime | None
    created_at: datetime

    def asking(self, today: date) -> Asking:
        """Say whether the person is to be asked if it is right."""
        return policies.asking(
            reachable=bool(self.email or self.mobile), failing=self.email_failed_at is not None,
            confirmed=oslo_date(self.contact_confirmed_at or self.created_at),
            put_off=self.contact_put_off_at is not None, today=today,
        )  # fmt: skip


_CONTACT_DATA = f"SELECT {', '.join(ContactData.__slots__)} FROM identity_person WHERE id = %s"  # noqa: S608


def contact_data(actor: Actor, person_id: int) -> ContactData:
    """Return the contact data of a person whose record the caller has already been let in to."""
    (row,) = by_sql.query(_CONTACT_DATA, [person_id])
    return ContactData(*row)


@dataclass(frozen=True, slots=True)
class Changed:
    """When an address last became another, and who changed it."""

    at: datetime
    by: str


_LAST = (
    "LEFT JOIN LATERAL (SELECT changed_at, changed_by FROM identity_contact_change c WHERE c.person_id = p.id "
    "AND c.kind = '{kind}' ORDER BY changed_at DESC, id DESC LIMIT 1) {kind} ON true"
)
_DATA_AND_CHANGES = (
    f"SELECT {', '.join(f'p.{name}' for name in ContactData.__slots__)}, "  # noqa: S608 - constants only
    f"{', '.join(f'{kind}.changed_at, {kind}.changed_by' for kind in ContactKind)} FROM identity_person p "
    f"{' '.join(_LAST.format(kind=kind) for kind in ContactKind)} WHERE p.id = %s"
)


def data_and_changes(actor: Actor, person_id: int) -> tuple[ContactData, dict[ContactKind, Changed]]:
    """Return the contact data of a person whose record the caller has been let in to, and who last changed them."""
    (row,) = by_sql.query(_DATA_AND_CHANGES, [person_id])
    data, last = row[: -2 * len(ContactKind)], row[-2 * len(ContactKind) :]
    changes = {kind: Changed(at, by) for kind, at, by in zip(ContactKind, last[::2], last[1::2], strict=True) if at}
    return ContactData(*data), changes


@dataclass(frozen=True, slots=True)
class Waiting:
    """An address that waits for its code."""

    public_id: UUID
    kind: ContactKind
    address: str
    tries: int
    expires_at: datetime
    ended: bool
    outcome: str

    def refusal(self, now: datetime) -> ContactRefusal | None:
        """Say why no code can be tried any more, or None."""
        return policies.code_refusal(tries=self.tries, ended=self.ended, expires_at=self.expires_at, now=now)


def verification(actor: Actor, public_id: UUID) -> Waiting | None:
    """Return one of the actor's own addresses that wait, or have waited, for a code."""
    return _waiting(actor, public_id=public_id)


def verification_by_link(actor: Actor, token: str) -> Waiting | None:
    """Return the actor's own address that a link was sent to."""
    return _waiting(actor, link_hash=token_hash(token))


def _waiting(actor: Actor, **which: object) -> Waiting | None:
    own = Verification.objects.filter(person_id=actor.person_id, **which) if actor.scope is Scope.SELF else None
    row = own.first() if own is not None else None
    if row is None:
        return None
    return Waiting(
        row.public_id, ContactKind(row.kind), row.address, row.tries, row.expires_at, row.ended_at is not None,
        row.outcome,
    )  # fmt: skip


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


_KNOWN = f"SELECT {', '.join(Known.__slots__)} FROM identity_person WHERE public_id = %s"  # noqa: S608


def person(actor: Actor, public_id: UUID) -> Known | None:
    """Return the person named in an address. For callers whose own tables say whether the actor may know."""
    found = by_sql.query(_KNOWN, [public_id])
    return Known(*found[0]) if found else None


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
    language: str


# Asked at every page, so it is said in SQL: putting it together by the ORM took longer than the database did.
_PATIENT_SESSION = (
    "SELECT s.id, s.started_at, s.seen_at, s.ended_at, s.listed, s.provider_sid, s.person_id, p.public_id, p.name, "
    "p.language "
    "FROM identity_session s JOIN identity_person p ON p.id = s.person_id WHERE s.token_hash = %s AND s.audience = %s"
)


def patient_session(token_hash: str) -> PatientSession | None:
    """Return the session of a cookie, with its person, in one query. Only for the door: nobody is known before it."""
    found = by_sql.query(_PATIENT_SESSION, [token_hash, Audience.PATIENT])
    return PatientSession(*found[0]) if found else None


def language(actor: Actor) -> str:
    """Return the language that the one who acts has chosen, for login: a page reads it with the session."""
    if actor.account_id is not None:
        return Account.objects.values_list("language", flat=True).get(id=actor.account_id)
    return Person.objects.values_list("language", flat=True).get(id=actor.person_id)


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


@dataclass(frozen=True, slots=True)
class Device:
    """A device that takes push notices, and how to reach it."""

    public_id: UUID
    endpoint: str
    public_key: str
    secret: str
    made_at: datetime


def devices(actor: Actor, person_id: int) -> list[Device]:
    """Return the devices of a person whose record the caller has been let in to, the oldest first."""
    rows = PushSubscription.objects.filter(person_id=person_id).order_by("id")
    return [Device(*row) for row in rows.values_list(*Device.__slots__)]


def has_devices(actor: Actor, person_id: int) -> bool:
    """Say whether a person has turned push on anywhere."""
    return PushSubscription.objects.filter(person_id=person_id).exists()


@dataclass(frozen=True, slots=True)
class LocalAccount:
    """A local login, with whom it is for. Only for login, and for its owner."""

    id: int
    account_id: int
    staff_id: int
    email: str
    password_hash: str
    account_name: str
    account_active: bool


_LOCAL = ("id", "account_id", "staff_id", "email", "password_hash", "account__name", "account__active")


def local_account_by_email(email: str) -> LocalAccount | None:
    """Return the local login with an address. Only for login."""
    row = LocalLogin.objects.filter(email=email).values_list(*_LOCAL).first()
    return LocalAccount(*row) if row else None


def local_account_by_id(login_id: int) -> LocalAccount | None:
    """Return the local login that a step is about. Only for login."""
    row = LocalLogin.objects.filter(id=login_id).values_list(*_LOCAL).first()
    return LocalAccount(*row) if row else None


def own_local_account(actor: Actor) -> LocalAccount | None:
    """Return the actor's own local login, if they have one for where they work now."""
    found = LocalLogin.objects.filter(account_id=actor.account_id, staff_id=actor.staff_id)
    row = found.values_list(*_LOCAL).first()
    return LocalAccount(*row) if row else None


def local_addresses(actor: Actor, staff_ids: Collection[int]) -> dict[int, str]:
    """Return which members of staff have a local login, and its address. For who manages them."""
    return dict(LocalLogin.objects.filter(staff_id__in=staff_ids).values_list("staff_id", "email"))


@dataclass(frozen=True, slots=True)
class KnownFactor:
    """A passkey or an app that somebody has."""

    public_id: UUID
    kind: str
    name: str
    credential_id: str | None
    public_key: bytes
    sign_count: int
    added_at: datetime
    used_at: datetime | None


def factors_of(login_id: int) -> list[KnownFactor]:
    """Return what a login has besides its password, the oldest first. Only for login, and for its owner."""
    rows = Factor.objects.filter(login_id=login_id).order_by("id").values_list(*KnownFactor.__slots__)
    return [KnownFactor(*row) for row in rows]


def recovery_codes_left(actor: Actor, login_id: int) -> int:
    """Count the recovery codes that have not been used."""
    return RecoveryCode.objects.filter(login_id=login_id, used_at=None).count()


@dataclass(frozen=True, slots=True)
class Step:
    """What a browser has shown so far."""

    id: int
    login_id: int | None
    invitation_id: int | None
    content: Any
    begun_at: datetime


def step_by_token(token: str, purpose: Purpose, *, key: bytes, now: datetime) -> Step | None:
    """Return the step that a browser has the token to, unless it is over. Only for login."""
    lasts = STEP_LASTS if purpose is Purpose.LOGIN else SETUP_LASTS
    found = LoginStep.objects.filter(token_hash=token_hash(token), purpose=purpose, begun_at__gt=now - lasts)
    row = found.first()
    if row is None:
        return None
    content = sealing.unseal(bytes(row.sealed), key=key, purpose=f"step {row.token_hash}")
    return Step(row.id, row.login_id, row.invitation_id, content, row.begun_at)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an account is held to."""

    hpr_number: str
    has_number: bool


def account_facts(actor: Actor, account_ids: Collection[int]) -> dict[int, AccountFacts]:
    """Return what accounts are held to. For who manages their membership."""
    rows = Account.objects.filter(id__in=account_ids).values_list("id", "hpr_number", "identity_number")
    return {account_id: AccountFacts(hpr, number is not None) for account_id, hpr, number in rows}


def locked_until(actor: Actor, key: str, free: int, now: datetime) -> datetime | None:
    """Return until when no password is taken for an account, or None. For who may lift it."""
    row = Guess.objects.filter(key_hash=key).first()
    if row is None or now - row.last_at > GUESSES_FORGOTTEN_AFTER:
        return None
    wait = policies.must_wait(failures=row.failures, free=free, last_at=row.last_at, now=now)
    return now + wait if wait else None
