"""A person shows that an address is theirs and confirms what we have; a former address is told of the change (ID-4)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from legesvar.core import queue, sealing
from legesvar.core.actor import Actor, Scope
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import contacts, policies
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.models import ContactChange, Person, Verification
from legesvar.domain.identity.policies import ContactRefusal
from legesvar.domain.identity.settings import CODE_LASTS
from legesvar.domain.identity.tasks import Task
from legesvar.domain.identity.tokens import new_token, token_hash

KEPT_FOR = timedelta(days=30)
_CLEAN = {
    ContactKind.EMAIL: (contacts.email, ContactRefusal.NO_EMAIL),
    ContactKind.MOBILE: (contacts.mobile, ContactRefusal.NO_MOBILE),
}


@command
def ask_for_code(*, actor: Actor, kind: ContactKind, written: str, key: bytes, now: datetime) -> UUID:
    """Send a code to an address that a person says is theirs; what was asked for before is worth nothing any more.

    The address they have stays until the new one is verified. How often one may ask is counted by the caller, in an
    act of its own.

    :param written: as the person wrote it
    :param key: seals the code on its way through the queue, and keys its hash
    :returns: the name of what waits for the code
    :raises Refused: NO_EMAIL, NO_MOBILE, ALREADY_YOURS
    """
    person = _self(actor)
    clean, reason = _CLEAN[kind]
    address = clean(written)
    if address is None:
        raise Refused(reason)
    refuse_if(ContactRefusal.ALREADY_YOURS if _has(person, kind, address) else None)
    Verification.objects.filter(person=person, kind=kind, ended_at=None).update(ended_at=now)
    public_id, code, token = new_public_id(), contacts.new_code(), new_token()
    Verification.objects.create(
        public_id=public_id, person=person, kind=kind, address=address, asked_at=now, expires_at=now + CODE_LASTS[kind],
        code_hash=contacts.code_hash(code, public_id, key), link_hash=token_hash(token),
    )  # fmt: skip
    sealed = sealing.seal([code, token], key=key, purpose=str(public_id))
    queue.enqueue(Task.SEND_CODE, verification_id=str(public_id), sealed=base64.b64encode(sealed).decode())
    audit.record(actor=actor, event=Event.CONTACT_ASKED, person_id=person.id, about=public_id, now=now, kind=kind)
    return public_id


def _self(actor: Actor) -> Person:
    """Lock the row of who acts. Nobody changes another's contact data, also not a child's: it is the child's own."""
    if actor.scope is not Scope.SELF:
        raise Unknown
    return Person.objects.select_for_update(of=("self",), no_key=True).get(id=actor.person_id)


def _has(person: Person, kind: ContactKind, address: str) -> bool:
    if kind is ContactKind.MOBILE:
        return person.mobile == address and person.mobile_verified_at is not None
    return person.email == address and person.email_verified_at is not None and person.email_failed_at is None


@command
def try_code(*, actor: Actor, verification_id: UUID, code: str, key: bytes, now: datetime) -> ContactRefusal | None:
    """Take a code, and the address with it when it is right. A wrong one is counted, so this returns and never raises.

    :returns: why not, or None
    :raises Unknown: when there is no such thing for the actor
    """
    person = _self(actor)
    row = _mine(person, public_id=verification_id)
    if reason := _closed(row, now):
        return reason
    row.tries += 1
    row.save(update_fields=["tries"])
    if not contacts.is_same(row.code_hash, contacts.code_hash(code, row.public_id, key)):
        return _closed(row, now) or ContactRefusal.WRONG_CODE
    _take(actor, person, row, now)
    return None


@command
def follow_link(*, actor: Actor, token: str, now: datetime) -> ContactRefusal | None:
    """Take an address by the link that was sent to it, wherever the person has logged in.

    :returns: why not, or None
    :raises Unknown: when the link is nobody's, or somebody else's: the two look the same
    """
    person = _self(actor)
    row = _mine(person, link_hash=token_hash(token))
    reason = _closed(row, now)
    # Wrong codes lock the codes. Who has the link has shown what it takes.
    if reason is None or reason is ContactRefusal.LOCKED:
        _take(actor, person, row, now)
        return None
    return reason


