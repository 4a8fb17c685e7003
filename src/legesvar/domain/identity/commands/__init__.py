"""Persons and accounts come to be; they log in and out; a form that came too late is kept for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import policies
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.models import Account, Attempt, ParkedPost, Person, Session
from legesvar.domain.identity.parked import Parked, purpose
from legesvar.domain.identity.policies import ParkedRefusal
from legesvar.domain.identity.settings import PARKED_AT_ONCE, PARKED_FOR, SEEN_EVERY, SESSIONS_KEPT_FOR
from legesvar.domain.identity.tokens import new_token, token_hash


@command
def register_person(
    *, actor: Actor, identity_number: str, name: str, birth_date: date, email: str = "", mobile: str = "", now: datetime
) -> Person:
    """Make a person known, or return the one with this number as it stands (a person exists once, ID-3)."""
    person, _ = Person.objects.get_or_create(
        identity_number=identity_number,
        defaults={"name": name, "birth_date": birth_date, "email": email, "mobile": mobile, "created_at": now},
    )
    return person


_PEOPLE = """
    INSERT INTO identity_person (public_id, identity_number, name, birth_date, email, mobile, language, created_at)
    SELECT public_id, number, name, born, email, mobile, 'nb', %s
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::date[], %s::text[], %s::text[])
        AS t (public_id, number, name, born, email, mobile)
    ON CONFLICT (identity_number) DO NOTHING
"""


@command
def register_people(
    *, actor: Actor, people: Sequence[tuple[str, str, date, str, str]], now: datetime
) -> dict[str, int]:
    """Make many persons known at once; those who are already stay as they are (a person exists once, ID-3).

    :param people: identity number, name, birth date, e-mail and mobile of each
    :returns: each one's id by identity number
    """
    columns = [[new_public_id() for _ in people], *map(list, zip(*people, strict=True))]
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [now, *columns])
    found = Person.objects.filter(identity_number__in=[row[0] for row in people])
    return dict(found.values_list("identity_number", "id"))


@command
def register_account(*, actor: Actor, identity_number: str, name: str, hpr_number: str = "", now: datetime) -> Account:
    """Make a member of staff known, or return the account with this number as it stands."""
    account, _ = Account.objects.get_or_create(
        identity_number=identity_number, defaults={"name": name, "hpr_number": hpr_number, "created_at": now}
    )
    return account


@command
def open_account(*, actor: Actor, name: str, hpr_number: str, now: datetime) -> int:
    """Make an account that HelseID does not vouch for: it is known by a local login alone."""
    return Account.objects.create(identity_number=None, name=name, hpr_number=hpr_number, created_at=now).id


@command
def bind_number(*, actor: Actor, account_id: int, identity_number: str) -> int:
    """Let an account be known by a number from now on; one that has a number keeps it."""
    Account.objects.filter(id=account_id, identity_number=None).update(identity_number=identity_number)
    return account_id


@command
def give_hpr_number(*, actor: Actor, account_id: int, hpr_number: str) -> None:
    """Hold an account to an HPR number from now on; one that has a number keeps it (ID-2)."""
    Account.objects.filter(id=account_id, hpr_number="").update(hpr_number=hpr_number)


@dataclass(frozen=True, slots=True)
class Started:
    """A session that has begun. The token goes to the browser and is kept nowhere else."""

    session_id: int
    token: str


@command
def start_patient_session(
    *, actor: Actor, person_id: int, listed: bool, issuer: str = "", provider_sid: str = "", now: datetime
) -> Started:
    """Log a person in.

    :param listed: whether they are, or have been, on any clinic's list; who is not gets nowhere (ID-3)
    :param provider_sid: the provider's name for its own session, by which it can end this one
    """
    session, token = _begin(
        Session(audience=Audience.PATIENT, person_id=person_id, listed=listed), issuer, provider_sid, now
    )
    audit.record(actor=actor, event=Event.LOGGED_IN, person_id=person_id, now=now, audience=Audience.PATIENT)
    return Started(session.id, token)


@command
def start_staff_session(
    *, actor: Actor, account_id: int, staff_id: int | None, hpr_number: str = "", issuer: str = "",
    provider_sid: str = "", local: bool = False, now: datetime,
) -> Started:  # fmt: skip
    """Log an account in.

    :param staff_id: where they work, when that is one place; None until they have chosen
    :param local: they came by a password of ours, which opens this one membership and no other
    """
    new = Session(
        audience=Audience.CLINIC, account_id=account_id, staff_id=staff_id, listed=True, hpr_number=hpr_number,
        local=local,
    )  # fmt: skip
    session, token = _begin(new, issuer, provider_sid, now)
    how: dict[str, Any] = {"local": True} if local else {}
    audit.record(actor=actor, event=Event.LOGGED_IN, now=now, audience=Audience.CLINIC, account=account_id, **how)
    return Started(session.id, token)


def _begin(session: Session, issuer: str, provider_sid: str, now: datetime) -> tuple[Session, str]:
    token = new_token()
    session.token_hash, session.issuer, session.provider_sid = token_hash(token), issuer, provider_sid
    session.started_at = session.seen_at = now
    session.save(force_insert=True)
    return session, token


@command
def choose_clinic(*, actor: Actor, staff_id: int, clinic_id: int, now: datetime) -> None:
    """Let a member of staff act at one of the clinics they work at.

    The membership itself is looked up anew with every request, so a wrong one opens nothing. A local login opens one
    membership and stays there.
    """
    own = Session.objects.filter(id=actor.session_id, account_id=actor.account_id, ended_at=None, local=False)
    if not own.update(staff_id=staff_id):
        raise Unknown
    audit.record(actor=actor, event=Event.CLINIC_CHOSEN, clinic_id=clinic_id, now=now)


@command
def touch(*, actor: Actor, now: datetime) -> None:
    """Note that the person behind a session is here; written at most once a minute."""
    Session.objects.filter(id=actor.session_id, ended_at=None, seen_at__lte=now - SEEN_EVERY).update(seen_at=now)


@command
def end_session(*, actor: Actor, why: str, now: datetime) -> None:
    """End the actor's session. Ending one that has ended changes nothing."""
    if _end(Session.objects.filter(id=actor.session_id), why, now):
        audit.record(actor=actor, event=Event.LOGGED_OUT, now=now, why=why)


