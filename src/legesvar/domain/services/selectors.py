"""Reading what a clinic offers this patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from legesvar.core import by_sql, working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import availability, policies
from legesvar.domain.services.availability import Closed, Moment
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.models import Offer
from legesvar.domain.services.policies import Writing
from legesvar.domain.services.settings import ServiceSettings, laid_over, stored_as

# How many of a kind a clinic had been sent between midnight and an instant; dialogues know, and lie above us.
SentToday = Callable[[datetime], int]


def settings(actor: Actor, clinic_id: int, at: datetime, kind: Kind = Kind.E_CONSULTATION) -> ServiceSettings:
    """Return what the clinic has set about a kind."""
    return laid_over(kind, clinics.stored_values(actor, clinic_id, stored_as(kind), at))


def settings_by_kind(actor: Actor, clinic_id: int, at: datetime) -> dict[Kind, ServiceSettings]:
    """Return what the clinic has set about every kind, in one question."""
    stored = clinics.stored_values_of_several(actor, clinic_id, [stored_as(kind) for kind in Kind], at)
    return {kind: laid_over(kind, stored[stored_as(kind)]) for kind in Kind}


def due_date(actor: Actor, clinic_id: int, received: datetime, days: int) -> date:
    """Return the last day to answer what a clinic receives at an instant; its own days off are not counted (START-10).

    Whoever promises a date stores it: a day off that is added or taken away later moves none.
    """
    return working_days.due_date(received, days, clinics.days_off(actor, clinic_id, oslo_date(received)))


_CHOSEN = (
    "SELECT kind, staff_id, is_open, paused_until, changed_at FROM services_offer "
    "WHERE clinic_id = %s AND kind = ANY(%s)"
)


def recipients(
    actor: Actor, place: Listing, at: datetime, kind: Kind = Kind.E_CONSULTATION, writing: Writing | None = None
) -> list[policies.Recipient]:
    """Return whom a patient may write to about this at one of their clinics.

    :param writing: to whom they are writing, who may be finished to within the grace
    """
    return recipients_by_kind(actor, place, at, {kind: settings(actor, place.clinic_id, at, kind)}, writing)[kind]


def recipients_by_kind(
    actor: Actor, place: Listing, at: datetime, offered: Mapping[Kind, ServiceSettings], writing: Writing | None = None
) -> dict[Kind, list[policies.Recipient]]:
    """Return whom a patient may write to about each kind, asking once who works there and what each has chosen.

    :param offered: what the clinic has set about these kinds. Where all are sent to the clinic, nothing is asked
    :param writing: to whom they are writing, who may be finished to within the grace
    """
    if all(one.sent_to is SentTo.CLINIC for one in offered.values()):
        return {kind: [] for kind in offered}
    today = oslo_date(at)
    staff, periods = clinics.staff(actor, place.clinic_id), clinics.substitutes(actor, place.clinic_id, today)
    offers: dict[Kind, dict[int, bool]] = {kind: {} for kind in offered}
    for kind, doctor, *choice in by_sql.query(_CHOSEN, [place.clinic_id, list(offers)]):
        grace = timedelta(minutes=offered[Kind(kind)].grace_minutes)
        begun_at = writing.begun_at if writing and (writing.kind, writing.recipient_id) == (kind, doctor) else None
        offers[Kind(kind)][doctor] = policies.takes(policies.Choice(*choice), at, begun_at=begun_at, grace=grace)
    return {
        kind: policies.recipients(
            gp_id=place.gp_id, staff=staff, periods=periods, offers=offers[kind], settings=one, on=today
        )
        for kind, one in offered.items()
    }


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
    actor: Actor, clinic_id: int, kind: Kind, at: datetime, sent_today: SentToday, begun_at: datetime | None = None,
    in_force: ServiceSettings | None = None,
) -> Closed | None:  # fmt: skip
    """Say why a kind cannot be started or sent at a clinic now, or None (START-1, START-11).

    :param sent_today: asked only where the clinic has a daily limit
    :param begun_at: when the patient began to write, who may then finish within the grace
    :param in_force: the settings at that instant, where they have been read
    """

    def moment(instant: datetime) -> Moment:
        known = in_force if instant == at else None
        found = known or settings(actor, clinic_id, instant, kind)
        return Moment(found, instant, sent_today(instant) if found.daily_limit is not None else 0)

    now = moment(at)
    if begun_at is None or availability.closed(now) is None:
        return availability.closed_for(now, None)
    return availability.closed_for(now, moment(availability.looks_back_to(now.settings, at, begun_at)))