def _mine(person: Person, **which: object) -> Verification:
    row = Verification.objects.select_for_update(of=("self",), no_key=True).filter(person=person, **which).first()
    if row is None:
        raise Unknown
    return row


def _closed(row: Verification, now: datetime) -> ContactRefusal | None:
    return policies.code_refusal(
        tries=row.tries, ended=row.ended_at is not None, expires_at=row.expires_at, now=now
    )  # fmt: skip


def _take(actor: Actor, person: Person, row: Verification, now: datetime) -> None:
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    former = getattr(person, row.kind)
    setattr(person, row.kind, row.address)
    setattr(person, f"{row.kind}_verified_at", now)
    person.contact_confirmed_at, person.contact_put_off_at = now, None
    if row.kind == ContactKind.EMAIL:
        person.email_failed_at = None
    person.save()
    audit.record(
        actor=actor, event=Event.CONTACT_CHANGED, person_id=person.id, about=row.public_id, now=now, kind=row.kind,
        other=former != row.address,
    )  # fmt: skip
    if former != row.address:
        _note_change(actor, person, row.kind, former, now)


def _note_change(actor: Actor, person: Person, kind: str, former: str, now: datetime) -> None:
    change = ContactChange.objects.create(
        person=person, kind=kind, former=former, changed_at=now, changed_by=actor.name
    )
    if former:
        queue.enqueue(Task.TELL_FORMER_ADDRESS, change_id=str(change.public_id))


@command
def enter(*, actor: Actor, person_id: int, email: str, mobile: str, now: datetime) -> frozenset[ContactKind]:
    """Let a clinic say how a patient of theirs is reached. What the person has verified is theirs, and stays.

    :param email, mobile: as `contacts` makes them uniform; "" says nothing and changes nothing
    :returns: the kinds that were left alone because the person has verified another address
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(id=person_id)
    kept = set()
    for kind, address in ((ContactKind.EMAIL, email), (ContactKind.MOBILE, mobile)):
        former = getattr(person, kind)
        if not address or address == former:
            continue
        if getattr(person, f"{kind}_verified_at") is not None:
            kept.add(kind)
            continue
        setattr(person, kind, address)
        if kind is ContactKind.EMAIL:
            person.email_failed_at = None
        person.save(update_fields=[kind.value, "email_failed_at"])
        audit.record(
            actor=actor, event=Event.CONTACT_CHANGED, person_id=person_id, now=now, kind=kind, other=bool(former)
        )
        _note_change(actor, person, kind, former, now)
    return frozenset(kept)


_ENTER_MANY = """
    UPDATE identity_person p SET
        email = CASE WHEN t.email = '' OR p.email_verified_at IS NOT NULL THEN p.email ELSE t.email END,
        mobile = CASE WHEN t.mobile = '' OR p.mobile_verified_at IS NOT NULL THEN p.mobile ELSE t.mobile END,
        email_failed_at = CASE WHEN t.email IN ('', o.email) OR p.email_verified_at IS NOT NULL THEN p.email_failed_at
            END
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t (id, email, mobile)
        JOIN identity_person o ON o.id = t.id
    WHERE p.id = t.id AND (
        (t.email NOT IN ('', p.email) AND p.email_verified_at IS NULL)
        OR (t.mobile NOT IN ('', p.mobile) AND p.mobile_verified_at IS NULL))
    RETURNING p.id, o.email, p.email, o.mobile, p.mobile
