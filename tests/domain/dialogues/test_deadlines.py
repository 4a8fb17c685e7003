"""When the clinic must have answered, in Norwegian working days, and what the hour of the answer costs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.consultations import draft, send
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.models import Charge
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import answering, reading, replying
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.work.models import Item

# Ascension Day is on Thursday the 14th, and Whit Monday on the 25th.
TUESDAY = datetime(2026, 5, 12, 12, tzinfo=OSLO)


@pytest.fixture
def waiting(tariff: None, patient: Actor, clinic: Clinic, doctor: Actor) -> Dialogue:
    """An e-consultation sent on a Tuesday at noon."""
    return send(patient, draft(patient, clinic, doctor, TUESDAY), TUESDAY)


def dates() -> tuple[date | None, date, bool]:
    """Return the day it is marked from, its last day, and whether the clinic owes an answer."""
    with acting_as(FURNISHER):
        item = Item.objects.get()
        return item.mark_date, item.due_date, item.done_at is None


def answer(doctor: Actor, dialogue: Dialogue, at: datetime, *, close: bool = False) -> None:
    command = answering.answer_and_close if close else answering.answer
    with acting_as(doctor):
        command(actor=doctor, dialogue_id=dialogue.public_id, text="Ja.", seen=1, send_key=uuid4(), now=at)


def test_it_is_marked_on_the_third_working_day_and_due_on_the_fifth(waiting: Dialogue) -> None:
    assert dates() == (date(2026, 5, 18), date(2026, 5, 20), True)


def test_the_clock_stands_still_while_the_patient_owes_an_answer_and_begins_anew_with_it(
    waiting: Dialogue, patient: Actor, doctor: Actor
) -> None:
    answer(doctor, waiting, TUESDAY + timedelta(days=1))
    assert dates() == (date(2026, 5, 18), date(2026, 5, 20), False)
    later = TUESDAY + timedelta(days=9)
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=waiting.public_id, now=later)
        replying.reply(actor=patient, dialogue_id=waiting.public_id, text="Og nå?", send_key=uuid4(), now=later)
    assert dates() == (date(2026, 5, 27), date(2026, 5, 29), True)


def price(clinic: Clinic, day_ore: int, evening_ore: int) -> None:
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=day_ore, evening_ore=evening_ore,
            first_date=date(2020, 1, 1), now=TUESDAY,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("hour", "raised", "paid"), [(15, False, 20_400), (16, False, 33_200), (15, True, 20_400), (16, True, 33_200)]
)
def test_the_hour_of_the_answer_decides_the_price_which_is_never_above_the_consent(
    clinic: Clinic, patient: Actor, doctor: Actor, administrator: Actor, hour: int, raised: bool, paid: int
) -> None:
    price(clinic, 20_400, 33_200)
    with acting_as(administrator):
        clinics.change_settings(
            actor=administrator, clinic_id=clinic.id, settings=BillingSettings(uses_evening_tariff=True),
            valid_from=TUESDAY, now=TUESDAY,
        )  # fmt: skip
    dialogue = send(patient, draft(patient, clinic, doctor, TUESDAY), TUESDAY)
    if raised:
        price(clinic, 30_000, 40_000)
    answer(doctor, dialogue, TUESDAY.replace(hour=hour), close=True)
    with acting_as(FURNISHER):
        assert Charge.objects.get().amount_ore == paid
