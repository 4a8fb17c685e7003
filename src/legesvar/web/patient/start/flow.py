"""Where somebody is on the way to a new dialogue: what its pages and its guards need, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Protocol
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.refusal import Refusal, Unknown
from legesvar.domain.billing import commands as billing_commands
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.selectors import InvoiceRow
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import DraftView, Offered
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.policies import PrerequisiteRefusal
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.policies import Recipient, Writing
from legesvar.domain.services.red_flags import Guidance
from legesvar.domain.services.settings import ServiceSettings
from legesvar.domain.services.wishes import wishes_for_prescription
from legesvar.domain.standard_texts import selectors as standard_texts
from legesvar.web.languages import spoken
from legesvar.web.patient.start import steps
from legesvar.web.patient.start.steps import Step
from legesvar.words.kinds import KindWords, words


class Clinic(Protocol):
    """What a patient's pages tell of a clinic."""

    id: int
    public_id: UUID
    name: str
    phone: str


@dataclass(frozen=True)
class Flow:
    """A person's way so far: whose lists they stand on, where they write to, and what they have written.

    :param place: the list it is about; None for somebody who is on no list any more
    :param shared: what the clinic offers, where it is read once for several kinds
    """

    actor: Actor
    kind: Kind
    now: datetime
    draft: DraftView | None
    places: tuple[Listing, ...]
    place: Listing | None
    shared: Offered | None = field(default=None, kw_only=True)

    @cached_property
    def offered(self) -> Offered:
        """What the clinic offers the patient, each thing read once."""
        writing = Writing(self.kind, self.draft.recipient_id, self.draft.created_at) if self.draft else None
        return self.shared or Offered(self.actor, self._place, self.now, writing)

    @cached_property
    def clinic(self) -> Clinic:
        """The clinic it is about."""
        return self.offered.clinic

    @cached_property
    def settings(self) -> ServiceSettings:
        """What the clinic has set about its services, in the language of whoever reads it."""
        return self.stored_settings.in_language(spoken())

    @cached_property
    def stored_settings(self) -> ServiceSettings:
        """The same in bokmål, as the clinic has written it."""
        return self.offered.settings[self.kind]

    @cached_property
    def choices(self) -> list[Recipient]:
        """Whom the patient may write to."""
        return self.offered.recipients(self.kind)

    @cached_property
    def away(self) -> dict[int, clinics.Away]:
        """Who is away today with nobody to stand in (ADMIN-2)."""
        found = clinics.away_without_substitute(self.actor, self._place.clinic_id, self.today)
        return {one.staff_id: one for one in found}

    @cached_property
    def closed(self) -> Closed | None:
        """Why it cannot be started or sent now, if it cannot."""
        return self.offered.closed(self.kind, self.draft.created_at if self.draft else None)

    @cached_property
    def prerequisite(self) -> PrerequisiteRefusal | None:
        """What the clinic asks of who uses it, and is lacking (ID-5)."""
        return self.offered.prerequisite(self.kind)

    @property
    def stop(self) -> Closed | PrerequisiteRefusal | None:
        """Why it cannot be started or sent now, whoever it is to."""
        return self.closed or self.prerequisite

    @property
    def refusal(self) -> Refusal | None:
        """Why it cannot be started now, or why there is nobody to write to."""
        return self.stop or service_policies.offer_refused(self.settings, self.choices)

    @cached_property
    def guidance(self) -> Guidance:
        """The signs of danger that are asked about, in the language of whoever reads them."""
        return dialogues.guidance(self.actor, self._place, self.kind, self.now, self.stored_settings, spoken())

    @property
    def wishes_for_prescription(self) -> bool:
        """Say whether what costs something is written, and reads like a wish for what is free (START-12)."""
        if not DECLARED[self.kind].charged or self.draft is None or self.draft.not_a_wish:
            return False
        return wishes_for_prescription("\n".join(self.draft.texts.values()))

    @property
    def guidance_has_changed(self) -> bool:
        """Say whether other questions were answered than those that are asked now."""
        return self._declaration_refusal() is policies.Refusal.GUIDANCE_CHANGED

    @property
    def is_allowed(self) -> bool:
        """Say whether a representative's mandate covers it."""
        return policies.mandate_refused(self.actor, self.kind, self._place.clinic_id) is None

    @property
    def to_the_clinic(self) -> bool:
        """Say whether it is written to the clinic, so that there is nobody to choose."""
        return self.settings.sent_to is SentTo.CLINIC

    @property
    def words(self) -> KindWords:
        """What the kind is called, and what its pages say."""
        return words(self.kind)

    @property
    def order(self) -> tuple[Step, ...]:
        """The steps of this kind."""
        return steps.order(self.kind)

    @cached_property
    def billing(self) -> BillingSettings:
        """What the clinic has decided about prices."""
        return billing.settings_in_force(self.actor, self._place.clinic_id, self.now)

    @property
    def booking_link(self) -> str:
        """Where the clinic's patients book an appointment; "" where it has not said."""
        return standard_texts.settings_in_force(self.actor, self._place.clinic_id, self.now).booking_link

    @cached_property
    def price(self) -> Price | None:
        """What it costs as things stand."""
        return dialogues.price(self.actor, self._place, self.now)

    def read_unpaid(self) -> list[InvoiceRow]:
        """Read the invoices that stop the patient, as far as the actor may see them. The reading is traced."""
        place = self._place
        return billing_commands.read_unpaid(
            actor=self.actor, clinic_id=place.clinic_id, person_id=place.person_id, now=self.now
        )

    @property
    def asks_about_invoices(self) -> bool:
        """Say whether a question about an invoice can be begun, by who stands here and where."""
        asked = Flow(self.actor, Kind.INVOICE_QUESTION, self.now, None, self.places, self.place, shared=self.offered)
        return asked.is_allowed and asked.refusal is None

    @cached_property
    def accepted(self) -> Price | None:
        """The price that the patient has accepted."""
        if self.draft is None or self.draft.consent_id is None:
            return None
        consent = billing.consent(self.actor, self.draft.consent_id)
        return billing.consented_price(consent) if consent else None

    @cached_property
    def recipient(self) -> Recipient | None:
        """Who was chosen, if they can still be written to."""
        chosen = self.draft.recipient_id if self.draft else None
        return next((one for one in self.choices if one.staff_id == chosen), None)

    @property
    def due_date(self) -> date:
        """The last day to answer what is sent now (START-10)."""
        return services.due_date(self.actor, self._place.clinic_id, self.now, self.settings.answer_days)

    @property
    def today(self) -> date:
        """The day it is in Norway."""
        return oslo_date(self.now)

    @property
    def may_hide(self) -> bool:
        """Say whether the patient may keep it from those who act for them (ID-6)."""
        return policies.hiding_refused(self.actor, self._place.birth_date, self.today) is None

    @property
    def price_has_changed(self) -> bool:
        """Say whether another price was accepted than the one that holds now."""
        return self.accepted is not None and self._price_refusal() is not None

    @cached_property
    def missing(self) -> Step | None:
        """The first step that has not been taken, or that must be taken again."""
        return next((step for step, lacks in self._checks() if step in self.order and lacks()), None)

    def _checks(self) -> Iterator[tuple[Step, Callable[[], bool]]]:
        # Each is asked only when it is a step of this kind and those before it hold.
        yield Step.RECIPIENT, lambda: self.draft is None or self.place is None or self._recipient_refusal() is not None
        yield Step.FIT, lambda: self._declaration_refusal() is not None
        yield Step.PRICE, lambda: self._price_refusal() is not None
        yield Step.MESSAGE, lambda: self._message_refusal() is not None

    def _recipient_refusal(self) -> Refusal | None:
        return service_policies.recipient_refused(
            self.settings, self.choices, self.draft.recipient_id if self.draft else None
        )

    def _declaration_refusal(self) -> Refusal | None:
        declared, answered = (self.draft.not_urgent, self.draft.guidance) if self.draft else (False, "")
        return policies.declaration_refused(
            self.kind, declared=declared, answered=answered, asked=self.guidance.version
        )

    def _price_refusal(self) -> Refusal | None:
        accepted, price = self.accepted, self.price
        return policies.price_refused(accepted.shown if accepted else None, price.shown if price else None)

    def _message_refusal(self) -> Refusal | None:
        texts, files = (self.draft.texts, self.draft.files) if self.draft else ({}, ())
        refused = policies.texts_refused(texts, self.settings.form, self.settings.character_limit)
        return refused or policies.files_refused(len(files), self.settings.max_files)

    @property
    def _place(self) -> Listing:
        if self.place is None:
            raise Unknown
        return self.place


