"""A local account comes to be, is logged in to, and changes its password and its factors (ID-2).

What is slow, a password's hash, has been done by the caller before the transaction. How often one may guess is counted
by the caller in an act of its own (`guessing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import codes
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.kinds import FactorKind
from legesvar.domain.identity.models import Factor, LocalLogin, LoginStep, RecoveryCode
from legesvar.domain.identity.passkeys import Made
from legesvar.domain.identity.policies import LocalRefusal
from legesvar.domain.identity.settings import FACTORS_AT_MOST


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A factor that has been shown to work: a passkey, or an app's secret and the half minute of its first code."""

    name: str
    passkey: Made | None = None
    secret: str = field(default="", repr=False)
    step: int = 0


@command
def set_up(
    *, actor: Actor, account_id: int, staff_id: int, email: str, password_hash: str, factor: NewFactor, key: bytes,
    now: datetime,
) -> list[str]:  # fmt: skip
    """Give an account a local login, or a new one in the place of the old, which opens nothing any more.

    :param key: seals the app's secret and keys the recovery codes' hashes
    :returns: the recovery codes, to be shown once
    :raises Refused: EMAIL_TAKEN, KNOWN_PASSKEY
    """
    take_away(actor=actor, account_id=account_id, staff_id=staff_id, now=now)
    refuse_if(LocalRefusal.EMAIL_TAKEN if LocalLogin.objects.filter(email=email).exists() else None)
    login = LocalLogin.objects.create(
        account_id=account_id, staff_id=staff_id, email=email, password_hash=password_hash, password_set_at=now,
        created_at=now,
    )  # fmt: skip
    _add(login, factor, key, now)
    audit.record(actor=actor, event=Event.LOCAL_LOGIN_MADE, about=login.public_id, now=now, account=account_id)
    return _new_codes(login, key)


@command
def take_away(*, actor: Actor, account_id: int, staff_id: int, now: datetime) -> None:
    """Take the local login of a membership away, with its factors, codes and what was begun with it."""
    found = LocalLogin.objects.filter(account_id=account_id, staff_id=staff_id)
    login = found.select_for_update(of=("self",)).first()
    if login is None:
        return
    for table in (LoginStep, RecoveryCode, Factor):
        table.objects.filter(login=login).delete()
    login.delete()
    audit.record(actor=actor, event=Event.LOCAL_LOGIN_GONE, about=login.public_id, now=now, account=account_id)


def _add(login: LocalLogin, factor: NewFactor, key: bytes, now: datetime) -> UUID:
    public_id = new_public_id()
    if factor.passkey is not None:
        known = Factor.objects.filter(credential_id=factor.passkey.credential_id).exists()
        refuse_if(LocalRefusal.KNOWN_PASSKEY if known else None)
        Factor.objects.create(
            public_id=public_id, login=login, kind=FactorKind.PASSKEY, name=factor.name, added_at=now,
            credential_id=factor.passkey.credential_id, public_key=factor.passkey.public_key,
            sign_count=factor.passkey.sign_count,
        )  # fmt: skip
        return public_id
    sealed = sealing.seal(factor.secret, key=key, purpose=f"totp {public_id}")
    Factor.objects.create(
        public_id=public_id, login=login, kind=FactorKind.TOTP, name=factor.name, added_at=now, sealed_secret=sealed,
        last_step=factor.step,
    )  # fmt: skip
    return public_id


def _new_codes(login: LocalLogin, key: bytes) -> list[str]:
    RecoveryCode.objects.filter(login=login).delete()
    made = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(login=login, code_hash=codes.recovery_hash(code, login.id, key)) for code in made]
    )
    return made


