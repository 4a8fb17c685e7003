"""Somebody is invited to a clinic by e-mail, and accepts as who they are (ADMIN-2, ID-2).

The link says that somebody reads that address. Who they are is said by HelseID, or by the local account they then make.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import queue, sealing
from legesvar.core.actor import Actor, Role
from legesvar.core.command import command
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import staffing
from legesvar.domain.clinics.models import Clinic, Invitation, Staff
from legesvar.domain.clinics.policies import role_refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.staffing import INVITATION_LASTS, INVITATIONS_KEPT_FOR, StaffRefusal
from legesvar.domain.clinics.tasks import Task
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import contacts
from legesvar.domain.identity import selectors as accounts
from legesvar.domain.identity.commands import local
from legesvar.domain.identity.commands.local import NewFactor
from legesvar.domain.identity.policies import same_health_personnel
from legesvar.domain.identity.tokens import new_token, token_hash


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a clinic wants: as what, and under which HPR number if they are a doctor."""

    email: str
    name: str
    role: Role
    specialist: bool = False
    hpr_number: str = ""


@command
def invite(*, actor: Actor, wanted: Wanted, key: bytes, now: datetime) -> UUID:
    """Ask somebody by e-mail to work at the actor's clinic. An older invitation to the address ends.

    How often one may invite is counted by the caller, in an act of its own.

    :param key: seals the link on its way through the queue
    :raises Refused: NO_EMAIL, NO_NAME, NEEDS_HPR
    """
    email = contacts.email(wanted.email)
    if email is None:
        raise Refused(StaffRefusal.NO_EMAIL)
    refuse_if(staffing.name_refused(wanted.name))
    refuse_if(staffing.hpr_refused(wanted.role, wanted.hpr_number))
    return _invite(actor, wanted, email.lower(), None, key, now)


@command
def invite_again(*, actor: Actor, staff_id: UUID, written: str, key: bytes, now: datetime) -> UUID:
    """Let a colleague make a new way in: a password is forgotten, a telephone lost, or HelseID is to be used instead.

    What they have goes on working until they have accepted.

    :raises Refused: NO_EMAIL
    :raises Unknown: when nobody of that name works at the actor's clinic
    """
    email = contacts.email(written)
    if email is None:
        raise Refused(StaffRefusal.NO_EMAIL)
    row = Staff.objects.filter(clinic_id=actor.clinic_id, public_id=staff_id, active=True).first()
    if row is None:
        raise Unknown
    wanted = Wanted(email, row.name, Role(row.role), row.specialist)
    return _invite(actor, wanted, email.lower(), row, key, now)


def _invite(actor: Actor, wanted: Wanted, email: str, renews: Staff | None, key: bytes, now: datetime) -> UUID:
    refuse_if(role_refused(actor, actor.clinic_id or 0, Permission.STAFF))
    if not Clinic.objects.select_for_update(of=("self",), no_key=True).filter(id=actor.clinic_id).exists():
        raise Unknown
    older = Invitation.objects.filter(clinic_id=actor.clinic_id, email=email, ended_at=None)
    older.update(ended_at=now, ended_why="replaced")
    if renews is not None:
        Invitation.objects.filter(renews=renews, ended_at=None).update(ended_at=now, ended_why="replaced")
    token = new_token()
    row = Invitation.objects.create(
        clinic_id=actor.clinic_id, renews=renews, email=email, name=wanted.name, role=wanted.role,
        specialist=wanted.specialist, hpr_number=wanted.hpr_number, token_hash=token_hash(token),
        invited_by=actor.name, invited_at=now, expires_at=now + INVITATION_LASTS,
    )  # fmt: skip
    _send(row, token, key)
    audit.record(
        actor=actor, event=Event.STAFF_INVITED, about=row.public_id, now=now, role_offered=wanted.role,
        renews=renews is not None,
    )  # fmt: skip
    return row.public_id


def _send(row: Invitation, token: str, key: bytes) -> None:
    sealed = sealing.seal(token, key=key, purpose=str(row.public_id))
    queue.enqueue(Task.SEND_INVITATION, invitation_id=str(row.public_id), sealed=base64.b64encode(sealed).decode())