def read(actor: Actor, kind: Kind, now: datetime, clinic_id: UUID | None = None) -> Flow:
    """Read where the actor is.

    :param clinic_id: public id of the clinic asked for; otherwise the draft's, or the list they came on last
    :raises Unknown: when the actor is not on that clinic's list
    """
    draft = dialogues.draft(actor, kind)
    places = tuple(patients.lists(actor, actor.person_id or 0))
    return Flow(actor, kind, now, draft, places, _place(actor, draft, places, clinic_id))


def every(actor: Actor, now: datetime) -> list[Flow]:
    """Read where the actor is with each kind, at the clinic whose list they came on last."""
    places = tuple(patients.lists(actor, actor.person_id or 0))
    place = places[0] if places else None
    shared = Offered(actor, place, now) if place else None
    flows = [Flow(actor, kind, now, None, places, place, shared=shared) for kind in Kind]
    return [flow for flow in flows if flow.place is None or flow.is_allowed]


def _place(
    actor: Actor, draft: DraftView | None, places: tuple[Listing, ...], clinic_id: UUID | None
) -> Listing | None:
    if clinic_id is not None:
        asked = clinics.clinic_by_public_id(actor, clinic_id)
        found = next((place for place in places if asked and place.clinic_id == asked.id), None)
        if found is None:
            raise Unknown
        return found
    begun = next((place for place in places if draft and place.clinic_id == draft.clinic_id), None)
    return begun or (places[0] if places else None)
