"""Reading what a clinic offers this patient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from legesvar.core import working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import availability, policies
from legesvar.domain.services.availability import Closed, Moment
from legesvar.domain.services.models import Offer
from legesvar.domain.services.policies import Writing
from legesvar.domain.services.settings import ServiceSettings, laid_over, stored_as

# How many of a kind a clinic had been sent between midnight and an instant; dialogues know, and lie above us.
SentToday = Callable[[datetime], int]


def settings(actor: Actor, clinic_id: int, at: datetime, kind: Kind = Kind.E_CONSULTATION) -> ServiceSettings:
    """Return what the clinic has set about a kind."""
    return laid_over(kind, clinics.stored_values(actor, clinic_id, stored_as(kind), at))


def due_date(actor: Actor, clinic_id: int, received: datetime, days: int) -> date:
    """Return the last day to answer what a clinic receives at an instant; its own days off are not counted (START-10).

    Whoever promises a date stores it: a day off that is added or taken away later moves none.
    """
    return working_days.due_date(received, days, clinics.days_off(actor, clinic_id, oslo_date(received)))


def recipients(
    actor: Actor, place: Listing, at: datetime, kind: Kind = Kind.E_CONSULTATION, writing: Writing | None = None
) -> list[policies.Recipient]:
    """Return whom a patient may write to about this at one of their clinics.

    :param writing: to whom they are writing, who may be finished to within the grace
    """
    today, own = oslo_date(at), settings(actor, place.clinic_id, at, kind)
    offers = Offer.objects.filter(clinic_id=place.clinic_id, kind=kind)
    chosen = offers.values_list("staff_id", "is_open", "paused_until", "changed_at")
    begun = {writing.recipient_id: writing.begun_at} if writing else {}
    grace = timedelta(minutes=own.grace_minutes)
    return policies.recipients(
        gp_id=place.gp_id,
        staff=clinics.staff(actor, place.clinic_id),
        periods=clinics.substitutes(actor, place.clinic_id, today),
        offers={
            staff: policies.takes(policies.Choice(*choice), at, begun_at=begun.get(staff), grace=grace)
            for staff, *choice in chosen
        },
        settings=own,
        on=today,
    )


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """What a doctor has chosen about a kind; one who has not chosen takes it."""

    is_open: bool = True
    paused_until: datetime | None = None


def own_offer(actor: Actor, kind: Kind) -> OwnOffer:
    """Return what the actor, a doctor, has chosen about a kind."""
    rows = Offer.objects.filter(clinic_id=actor.clinic_id, staff_id=actor.staff_id, kind=kind)
    found = rows.values_list("is_open", "paused_until").first()
    return OwnOffer(*found) if found else OwnOffer()


def closed(
    actor: Actor, clinic_id: int, kind: Kind, at: datetime, sent_today: SentToday, begun_at: datetime | None = None
) -> Closed | None:
    """Say why a kind cannot be started or sent at a clinic now, or None (START-1, START-11).

    :param sent_today: asked only where the clinic has a daily limit
    :param begun_at: when the patient began to write, who may then finish within the grace
    """

    def moment(instant: datetime) -> Moment:
        found = settings(actor, clinic_id, instant, kind)
        return Moment(found, instant, sent_today(instant) if found.daily_limit is not None else 0)

    now = moment(at)
    if begun_at is None or availability.closed(now) is None:
        return availability.closed_for(now, None)
    return availability.closed_for(now, moment(availability.looks_back_to(now.settings, at, begun_at)))
