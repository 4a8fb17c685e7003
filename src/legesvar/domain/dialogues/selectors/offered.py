"""Reading what a patient can begin at a clinic just now, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO
from legesvar.core.kinds import Kind
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients import policies as people
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing, Standing
from legesvar.domain.services import selectors as services
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.policies import Recipient, Writing
from legesvar.domain.services.settings import ServiceSettings

ONE_DAY = timedelta(days=1)


def sent_today(actor: Actor, clinic_id: int, kind: Kind, until: datetime, at: datetime) -> int:
    """Count how many of a kind a clinic had been sent from midnight before an instant: a number, nobody's dialogue."""
    midnight = at.astimezone(OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    ((counted,),) = by_sql.query("SELECT dialogues_sent_between(%s, %s, %s, %s)", [clinic_id, kind, midnight, until])
    return int(counted)


def kind_closed(
    actor: Actor, clinic_id: int, kind: Kind, at: datetime, begun_at: datetime | None = None,
    in_force: ServiceSettings | None = None,
) -> Closed | None:  # fmt: skip
    """Say why a kind cannot be started or sent at a clinic now, or None (START-1, START-11).

    :param in_force: what the clinic has set about the kind by now, where it has been read
    """

    def counted(instant: datetime) -> int:
        # Who waited for another to send must count that one too, although their own request began before it.
        return sent_today(actor, clinic_id, kind, instant + ONE_DAY if instant == at else instant, instant)

    return services.closed(actor, clinic_id, kind, at, counted, begun_at, in_force)


def prerequisite(actor: Actor, place: Listing, kind: Kind, at: datetime) -> people.PrerequisiteRefusal | None:
    """Say what is lacking that the clinic asks of who uses a kind, or None (ID-5)."""
    return patients.prerequisites_refused(
        actor, place, kind, at, owes_overdue=lambda: billing.owes_overdue(actor, place.clinic_id, place.person_id)
    )


@dataclass(frozen=True)
class Offered:
    """What a clinic offers a patient at an instant, and what they lack.

    Each thing is read when it is first asked for, and then for every kind, so that a page of all kinds asks no more
    than a page of one.

    :param writing: what the patient is writing here, if anything
    """

    actor: Actor
    place: Listing
    at: datetime
    writing: Writing | None = None

    @cached_property
    def clinic(self) -> Any:
        """The clinic, as `clinics.clinic` reads it."""
        return clinics.clinic(self.actor, self.place.clinic_id)

    @cached_property
    def settings(self) -> dict[Kind, ServiceSettings]:
        """What it has set about each kind, in bokmål."""
        return services.settings_by_kind(self.actor, self.place.clinic_id, self.at)

    def recipients(self, kind: Kind) -> list[Recipient]:
        """Return whom the patient may write to. Where that is the clinic, nobody is asked for."""
        return [] if self.settings[kind].sent_to is SentTo.CLINIC else self._recipients[kind]

    def closed(self, kind: Kind, begun_at: datetime | None) -> Closed | None:
        """Say why a kind cannot be started or sent, or None."""
        clinic_id, in_force = self.place.clinic_id, self.settings[kind]
        return kind_closed(self.actor, clinic_id, kind, self.at, begun_at, in_force)

    def prerequisite(self, kind: Kind) -> people.PrerequisiteRefusal | None:
        """Say what is lacking that the clinic asks of who uses a kind, or None."""
        return patients.prerequisites_refused(
            self.actor, self.place, kind, self.at, owes_overdue=lambda: self._owes_overdue, known=self._standing
        )

    @cached_property
    def _recipients(self) -> dict[Kind, list[Recipient]]:
        return services.recipients_by_kind(self.actor, self.place, self.at, self.settings, self.writing)

    @cached_property
    def _standing(self) -> Standing:
        return patients.standing(self.actor, self.place, self.at)

    @cached_property
    def _owes_overdue(self) -> bool:
        return billing.owes_overdue(self.actor, self.place.clinic_id, self.place.person_id)