@command
def end_everywhere(*, actor: Actor, now: datetime) -> int:
    """End every session of the person, or of the account, who acts; return how many there were."""
    owner = {"account_id": actor.account_id} if actor.account_id is not None else {"person_id": actor.person_id}
    ended = _end(Session.objects.filter(**owner), "everywhere", now)
    audit.record(actor=actor, event=Event.LOGGED_OUT, now=now, why="everywhere", sessions=ended)
    return ended


@command
def end_by_provider(*, actor: Actor, issuer: str, provider_sid: str, now: datetime) -> int:
    """End the sessions that began with a provider's session that is over (front-channel logout)."""
    found = Session.objects.filter(issuer=issuer, provider_sid=provider_sid).exclude(provider_sid="")
    living = list(found.filter(ended_at=None).values_list("person_id", "account_id"))
    ended = _end(found, "provider", now)
    for person_id, account_id in living:
        audit.record(
            actor=actor, event=Event.LOGGED_OUT, person_id=person_id, now=now, why="provider", account=account_id
        )
    return ended


@command
def end_at_clinic(*, actor: Actor, account_id: int, staff_id: int, why: str, now: datetime) -> int:
    """End the sessions in which an account acts as one member of staff; its others go on."""
    ended = _end(Session.objects.filter(account_id=account_id, staff_id=staff_id), why, now)
    audit.record(actor=actor, event=Event.LOGGED_OUT, now=now, why=why, sessions=ended, account=account_id)
    return ended


@command
def end_local_sessions(*, actor: Actor, staff_ids: list[int], why: str, now: datetime) -> int:
    """End the sessions of these members of staff that began with a password of ours."""
    ended = _end(Session.objects.filter(staff_id__in=staff_ids, local=True), why, now)
    if ended:
        audit.record(actor=actor, event=Event.LOGGED_OUT, now=now, why=why, sessions=ended)
    return ended


