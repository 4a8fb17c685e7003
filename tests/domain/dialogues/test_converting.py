"""An inquiry becomes an e-consultation only with the patient's consent to the price, and is then charged once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from tests.breaking import break_inserts
from tests.consultations import Answer
from tests.domain.dialogues.test_life import ASK, E, offer, refusal, sent
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.models import Charge, Consent, Invoice
from legesvar.domain.billing.policies import Refusal as BillingRefusal
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import answering, converting, ending, replying
from legesvar.domain.dialogues.models import Conversion, Dialogue, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.journal.models import Entry
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import selectors as patients
from legesvar.domain.services import commands as services
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.policies import Refusal as ServiceRefusal
from legesvar.domain.services.settings import DEFAULTS
from legesvar.domain.work.models import Item

WHY = "Dette må en lege svare på."


@pytest.fixture
def inquiry(tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> Dialogue:
    return sent(patient, clinic, ASK, None, now)


def ask(actor: Actor, dialogue: Dialogue, doctor: Actor, now: datetime, **changed: object) -> Dialogue:
    form = {"recipient_id": doctor.staff_id, "text": WHY, "seen": 1, "send_key": uuid4()} | changed
    with acting_as(actor):
        return converting.ask_consent(actor=actor, dialogue_id=dialogue.public_id, now=now, **form)


def shown(actor: Actor, dialogue: Dialogue, now: datetime) -> str:
    with acting_as(actor):
        place = patients.listing(actor, dialogue.clinic_id, dialogue.person_id)
        return selectors.price(actor, place, now).shown


def accept(actor: Actor, dialogue: Dialogue, now: datetime, price: str | None = None) -> Dialogue:
    price = shown(actor, dialogue, now) if price is None else price
    with acting_as(actor):
        return converting.accept(actor=actor, dialogue_id=dialogue.public_id, shown=price, now=now)


def test_asking_tells_the_patient_why_and_stops_the_clock(
    secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    key = uuid4()
    for _ in range(2):
        ask(secretary, inquiry, doctor, now, send_key=key)
    with acting_as(FURNISHER):
        row = Dialogue.objects.get()
        assert (row.state, row.kind, row.unread, row.consent_id) == ("waiting_for_consent", ASK, True, None)
        assert (Message.objects.get(number=2).text, Entry.objects.get(number=2).text) == (WHY, WHY)
        assert (Item.objects.get().done_at, Notice.objects.count(), Conversion.objects.count()) == (now, 1, 1)
        assert Trace.objects.filter(event="consent_asked").count() == 1
        assert not Consent.objects.exists()


def test_a_yes_makes_it_an_econsultation_that_is_charged_exactly_once(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, answer: Answer, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    for _ in range(2):
        accept(patient, inquiry, now)
    with acting_as(FURNISHER):
        row, item = Dialogue.objects.get(), Item.objects.get()
        assert (row.kind, row.state, row.recipient_id) == (E, "waiting_for_clinic", doctor.staff_id)
        assert (item.kind, item.assignee_id, item.done_at, item.due_date) == (E, doctor.staff_id, None, row.due_date)
        consent = Consent.objects.get()
        assert (row.consent_id, consent.day_ore, consent.fee_ore) == (consent.id, 20_400, 5_500)
        assert Conversion.objects.get().outcome == "accepted"
        assert Trace.objects.get(event="converted").details == {"before": ASK, "after": E}
    assert refusal(lambda: answer(secretary, inquiry, close=True, seen=2)) is Refusal.WRONG_ROLE
    answer(doctor, inquiry, close=False, seen=2)
    answer(doctor, inquiry, close=True, seen=3)
    with acting_as(FURNISHER):
        assert (Charge.objects.count(), Invoice.objects.get().total_ore) == (1, 25_900)
        assert [m.number for m in Message.objects.order_by("number")] == [1, 2, 3, 4]


def test_a_no_gives_it_back_to_the_clinic_for_free_with_a_new_date(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, answer: Answer, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    later = now + timedelta(days=9)
    with acting_as(patient):
        for _ in range(2):
            converting.decline(actor=patient, dialogue_id=inquiry.public_id, now=later)
    with acting_as(secretary):
        row, item = Dialogue.objects.get(), Item.objects.get()
        assert (row.kind, row.state, item.done_at) == (ASK, "waiting_for_clinic", None)
        assert row.due_date == item.due_date > inquiry.due_date
        assert Trace.objects.filter(event="consent_declined").count() == 1
    answer(secretary, inquiry, close=True, seen=2)
    with acting_as(FURNISHER):
        assert not Charge.objects.exists()


def test_a_question_that_is_taken_back_leaves_the_date_and_cannot_be_accepted(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    with acting_as(secretary):
        for _ in range(2):
            converting.take_back(actor=secretary, dialogue_id=inquiry.public_id, now=now)
        assert (Item.objects.get().due_date, Item.objects.get().done_at) == (inquiry.due_date, None)
    assert refusal(lambda: accept(patient, inquiry, now)) is Refusal.WRONG_STATE
    with acting_as(FURNISHER):
        assert not Consent.objects.exists()
    ask(secretary, inquiry, doctor, now, seen=2)
    assert accept(patient, inquiry, now).kind == E


def test_while_it_is_asked_nobody_answers_writes_or_asks_again(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, answer: Answer, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    held = Refusal.WAITING_FOR_CONSENT
    assert refusal(lambda: answer(secretary, inquiry, close=True, seen=2)) is held
    assert refusal(lambda: ask(secretary, inquiry, doctor, now, seen=2)) is held
    form = {"actor": patient, "dialogue_id": inquiry.public_id, "text": "Nå?", "send_key": uuid4(), "now": now}
    with acting_as(patient):
        assert refusal(lambda: replying.reply(**form)) is held
        assert refusal(lambda: replying.add(**form)) is held
        assert refusal(lambda: ending.withdraw(actor=patient, dialogue_id=inquiry.public_id, now=now)) is held


def test_the_price_that_counts_is_the_one_the_patient_saw(
    secretary: Actor, doctor: Actor, patient: Actor, clinic: Clinic, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    old = shown(patient, inquiry, now)
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=30_000, first_date=date(2020, 1, 1), now=now
        )
    for price in (old, "", "2ae.x.1", "\0"):
        assert refusal(lambda p=price: accept(patient, inquiry, now, p)) is BillingRefusal.PRICE_CHANGED
    accept(patient, inquiry, now)
    with acting_as(FURNISHER):
        assert Consent.objects.get().day_ore == 30_000


def test_a_doctor_who_no_longer_takes_econsultations_gets_none(
    secretary: Actor, doctor: Actor, patient: Actor, clinic: Clinic, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    with acting_as(FURNISHER):
        services.set_offer(
            actor=FURNISHER, clinic_id=clinic.id, staff_id=doctor.staff_id, kind=E, is_open=False, now=now
        )
    assert refusal(lambda: accept(patient, inquiry, now)) is ServiceRefusal.NO_RECIPIENT
    with acting_as(FURNISHER):
        assert (Consent.objects.exists(), Dialogue.objects.get().kind) == (False, ASK)


def test_a_clinic_that_offers_no_econsultations_cannot_ask(
    secretary: Actor, doctor: Actor, clinic: Clinic, inquiry: Dialogue, now: datetime
) -> None:
    offer(clinic, replace(DEFAULTS[E], is_open=False), now)
    assert refusal(lambda: ask(secretary, inquiry, doctor, now)) is Closed.OFF


def test_no_price_no_question(secretary: Actor, doctor: Actor, patient: Actor, clinic: Clinic, now: datetime) -> None:
    dialogue = sent(patient, clinic, ASK, None, now)
    assert refusal(lambda: ask(secretary, dialogue, doctor, now)) is BillingRefusal.NO_TARIFF


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"recipient_id": None}, ServiceRefusal.CHOOSE_RECIPIENT), ({"recipient_id": 0}, ServiceRefusal.RECIPIENT_GONE),
        ({"text": " "}, Refusal.EMPTY_TEXT), ({"seen": 0}, Refusal.NEWER_MESSAGE),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_not(
    changed: dict[str, object], reason: object, secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    assert refusal(lambda: ask(secretary, inquiry, doctor, now, **changed)) is reason
    with acting_as(secretary):
        assert (Message.objects.count(), Conversion.objects.count()) == (1, 0)


def test_only_inquiries_are_converted(doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    assert refusal(lambda: ask(doctor, econsultation, doctor, now)) is Refusal.WRONG_ROLE


def test_strangers_find_nothing(
    secretary: Actor, doctor: Actor, other_patient: Actor, foreign_doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    with pytest.raises(Unknown):
        ask(foreign_doctor, inquiry, doctor, now)
    ask(secretary, inquiry, doctor, now)
    for actor, act in ((other_patient, converting.decline), (foreign_doctor, converting.take_back)):
        with acting_as(actor), pytest.raises(Unknown):
            act(actor=actor, dialogue_id=inquiry.public_id, now=now)


def test_the_clinic_cannot_say_yes_in_the_patients_name(
    secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    price = shown(secretary, inquiry, now)
    assert refusal(lambda: accept(secretary, inquiry, now, price)) is Refusal.WRONG_ROLE


def test_silence_ends_it_without_a_charge(secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime) -> None:
    ask(secretary, inquiry, doctor, now)
    with acting_as(FURNISHER):
        assert ending.close_silent(actor=FURNISHER, now=now + timedelta(days=15)) == 1
        assert (Dialogue.objects.get().closed_how, Conversion.objects.get().outcome) == ("silence", "lapsed")
        assert not Charge.objects.exists()


def test_the_clinic_may_close_it_while_it_waits(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    with acting_as(secretary):
        ending.close(actor=secretary, dialogue_id=inquiry.public_id, now=now)
        assert Conversion.objects.get().outcome == "lapsed"
    assert refusal(lambda: accept(patient, inquiry, now)) is Refusal.CLOSED


@pytest.mark.parametrize("table", ["billing_consent", "audit_entry"])
def test_a_failing_step_accepts_nothing(
    table: str, secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    with transaction.atomic():
        break_inserts(table)
        with pytest.raises(DatabaseError, match="broken on purpose"):
            accept(patient, inquiry, now)
    with acting_as(FURNISHER):
        row = Dialogue.objects.get()
        assert (row.kind, row.state, row.consent_id, row.recipient_id) == (ASK, "waiting_for_consent", None, None)
        assert (Conversion.objects.get().outcome, Consent.objects.exists(), Item.objects.get().kind) == ("", False, ASK)


STEPS = ["dialogues_message", "dialogues_conversion", "journal_entry", "audit_entry", "notifications_notice"]


@pytest.mark.parametrize("table", STEPS)
def test_a_failing_step_asks_nothing(
    table: str, secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    with transaction.atomic():
        break_inserts(table)
        with pytest.raises(DatabaseError, match="broken on purpose"):
            ask(secretary, inquiry, doctor, now)
    with acting_as(FURNISHER):
        assert (Dialogue.objects.get().state, Conversion.objects.exists()) == ("waiting_for_clinic", False)
        assert (Message.objects.count(), Item.objects.get().done_at) == (1, None)


def at_once(*acts: Callable[[], object]) -> list[object]:
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            act()
        except Refused as refused:
            return refused.reason
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_accept_at_once_consent_once(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    price = shown(patient, inquiry, now)
    assert at_once(*[lambda: accept(patient, inquiry, now, price)] * 2) == [None, None]
    with acting_as(FURNISHER):
        assert (Consent.objects.count(), Dialogue.objects.get().kind) == (1, E)


@pytest.mark.django_db(transaction=True)
def test_of_a_yes_and_a_taking_back_at_once_one_holds(
    secretary: Actor, doctor: Actor, patient: Actor, inquiry: Dialogue, now: datetime
) -> None:
    ask(secretary, inquiry, doctor, now)
    price = shown(patient, inquiry, now)

    def take_back() -> object:
        with acting_as(secretary):
            return converting.take_back(actor=secretary, dialogue_id=inquiry.public_id, now=now)

    said = at_once(lambda: accept(patient, inquiry, now, price), take_back)
    assert said.count(None) == 1
    with acting_as(FURNISHER):
        accepted = said[0] is None
        assert (Dialogue.objects.get().kind == E, Consent.objects.count()) == (accepted, int(accepted))


def test_a_draft_of_an_answer_survives_the_question_of_a_colleague(
    secretary: Actor, doctor: Actor, inquiry: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        answering.keep(actor=doctor, dialogue_id=inquiry.public_id, text="Jeg begynte", now=now)
    ask(secretary, inquiry, doctor, now)
    with acting_as(doctor):
        assert selectors.answers_begun(doctor, inquiry)[0].text == "Jeg begynte"