def _open(actor: Actor, invitation_id: UUID) -> Invitation:
    refuse_if(role_refused(actor, actor.clinic_id or 0, Permission.STAFF))
    found = Invitation.objects.select_for_update(of=("self",), no_key=True)
    row = found.filter(clinic_id=actor.clinic_id, public_id=invitation_id).first()
    if row is None:
        raise Unknown
    refuse_if(StaffRefusal.INVITATION_OVER if row.ended_at else None)
    return row


@command
def send_again(*, actor: Actor, invitation_id: UUID, key: bytes, now: datetime) -> str:
    """Send an invitation once more, with a new link; the one that was sent before opens nothing.

    :returns: the address
    :raises Refused: INVITATION_OVER
    :raises Unknown: when it is another clinic's
    """
    row, token = _open(actor, invitation_id), new_token()
    row.token_hash, row.claimed_at, row.outcome = token_hash(token), None, ""
    row.expires_at = now + INVITATION_LASTS
    row.save(update_fields=["token_hash", "claimed_at", "outcome", "expires_at"])
    _send(row, token, key)
    audit.record(actor=actor, event=Event.INVITATION_SENT_AGAIN, about=row.public_id, now=now)
    return row.email


@command
def withdraw(*, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Let an invitation open nothing any more.

    :raises Refused: INVITATION_OVER
    :raises Unknown: when it is another clinic's
    """
    row = _open(actor, invitation_id)
    row.ended_at, row.ended_why = now, "withdrawn"
    row.save(update_fields=["ended_at", "ended_why"])
    audit.record(actor=actor, event=Event.INVITATION_WITHDRAWN, about=row.public_id, now=now)


@dataclass(frozen=True, slots=True)
class ToSend:
    """An invitation that has been claimed for sending."""

    id: UUID
    email: str
    name: str
    clinic: str
    invited_by: str
    expires_at: datetime
    renews: bool


@command
def claim(*, actor: Actor, invitation_id: UUID, token: str, now: datetime) -> ToSend | None:
    """Take an invitation for sending, or return None when it has been taken, ended, or been given another link."""
    mine = Invitation.objects.filter(
        public_id=invitation_id, token_hash=token_hash(token), ended_at=None, expires_at__gt=now
    )
    if not mine.filter(claimed_at=None).update(claimed_at=now):
        return None
    row = Invitation.objects.select_related("clinic").get(public_id=invitation_id)
    return ToSend(
        row.public_id, row.email, row.name, row.clinic.name, row.invited_by, row.expires_at, row.renews_id is not None
    )


@command
def end_sending(*, actor: Actor, invitation_id: UUID, outcome: str, again: bool) -> None:
    """Write down what became of sending.

    :param again: it certainly did not go out, and is to be tried again
    """
    rows = Invitation.objects.filter(public_id=invitation_id)
    if again:
        rows.update(claimed_at=None, outcome=outcome)
    else:
        rows.update(outcome=outcome)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who works where from now on."""

    account_id: int
    staff_id: int
    clinic_id: int
    name: str
    role: Role
    public_id: UUID


@command
def accept_by_number(
    *, actor: Actor, token: str, identity_number: str, hpr_number: str | None, now: datetime
) -> Accepted:
    """Accept as somebody HelseID vouches for: the number is bound to the account from now on.

    :raises Refused: INVITATION_OVER, WRONG_HPR, PERSON_TAKEN, WORKS_HERE
    """
    row = _accepting(token, now)
    refuse_if(None if same_health_personnel(row.hpr_number, hpr_number) else StaffRefusal.WRONG_HPR)
    if row.renews is not None:
        refuse_if(_number_refused(actor, row.renews, identity_number))
        account_id = identity.bind_number(
            actor=actor, account_id=row.renews.account_id, identity_number=identity_number
        )
    else:
        account = identity.register_account(
            actor=actor, identity_number=identity_number, name=row.name, hpr_number=row.hpr_number, now=now
        )
        known = account.active and same_health_personnel(account.hpr_number, hpr_number)
        refuse_if(None if known else StaffRefusal.WRONG_HPR)
        account_id = account.id
        if row.hpr_number:
            identity.give_hpr_number(actor=actor, account_id=account_id, hpr_number=row.hpr_number)
    return _accepted(actor, row, account_id, now)


def _number_refused(actor: Actor, renewed: Staff, identity_number: str) -> StaffRefusal | None:
    """Hold a colleague to the number they are known by, and let nobody take another's."""
    owner = accounts.account_by_number(identity_number)
    facts = accounts.account_facts(actor, [renewed.account_id])[renewed.account_id]
    if facts.has_number or owner is not None:
        return None if owner is not None and owner.id == renewed.account_id else StaffRefusal.PERSON_TAKEN
    return None


@dataclass(frozen=True, slots=True)
class LocalWay:
    """A password and a second factor that have been shown to work."""

    password_hash: str
    factor: NewFactor


@command
def accept_locally(*, actor: Actor, token: str, way: LocalWay, key: bytes, now: datetime) -> tuple[Accepted, list[str]]:
    """Accept by making a local account, or by making one's own anew: what it had before opens nothing any more.

    A local account is at one clinic, so no clinic can give anybody a way in to another.

    :returns: who works here now, and the recovery codes, to be shown once
    :raises Refused: INVITATION_OVER, NO_LOCAL_ACCOUNTS, EMAIL_TAKEN, KNOWN_PASSKEY
    """
    row = _accepting(token, now)
    refuse_if(None if row.clinic.local_accounts else StaffRefusal.NO_LOCAL_ACCOUNTS)
    if row.renews is not None:
        account_id = row.renews.account_id
        identity.end_at_clinic(
            actor=actor, account_id=account_id, staff_id=row.renews.id, why="local_login_renewed", now=now
        )
    else:
        account_id = identity.open_account(actor=actor, name=row.name, hpr_number=row.hpr_number, now=now)
    accepted = _accepted(actor, row, account_id, now)
    codes = local.set_up(
        actor=actor, account_id=account_id, staff_id=accepted.staff_id, email=row.email,
        password_hash=way.password_hash, factor=way.factor, key=key, now=now,
    )  # fmt: skip
    return accepted, codes


def _accepting(token: str, now: datetime) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=token_hash(token))
    row = found.first()
    over = row is None or row.ended_at is not None or row.expires_at <= now
    if row is None or over or (row.renews is not None and not row.renews.active):
        raise Refused(StaffRefusal.INVITATION_OVER)
    return row