"""


@command
def enter_many(*, actor: Actor, people: Sequence[tuple[int, str, str]], now: datetime) -> None:
    """Let a clinic say how many of its patients are reached, as `enter` does for one.

    Former addresses are not told: nobody has shown that one of these was theirs.

    :param people: person id, e-mail and mobile of each; "" says nothing
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENTER_MANY, [list(column) for column in zip(*people, strict=True)])
        changed = cursor.fetchall()
    changes = [
        ContactChange(person_id=person_id, kind=kind, former=former, changed_at=now, changed_by=actor.name)
        for person_id, *addresses in changed
        for kind, former, new in zip(ContactKind, addresses[::2], addresses[1::2], strict=True)
        if former != new
    ]
    ContactChange.objects.bulk_create(changes, batch_size=2_000)
    audit.record_many(
        actor=actor, event=Event.CONTACT_CHANGED, about=[(one.person_id, one.public_id) for one in changes], now=now
    )


@command
def confirm_contact(*, actor: Actor, now: datetime) -> None:
    """Note that a person has said that what we have is right (ID-4)."""
    person = _self(actor)
    person.contact_confirmed_at, person.contact_put_off_at = now, None
    person.save(update_fields=["contact_confirmed_at", "contact_put_off_at"])
    audit.record(actor=actor, event=Event.CONTACT_CONFIRMED, person_id=person.id, now=now)


@command
def put_off_confirming(*, actor: Actor, now: datetime) -> None:
    """Note that a person wants to look at it later: once."""
    person = _self(actor)
    person.contact_put_off_at = now
    person.save(update_fields=["contact_put_off_at"])


@command
def mark_email_failed(*, actor: Actor, person_id: int, address: str, now: datetime) -> None:
    """Note that an e-mail address does not work: nothing more is sent there until its owner has mended it (NOTE-1).

    :param address: the one that failed; a newer one is left in peace
    """
    failed = Person.objects.filter(id=person_id, email=address, email_failed_at=None).update(email_failed_at=now)
    if failed:
        audit.record(actor=actor, event=Event.CONTACT_FAILED, person_id=person_id, now=now, kind=ContactKind.EMAIL)


@dataclass(frozen=True, slots=True)
class ToSend:
    """A message about contact data that has been claimed: to whom, where, and in which language."""

    id: UUID
    kind: ContactKind
    address: str
    language: str
    at: datetime


@command
def claim_code(*, actor: Actor, verification_id: UUID, now: datetime) -> ToSend | None:
    """Take a code for sending, or return None when it has been taken or is worth nothing any more."""
    waiting = Verification.objects.filter(public_id=verification_id, ended_at=None, expires_at__gt=now)
    if not waiting.filter(claimed_at=None).update(claimed_at=now):
        return None
    row = Verification.objects.select_related("person").get(public_id=verification_id)
    return ToSend(row.public_id, ContactKind(row.kind), row.address, row.person.language, row.asked_at)


@command
def end_code(*, actor: Actor, verification_id: UUID, outcome: str, again: bool) -> None:
    """Write down what became of a code that was sent.

    :param again: it certainly did not go out, and is to be tried again
    """
    rows = Verification.objects.filter(public_id=verification_id)
    if again:
        rows.update(claimed_at=None, outcome=outcome)
    else:
        rows.update(outcome=outcome)


@command
def claim_change(*, actor: Actor, change_id: UUID, now: datetime) -> ToSend | None:
    """Take the telling of a former address, or return None when it has been taken."""
    if not ContactChange.objects.filter(public_id=change_id, claimed_at=None).update(claimed_at=now):
        return None
    row = ContactChange.objects.select_related("person").get(public_id=change_id)
    return ToSend(row.public_id, ContactKind(row.kind), row.former, row.person.language, row.changed_at)


@command
def end_change(*, actor: Actor, change_id: UUID, outcome: str, again: bool) -> None:
    """Write down what became of telling a former address; see `end_code`."""
    rows = ContactChange.objects.filter(public_id=change_id)
    if again:
        rows.update(claimed_at=None, outcome=outcome)
    else:
        rows.update(outcome=outcome)


@command
def forget_verifications(*, actor: Actor, now: datetime) -> int:
    """Remove what waited for a code and has long been worth nothing.

    :returns: how many
    """
    return Verification.objects.filter(expires_at__lt=now - KEPT_FOR).delete()[0]
