"""A way to a new dialogue that nobody goes: a made-up patient on the clinic's list, and the settings as proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.refusal import Refusal
from legesvar.domain.billing import policies as billing_policies
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import availability
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services.availability import Closed, Moment
from legesvar.domain.services.policies import Recipient
from legesvar.domain.services.settings import ServiceSettings
from legesvar.web.patient.start.flow import Flow


@dataclass(frozen=True)
class ProposedFlow(Flow):
    """What a patient would meet if the proposal held.

    :param proposal: a settings dataclass; what it is not about is as the clinic has set it
    """

    proposal: Any = None

    @cached_property
    def stored_settings(self) -> ServiceSettings:
        """The kind's settings as proposed."""
        mine = isinstance(self.proposal, ServiceSettings) and self.proposal.kind is self.kind
        return self.proposal if mine else super().stored_settings

    @property
    def prerequisite(self) -> None:
        """Nothing: the made-up patient has everything in order."""

    @cached_property
    def billing(self) -> BillingSettings:
        """The settings about prices as proposed."""
        return self.proposal if isinstance(self.proposal, BillingSettings) else super().billing

    @cached_property
    def choices(self) -> list[Recipient]:
        """Every doctor who works here, as far as the proposal lets the made-up patient write to them."""
        staff = clinics.staff(self.actor, self.clinic.id)
        return service_policies.recipients(
            gp_id=self._place.gp_id, staff=staff, periods=clinics.substitutes(self.actor, self.clinic.id, self.today),
            offers={}, settings=self.settings, on=self.today,
        )  # fmt: skip

    @cached_property
    def closed(self) -> Closed | None:
        """Why it could not be started now, whoever has written today."""
        return availability.closed(Moment(replace(self.settings, daily_limit=None), self.now, 0))

    @property
    def refusal(self) -> Refusal | None:
        """Why it could not be started now."""
        return self.closed or service_policies.offer_refused(self.settings, self.choices)

    @cached_property
    def price(self) -> Price | None:
        """What somebody without an exemption would pay."""
        code = self.billing.e_consultation_code
        line = billing.tariff_in_force(self.actor, self.clinic.id, code, self.today)
        return billing_policies.price_shown(line, self.billing) if line else None


def somebody(actor: Actor, clinic_id: int) -> Listing:
    """Return the place on the list of a patient who does not exist: the first doctor's, and grown up."""
    doctors = [one for one in clinics.staff(actor, clinic_id) if one.role in DOCTOR_ROLES]
    known: dict[str, Any] = {
        "clinic_id": clinic_id, "gp_id": doctors[0].id if doctors else None, "birth_date": date(1980, 1, 1),
    }  # fmt: skip
    return Listing(**{name: known.get(name, "") for name in Listing.__dataclass_fields__})
