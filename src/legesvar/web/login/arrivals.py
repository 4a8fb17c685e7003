"""Somebody the provider vouches for becomes somebody here, or is told why not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.conf import settings

from legesvar.adapters.oidc import Login
from legesvar.core import actor as actors
from legesvar.core import clock, identity_number
from legesvar.core.actor import Actor
from legesvar.core.identity_number import Fault, InvalidIdentityNumber
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.selectors import Member
from legesvar.domain.identity import commands
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.commands import Started
from legesvar.domain.identity.policies import Asking, same_health_personnel
from legesvar.domain.identity.selectors import LocalAccount
from legesvar.domain.patients import selectors as patients
from legesvar.web.visits import colleague_without_clinic


class Obstacle(StrEnum):
    """Why somebody whose login held gets no session; the words stand in `words/login.py`."""

    LOST_HANDSHAKE = "lost_handshake"
    BAD_NUMBER = "bad_number"
    SYNTHETIC_NUMBER = "synthetic_number"
    UNLISTED = "unlisted"
    NO_ACCOUNT = "no_account"
    NO_CLINIC = "no_clinic"
    WRONG_HPR = "wrong_hpr"
    NO_LOCAL_ACCOUNTS = "no_local_accounts"


class Stopped(Exception):
    """Raised when somebody gets no session."""

    def __init__(self, reason: Obstacle) -> None:
        super().__init__(reason.value)
        self.reason = reason


def patient(login: Login, now: datetime) -> tuple[Started, Actor]:
    """Log a patient in.

    Somebody who is known but on no list gets a session that opens nothing, so that they can log out again; nothing is
    stored about somebody we have never heard of.

    :raises Stopped: BAD_NUMBER, SYNTHETIC_NUMBER, UNLISTED
    """
    person = identity.person_by_number(number(login))
    if person is None:
        raise Stopped(Obstacle.UNLISTED)
    actor = actors.patient(person_id=person.id, name=person.name, public_id=person.public_id)
    with acting_as(actor):
        started = commands.start_patient_session(
            actor=actor, person_id=person.id, listed=patients.is_known(actor, person.id), issuer=login.issuer,
            provider_sid=login.sid or "", now=now,
        )  # fmt: skip
    return started, actor


def is_asked_to_confirm(actor: Actor, now: datetime) -> bool:
    """Say whether somebody who has just logged in is to be asked if their contact data are right (ID-4)."""
    with acting_as(actor):
        listed = patients.is_known(actor, actor.person_id or 0)
        asking = identity.contact_data(actor, actor.person_id or 0).asking(clock.oslo_date(now))
    return listed and asking is not Asking.NO


def colleague(login: Login, now: datetime) -> tuple[Started, Actor]:
    """Log a member of staff in, at their clinic if there is one, else at none until they have chosen (ID-8).

    :raises Stopped: BAD_NUMBER, SYNTHETIC_NUMBER, NO_ACCOUNT, WRONG_HPR, NO_CLINIC
    """
    account = identity.account_by_number(number(login))
    if account is None:
        raise Stopped(Obstacle.NO_ACCOUNT)
    if not same_health_personnel(account.hpr_number, login.hpr_number):
        raise Stopped(Obstacle.WRONG_HPR)
    actor = _at_work(account.id, account.name)
    with acting_as(actor):
        started = commands.start_staff_session(
            actor=actor, account_id=account.id, staff_id=actor.staff_id, hpr_number=login.hpr_number or "",
            issuer=login.issuer, provider_sid=login.sid or "", now=now,
        )  # fmt: skip
    return started, actor


def local_colleague(account: LocalAccount, now: datetime) -> tuple[Started, Actor]:
    """Log in a member of staff who has shown both their password and a second factor, at the one clinic it opens.

    :raises Stopped: NO_ACCOUNT, NO_CLINIC, NO_LOCAL_ACCOUNTS
    """
    found = clinics.local_membership(account.staff_id)
    if not account.account_active:
        raise Stopped(Obstacle.NO_ACCOUNT)
    if found is None:
        raise Stopped(Obstacle.NO_CLINIC)
    member, allowed = found
    if not allowed:
        raise Stopped(Obstacle.NO_LOCAL_ACCOUNTS)
    return local_session(member, account.account_id, now)


def local_session(member: Member, account_id: int, now: datetime) -> tuple[Started, Actor]:
    """Begin the session of a local account."""
    actor = actors.staff(
        clinic_id=member.clinic_id, staff_id=member.id, account_id=account_id, role=member.role, name=member.name,
        public_id=member.public_id,
    )  # fmt: skip
    with acting_as(actor):
        started = commands.start_staff_session(
            actor=actor, account_id=account_id, staff_id=member.id, local=True, now=now
        )
    return started, actor


def _at_work(account_id: int, name: str) -> Actor:
    places = clinics.memberships(account_id)
    if not places:
        raise Stopped(Obstacle.NO_CLINIC)
    if len(places) > 1:
        return colleague_without_clinic(account_id, name)
    member, _ = places[0]
    return actors.staff(
        clinic_id=member.clinic_id, staff_id=member.id, account_id=account_id, role=member.role, name=member.name,
        public_id=member.public_id,
    )  # fmt: skip


def number(login: Login) -> str:
    """Return the identity number the provider vouches for.

    :raises Stopped: BAD_NUMBER, SYNTHETIC_NUMBER
    """
    try:
        return identity_number.parse(login.pid, synthetic_allowed=settings.SYNTHETIC_IDENTITIES).digits
    except InvalidIdentityNumber as wrong:
        reason = Obstacle.SYNTHETIC_NUMBER if wrong.fault is Fault.SYNTHETIC else Obstacle.BAD_NUMBER
        raise Stopped(reason) from wrong
