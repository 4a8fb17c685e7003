"""A person comes on a list, is given somebody who acts for them, and is told that something is there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from legesvar.core.actor import Actor, Scope
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import selectors as identity
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications.events import Channel, Notice
from legesvar.domain.notifications.selectors import NoticeFacts
from legesvar.domain.patients import policies, selectors
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Exemption, Membership, Patient, Representation


@command
def register(
    *, actor: Actor, clinic_id: int, person_id: int, identity_number: str, name: str, birth_date: date,
    street: str = "", postcode: str = "", city: str = "", gp_id: int | None = None,
    notice_channel: str = "automatic", now: datetime,
) -> Patient:  # fmt: skip
    """Put a person on a clinic's list.

    :raises django.db.IntegrityError: when they already stand there, or the GP works elsewhere
    """
    row = Patient.objects.create(
        clinic_id=clinic_id, person_id=person_id, identity_number=identity_number, name=name, birth_date=birth_date,
        street=street, postcode=postcode, city=city, gp_id=gp_id, notice_channel=notice_channel, listed_at=now,
    )  # fmt: skip
    Membership.objects.create(
        clinic_id=clinic_id,
        person_id=person_id,
        gp_id=gp_id,
        began_at=now,
        began_by=actor.name if actor.is_staff else "",
    )
    audit.record(
        actor=actor, event=Event.PATIENT_REGISTERED, clinic_id=clinic_id, person_id=person_id, about=row.public_id,
        now=now,
    )  # fmt: skip
    return row


@command
def record_exemption(
    *, actor: Actor, clinic_id: int, person_id: int, code: str, first_date: date, last_date: date, now: datetime
) -> None:
    """Record why a patient pays no egenandel for a time, such as a frikort (code F).

    :param code: kodeverk 7461; B (under 16) is never recorded, it follows from the birth date
    """
    row = Exemption.objects.create(
        clinic_id=clinic_id, person_id=person_id, code=code, first_date=first_date, last_date=last_date,
        recorded_at=now, recorded_by=actor.name,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.EXEMPTION_RECORDED, clinic_id=clinic_id, person_id=person_id, about=row.public_id,
        now=now, code=code,
    )  # fmt: skip


@command
def record_representation(
    *, actor: Actor, clinic_id: int, person_id: int, representative_id: int, basis: Basis, name: str = "",
    services: tuple[str, ...] = (), first_date: date, last_date: date | None = None, now: datetime,
) -> Representation:  # fmt: skip
    """Let somebody act for a patient at a clinic (ID-6). The same two on the same basis again replaces the former.

    :param name: the representative's, as the clinic knows it
    :param services: of `kinds.Service`; none means everything, which a fullmakt never does
    :param last_date: None for until it is ended; a parent's ends with the fifteenth year whatever it says
    :raises Refused: one of `policies.Refusal`
    :raises Unknown: when the patient is not on this clinic's list, or nobody has the representative's id
    """
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).filter(
        clinic_id=clinic_id, person_id=person_id
    ).first()  # fmt: skip
    representative = identity.people(actor, [representative_id]).get(representative_id)
    if patient is None or representative is None:
        raise Unknown
    term = policies.Term(basis, tuple(sorted(services)), first_date, last_date)
    other = representative.birth_date if representative_id != person_id else None
    refuse_if(policies.representation_refused(term, by=actor.role, born=patient.birth_date, representative_born=other))
    pair = {"clinic_id": clinic_id, "person_id": person_id, "representative_id": representative_id, "basis": basis}
    Representation.objects.filter(**pair, ended_at=None).update(ended_at=now, ended_by=actor.name)
    row = Representation.objects.create(
        **pair, name=name, services=list(term.services), first_date=first_date,
        last_date=policies.last_day(term, patient.birth_date), recorded_at=now, recorded_by=actor.name,
    )  # fmt: skip
    _trace(actor, Event.REPRESENTATION_RECORDED, row, now)
    return row


@command
def end_representation(*, actor: Actor, representation_id: UUID, now: datetime) -> None:
    """End a representation: from the next request on, also in a session that is running. Once ended it stays so.

    :raises Refused: NOT_BY_YOU
    :raises Unknown: when it is missing or another clinic's
    """
    refuse_if(policies.ending_refused(actor.role))
    row = Representation.objects.select_for_update(of=("self",), no_key=True).filter(
        public_id=representation_id
    ).first()  # fmt: skip
    if row is None:
        raise Unknown
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, actor.name
        row.save(update_fields=["ended_at", "ended_by"])
        _trace(actor, Event.REPRESENTATION_ENDED, row, now)


def _trace(actor: Actor, event: Event, row: Representation, now: datetime) -> None:
    audit.record(
        actor=actor, event=event, clinic_id=row.clinic_id, person_id=row.person_id, about=row.public_id, now=now,
        representative_id=row.representative_id, basis=row.basis, services=row.services,
    )  # fmt: skip


@command
def choose_notice_channel(*, actor: Actor, clinic_id: int, channel: str, now: datetime) -> None:
    """Let a patient say how one of their clinics is to tell them that there is something to read (NOTE-1).

    :param channel: "automatic", "email" or "sms"
    :raises Unknown: when they are not on its list
    """
    own = Patient.objects.filter(clinic_id=clinic_id, person_id=actor.person_id)
    if actor.scope is not Scope.SELF or not own.update(notice_channel=channel):
        raise Unknown
    audit.record(
        actor=actor, event=Event.NOTICE_CHANNEL_CHOSEN, clinic_id=clinic_id, person_id=actor.person_id, now=now,
        channel=channel,
    )  # fmt: skip


@command
def tell(
    *, actor: Actor, notice: Notice, about: UUID, number: int, clinic_id: int, person_id: int, service: str = "",
    wrote: Collection[int] = (), hidden: bool = False, now: datetime,
) -> list[int]:  # fmt: skip
    """Tell a patient, or who acts for them, that there is something to read, each by their own channel (NOTE-1).

    :param service: what it is about; a representative is told only of what they may act in
    :param wrote: the persons who have written in it
    :returns: for whom there is something new to read: those who are told, and those who act for the patient in this
    :raises Unknown: when the patient has never been on this clinic's list
    """
    place = selectors.listing(actor, clinic_id, person_id)
    if place is None:
        raise Unknown
    contact = identity.contact(actor, person_id)
    deputies = [d for d, mandate in selectors.representatives(actor, place, now).items() if mandate.covers(service)]
    readers = policies.readers(
        patient_id=person_id, born=place.birth_date, on=oslo_date(now), hidden=hidden,
        reachable=bool(contact.email or contact.mobile), wrote=wrote, deputies=deputies,
    )  # fmt: skip
    for reader in readers:
        own = reader == person_id
        reached = contact if own else identity.contact(actor, reader)
        preference = place.notice_channel if own else selectors.notice_channel(actor, clinic_id, reader)
        ways = [policies.channel(preference, reached.email, reached.mobile)]
        # Beside the other, not instead: a phone may have lost its app, and nobody would know.
        ways += [(Channel.PUSH, "")] if identity.has_devices(actor, reader) else []
        for channel, recipient in ways:
            notifications.decide(
                actor=actor, event=notice, about=about, number=number, clinic_id=clinic_id, person_id=person_id,
                channel=channel, recipient=recipient, language=reached.language, reader_id=None if own else reader,
                hidden=hidden, now=now,
            )  # fmt: skip
    return sorted({*readers, *([] if hidden else deputies)})


@command
def tell_otherwise(*, actor: Actor, bounced: NoticeFacts, now: datetime) -> None:
    """Tell somebody by SMS what an e-mail could not tell, because its address does not work (NOTE-1)."""
    mobile = identity.contact(actor, bounced.reader_id or bounced.person_id).mobile
    if bounced.channel != Channel.EMAIL or not mobile:
        return
    notifications.decide(
        actor=actor, event=Notice(bounced.event), about=bounced.about, number=bounced.number,
        clinic_id=bounced.clinic_id, person_id=bounced.person_id, channel=Channel.SMS, recipient=mobile,
        language=bounced.language, reader_id=bounced.reader_id, hidden=bounced.hidden, now=now,
    )  # fmt: skip