def _accepted(actor: Actor, row: Invitation, account_id: int, now: datetime) -> Accepted:
    row.ended_at, row.ended_why = now, "accepted"
    row.save(update_fields=["ended_at", "ended_why"])
    member = row.renews or _member(row, account_id, now)
    audit.record(
        actor=actor, event=Event.INVITATION_ACCEPTED, clinic_id=row.clinic_id, about=row.public_id, now=now,
        account=account_id, role_given=member.role,
    )  # fmt: skip
    return Accepted(account_id, member.id, row.clinic_id, member.name, Role(member.role), member.public_id)


def _member(row: Invitation, account_id: int, now: datetime) -> Staff:
    """Give the account its membership: a new one, or the one it had here before, as what it is invited to now."""
    former = Staff.objects.select_for_update(of=("self",), no_key=True).filter(
        clinic_id=row.clinic_id, account_id=account_id
    ).first()  # fmt: skip
    if former is None:
        return Staff.objects.create(
            clinic_id=row.clinic_id, account_id=account_id, role=row.role, name=row.name, specialist=row.specialist,
            created_at=now,
        )  # fmt: skip
    refuse_if(StaffRefusal.WORKS_HERE if former.active else None)
    former.active, former.role, former.name, former.specialist = True, row.role, row.name, row.specialist
    former.save(update_fields=["active", "role", "name", "specialist"])
    return former


@command
def forget_invitations(*, actor: Actor, now: datetime) -> int:
    """Remove invitations that ended or expired long ago; the trace keeps that there were some.

    :returns: how many
    """
    return Invitation.objects.filter(expires_at__lt=now - INVITATIONS_KEPT_FOR).delete()[0]