@command
def take_code(*, actor: Actor, login_id: int, written: str, key: bytes, now: datetime) -> str | None:
    """Take a code of an app, or one from paper. Neither is taken twice, however many try it at once.

    :returns: what it was, or None when it is wrong
    """
    login = LocalLogin.objects.select_for_update(of=("self",), no_key=True).filter(id=login_id).first()
    if login is None:
        return None
    for factor in Factor.objects.filter(login=login, kind=FactorKind.TOTP).order_by("id"):
        secret = sealing.unseal(bytes(factor.sealed_secret), key=key, purpose=f"totp {factor.public_id}")
        step = codes.step_of(secret, written, after=factor.last_step, now=now)
        if step is not None:
            Factor.objects.filter(id=factor.id).update(last_step=step, used_at=now)
            return FactorKind.TOTP
    hashed = codes.recovery_hash(written, login.id, key)
    if not RecoveryCode.objects.filter(login=login, code_hash=hashed, used_at=None).update(used_at=now):
        return None
    left = RecoveryCode.objects.filter(login=login, used_at=None).count()
    audit.record(
        actor=actor, event=Event.RECOVERY_CODE_USED, about=login.public_id, now=now, account=login.account_id, left=left
    )
    return "recovery"


@command
def take_passkey(*, actor: Actor, login_id: int, credential_id: str, sign_count: int, now: datetime) -> None:
    """Note that a passkey was shown, and how far it has counted."""
    Factor.objects.filter(login_id=login_id, credential_id=credential_id).update(sign_count=sign_count, used_at=now)


@command
def note_failure(*, actor: Actor, account_id: int | None, reason: LocalRefusal, now: datetime) -> None:
    """Trace that somebody did not get in. For an unknown address the same is written, with no account."""
    audit.record(
        actor=actor,
        event=Event.LOGIN_REFUSED,
        now=now,
        reason=reason,
        account=account_id,
        audience="clinic",
        local=True,
    )


@command
def improve_hash(*, actor: Actor, login_id: int, former: str, password_hash: str) -> None:
    """Keep a password by today's measure, when its owner has just written it."""
    LocalLogin.objects.filter(id=login_id, password_hash=former).update(password_hash=password_hash)


@command
def change_password(*, actor: Actor, former: str, password_hash: str, now: datetime) -> None:
    """Change the password of who acts, and end their sessions elsewhere.

    :param former: the hash that the old password was compared with; another change meanwhile wins
    """
    login = _own(actor)
    if login.password_hash != former:
        raise Refused(LocalRefusal.WRONG_PASSWORD)
    login.password_hash, login.password_set_at = password_hash, now
    login.save(update_fields=["password_hash", "password_set_at"])
    LoginStep.objects.filter(login=login).delete()
    identity.end_others(actor=actor, why="password_changed", now=now)
    audit.record(actor=actor, event=Event.PASSWORD_CHANGED, about=login.public_id, now=now)


def _own(actor: Actor) -> LocalLogin:
    """Lock the local login of who acts.

    :raises Unknown: when they have none
    """
    found = LocalLogin.objects.select_for_update(of=("self",), no_key=True).filter(
        account_id=actor.account_id, staff_id=actor.staff_id
    )
    login = found.first()
    if login is None:
        raise Unknown
    return login


@command
def add_factor(*, actor: Actor, factor: NewFactor, key: bytes, now: datetime) -> None:
    """Add a passkey or an app.

    :raises Refused: TOO_MANY_FACTORS, KNOWN_PASSKEY
    """
    login = _own(actor)
    has = Factor.objects.filter(login=login).count()
    refuse_if(LocalRefusal.TOO_MANY_FACTORS if has >= FACTORS_AT_MOST else None)
    public_id = _add(login, factor, key, now)
    audit.record(actor=actor, event=Event.FACTOR_ADDED, about=public_id, now=now)


@command
def remove_factor(*, actor: Actor, factor_id: UUID, now: datetime) -> None:
    """Remove a passkey or an app: never the last, also when two are removed at once.

    :raises Refused: LAST_FACTOR
    :raises Unknown: when it is not one of the actor's own
    """
    login = _own(actor)
    mine = Factor.objects.filter(login=login)
    row = mine.filter(public_id=factor_id).first()
    if row is None:
        raise Unknown
    refuse_if(LocalRefusal.LAST_FACTOR if mine.count() < 2 else None)
    row.delete()
    audit.record(actor=actor, event=Event.FACTOR_REMOVED, about=factor_id, now=now, kind=row.kind)


@command
def renew_codes(*, actor: Actor, key: bytes, now: datetime) -> Sequence[str]:
    """Make new recovery codes; those on the old paper open nothing any more."""
    login = _own(actor)
    audit.record(actor=actor, event=Event.RECOVERY_CODES_MADE, about=login.public_id, now=now)
    return _new_codes(login, key)
