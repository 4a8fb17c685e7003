"""Reading what a clinic offers this patient."""

from __future__ import annotations

from datetime import datetime

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies
from legesvar.domain.services.kinds import Kind
from legesvar.domain.services.models import Offer
from legesvar.domain.services.settings import ServiceSettings


def settings(actor: Actor, clinic_id: int, at: datetime) -> ServiceSettings:
    """Return what the clinic has set about its services."""
    return clinics.settings_for(actor, clinic_id, ServiceSettings, at)


def recipients(actor: Actor, place: Listing, at: datetime) -> list[policies.Recipient]:
    """Return whom a patient may write an e-consultation to at one of their clinics."""
    today = oslo_date(at)
    offers = Offer.objects.filter(clinic_id=place.clinic_id, kind=Kind.E_CONSULTATION)
    return policies.recipients(
        gp_id=place.gp_id,
        staff=clinics.staff(actor, place.clinic_id),
        periods=clinics.substitutes(actor, place.clinic_id, today),
        offers=dict(offers.values_list("staff_id", "is_open")),
        settings=settings(actor, place.clinic_id, at),
        on=today,
    )
