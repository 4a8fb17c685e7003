"""A person comes on a list; a reason for free treatment is recorded; a patient is told that something is there."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import selectors as identity
from legesvar.domain.notifications import commands as notifications
from legesvar.domain.notifications.events import Channel, Notice
from legesvar.domain.notifications.selectors import NoticeFacts
from legesvar.domain.patients import policies
from legesvar.domain.patients.models import Exemption, Patient


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
def tell(
    *, actor: Actor, notice: Notice, about: UUID, number: int, clinic_id: int, person_id: int,
    hidden: bool = False, now: datetime,
) -> None:  # fmt: skip
    """Tell a patient that there is something to read, by the channel they prefer at this clinic (NOTE-1)."""
    preference = Patient.objects.values_list("notice_channel", flat=True).get(clinic_id=clinic_id, person_id=person_id)
    contact = identity.contact(actor, person_id)
    channel, recipient = policies.channel(preference, contact.email, contact.mobile)
    notifications.decide(
        actor=actor, event=notice, about=about, number=number, clinic_id=clinic_id, person_id=person_id,
        channel=channel, recipient=recipient, language=contact.language, hidden=hidden, now=now,
    )  # fmt: skip


@command
def tell_otherwise(*, actor: Actor, bounced: NoticeFacts, now: datetime) -> None:
    """Tell a patient by SMS what an e-mail could not tell, because its address does not work (NOTE-1)."""
    mobile = identity.contact(actor, bounced.person_id).mobile
    if bounced.channel != Channel.EMAIL or not mobile:
        return
    notifications.decide(
        actor=actor, event=Notice(bounced.event), about=bounced.about, number=bounced.number,
        clinic_id=bounced.clinic_id, person_id=bounced.person_id, channel=Channel.SMS, recipient=mobile,
        language=bounced.language, hidden=bounced.hidden, now=now,
    )  # fmt: skip
