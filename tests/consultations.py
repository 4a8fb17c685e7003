"""An e-consultation at each stage of its life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import selectors as bills
from legesvar.domain.billing.models import Invoice
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import answering, drafting, sending
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients import selectors as patients
from tests.personas import FURNISHER

E = Kind.E_CONSULTATION


def draft(actor: Actor, clinic: Clinic, to: Actor, now: datetime, text: str = "Jeg har hostet i tre uker.") -> UUID:
    """Write an e-consultation up to the last page."""
    with acting_as(actor):
        drafting.choose_recipient(actor=actor, kind=E, clinic_id=clinic.id, recipient_id=to.staff_id, now=now)
        drafting.declare_not_urgent(actor=actor, kind=E, now=now)
        place = patients.listing(actor, clinic.id, actor.person_id)
        shown = selectors.price(actor, place, now).shown
        drafting.accept_price(actor=actor, kind=E, shown=shown, now=now)
        return drafting.write(actor=actor, kind=E, texts={"why": text}, now=now).public_id


def send(actor: Actor, draft_id: UUID, now: datetime) -> Dialogue:
    with acting_as(actor):
        return sending.send(actor=actor, kind=E, draft_id=draft_id, now=now)


@pytest.fixture
def tariff(clinic: Clinic, now: datetime) -> None:
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=20_400, first_date=date(2020, 1, 1), now=now
        )


@pytest.fixture
def econsultation(tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> Dialogue:
    """Sent, and nobody at the clinic has answered."""
    return send(patient, draft(patient, clinic, doctor, now), now)


@pytest.fixture
def late_invoice(econsultation: Dialogue, doctor: Actor, now: datetime) -> Invoice:
    """259 kroner for an open e-consultation, due weeks ago."""
    issued_at, about = now - timedelta(days=40), econsultation.public_id
    with acting_as(doctor):
        answering.answer(actor=doctor, dialogue_id=about, text="Ta det med ro.", seen=1, send_key=uuid4(), now=now)
        clinic_id, person_id = econsultation.clinic_id, econsultation.person_id
        invoice = billing.issue_invoice(
            actor=doctor, clinic_id=clinic_id, about=about, now=issued_at, payee=bills.payee(doctor, clinic_id),
            payer=bills.payer(patients.listing(doctor, clinic_id, person_id)), settings=BillingSettings(),
        )  # fmt: skip
    assert invoice
    return invoice


@pytest.fixture
def unpaid(late_invoice: Invoice, doctor: Actor, now: datetime) -> Invoice:
    """The same, when the clinic has found that it is not paid."""
    with acting_as(doctor):
        billing.mark_overdue(actor=doctor, public_id=late_invoice.public_id, now=now)
    return late_invoice


Answer = Callable[..., Dialogue]


@pytest.fixture
def answer(now: datetime) -> Answer:
    def give(actor: Actor, dialogue: Dialogue, *, close: bool, seen: int = 1, text: str = "Ta det med ro.",
             send_key: UUID | None = None) -> Dialogue:  # fmt: skip
        command = answering.answer_and_close if close else answering.answer
        with acting_as(actor):
            return command(
                actor=actor, dialogue_id=dialogue.public_id, text=text, seen=seen, send_key=send_key or uuid4(), now=now
            )

    return give