@command
def end_others(*, actor: Actor, why: str, now: datetime) -> int:
    """End every session of the account that acts but the one at hand."""
    ended = _end(Session.objects.filter(account_id=actor.account_id).exclude(id=actor.session_id), why, now)
    if ended:
        audit.record(actor=actor, event=Event.LOGGED_OUT, now=now, why=why, sessions=ended)
    return ended


@command
def forget_sessions(*, actor: Actor, now: datetime) -> int:
    """Remove the sessions that ended long ago. The trace keeps who was logged in and when.

    :returns: how many
    """
    return Session.objects.filter(seen_at__lt=now - SESSIONS_KEPT_FOR).delete()[0]


def _end(sessions: QuerySet[Session], why: str, now: datetime) -> int:
    return sessions.filter(ended_at=None).update(ended_at=now, ended_why=why)


_COUNT = """
    INSERT INTO identity_attempt (place_hash, minute, times) VALUES (%s, %s, 1)
    ON CONFLICT (place_hash, minute) DO UPDATE SET times = identity_attempt.times + 1 RETURNING times
"""


@command
def count_attempt(*, actor: Actor, place_hash: str, now: datetime) -> int:
    """Count that something was tried, and return how often it has been from that place in this minute.

    The first of a minute takes away what is older than an hour.
    """
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [place_hash, minute])
        times: int = cursor.fetchone()[0]
    if times == 1:
        Attempt.objects.filter(minute__lt=minute - timedelta(hours=1)).delete()
    return times


@command
def count_in_an_hour(*, actor: Actor, place_hash: str, now: datetime) -> int:
    """Count that something was tried, and return how often it has been from that place within the last hour."""
    count_attempt(actor=actor, place_hash=place_hash, now=now)
    tried = Attempt.objects.filter(place_hash=place_hash, minute__gt=now - timedelta(hours=1))
    return tried.aggregate(Sum("times"))["times__sum"] or 0


@command
def park_post(*, actor: Actor, audience: Audience, post: Parked, now: datetime) -> tuple[UUID, bytes]:
    """Keep a form that came after its session had ended, for the person or account who is acting (ID-7).

    Returns its name and the key, which only the browser that sent it gets. What is older than it may be goes away.
    """
    _forget_stale(now)
    owner = _owner(actor)
    _make_room(ParkedPost.objects.filter(audience=audience, **owner))
    public_id, key = new_public_id(), sealing.new_key()
    ParkedPost.objects.create(
        public_id=public_id, audience=audience, path=post.address, parked_at=now,
        sealed=sealing.seal(post.as_json(), key=key, purpose=purpose(public_id)), **owner,
    )  # fmt: skip
    return public_id, key


def _owner(actor: Actor) -> dict[str, int | None]:
    return {"person_id": actor.person_id, "account_id": actor.account_id}


def _make_room(kept: QuerySet[ParkedPost]) -> None:
    oldest_first = list(kept.order_by("parked_at", "id").values_list("id", flat=True))
    too_many = len(oldest_first) - PARKED_AT_ONCE + 1
    if too_many > 0:
        ParkedPost.objects.filter(id__in=oldest_first[:too_many]).delete()


@command
def forget_parked_posts(*, actor: Actor, now: datetime) -> int:
    """Remove the forms whose time to be sent is over.

    :returns: how many
    """
    return _forget_stale(now)


def _forget_stale(now: datetime) -> int:
    return ParkedPost.objects.filter(parked_at__lte=now - PARKED_FOR).delete()[0]


@command
def unpark_post(*, actor: Actor, public_id: UUID, now: datetime) -> None:
    """Let a kept form be sent, once: it belongs to the act that follows in the same transaction.

    :raises Refused: ALREADY_SENT, also when it was another's or has grown too old
    """
    found = ParkedPost.objects.filter(public_id=public_id, **_owner(actor))
    kept = found.values_list("parked_at", flat=True).first()
    refuse_if(ParkedRefusal.ALREADY_SENT if kept is None or policies.is_stale(kept, PARKED_FOR, now) else None)
    deleted, _ = found.delete()
    if not deleted:
        raise Refused(ParkedRefusal.ALREADY_SENT)
