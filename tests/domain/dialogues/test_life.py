"""The life of a dialogue beside its answer: added to, withdrawn, closed, fallen silent, begun by the clinic."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.consultations import Answer, draft, send
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Charge, Invoice
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import drafting, ending, reading, replying, sending, starting
from legesvar.domain.dialogues.models import Dialogue, Draft, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.notifications.models import Notice
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings
from legesvar.domain.work import selectors as work
from legesvar.domain.work.models import Item

E, ASK = Kind.E_CONSULTATION, Kind.INQUIRY


def refusal(call) -> object:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def begin(actor: Actor, clinic: Clinic, kind: Kind, to: Actor | None, text: str, now: datetime) -> UUID:
    with acting_as(actor):
        drafting.choose_recipient(
            actor=actor, kind=kind, clinic_id=clinic.id, recipient_id=to.staff_id if to else None, now=now
        )
        drafting.declare_not_urgent(actor=actor, kind=kind, now=now)
        field = DEFAULTS[kind].form[0].name
        return drafting.write(actor=actor, kind=kind, texts={field: text}, now=now).public_id


def sent(actor: Actor, clinic: Clinic, kind: Kind, to: Actor | None, now: datetime) -> Dialogue:
    draft_id = begin(actor, clinic, kind, to, "Hei på dere.", now)
    with acting_as(actor):
        return sending.send(actor=actor, kind=kind, draft_id=draft_id, now=now)


def offer(clinic: Clinic, settings: ServiceSettings, now: datetime) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now, now=now)


@pytest.mark.parametrize("kind", [Kind.PRESCRIPTION, Kind.INVOICE_QUESTION, Kind.INQUIRY])
def test_every_other_kind_is_free_and_lands_where_it_is_answered(
    kind: Kind, patient: Actor, doctor: Actor, secretary: Actor, clinic: Clinic, answer: Answer, now: datetime
) -> None:
    to = doctor if kind is Kind.PRESCRIPTION else None
    dialogue = sent(patient, clinic, kind, to, now)
    with acting_as(doctor):
        assert Item.objects.get().assignee_id == (doctor.staff_id if to else None)
        assert [row.about for row in work.whole_clinic(doctor, None).rows] == [dialogue.public_id]
    answer(doctor if to else secretary, dialogue, close=True)
    with acting_as(FURNISHER):
        assert not Charge.objects.exists()


def test_one_may_have_a_draft_of_each_kind(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    begin(patient, clinic, ASK, None, "En attest", now)
    with acting_as(patient):
        assert Draft.objects.count() == 2


def test_what_is_added_keeps_the_date_and_is_marked_new_for_the_clinic(
    patient: Actor, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        reading.open_at_clinic(actor=doctor, dialogue_id=econsultation.public_id, why="in_turn", now=now)
    later = now + timedelta(days=2)
    key = uuid4()
    with acting_as(patient):
        for _ in range(2):
            replying.add(actor=patient, dialogue_id=econsultation.public_id, text="Og feber", send_key=key, now=later)
    with acting_as(doctor):
        item = Item.objects.get()
        assert (item.due_date, item.opened) == (econsultation.due_date, False)
        assert Message.objects.count() == 2


def test_what_nobody_has_opened_can_be_withdrawn_and_costs_nothing(
    patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(patient):
        ending.withdraw(actor=patient, dialogue_id=econsultation.public_id, now=now)
        assert Dialogue.objects.get().closed_how == "withdrawn"
        assert not selectors.inbox(patient, archived=False, key=None).rows
    with acting_as(FURNISHER):
        assert (Item.objects.get().done_at, Charge.objects.exists(), Notice.objects.exists()) == (now, False, False)


def test_what_the_clinic_has_opened_can_not(
    patient: Actor, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        reading.open_at_clinic(actor=doctor, dialogue_id=econsultation.public_id, why="in_turn", now=now)
    with acting_as(patient):
        call = ending.withdraw
        assert refusal(lambda: call(actor=patient, dialogue_id=econsultation.public_id, now=now)) is Refusal.OPENED


def test_an_econsultation_cannot_be_closed_without_an_answer(
    doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        call = ending.close
        assert refusal(lambda: call(actor=doctor, dialogue_id=econsultation.public_id, now=now)) is Refusal.WRONG_ROLE


def test_other_kinds_can_be_closed_and_the_patient_is_told(
    patient: Actor, secretary: Actor, clinic: Clinic, now: datetime
) -> None:
    dialogue = sent(patient, clinic, ASK, None, now)
    with acting_as(secretary):
        ending.close(actor=secretary, dialogue_id=dialogue.public_id, now=now)
        assert Notice.objects.count() == 1
    with acting_as(patient):
        assert selectors.inbox(patient, archived=False, key=None).rows[0].unread


def test_silence_closes_after_the_clinics_days_invoices_what_was_answered_and_keeps_the_draft(
    patient: Actor, doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(patient):
        replying.keep(actor=patient, dialogue_id=econsultation.public_id, text="Jeg skulle", now=now)
    with acting_as(FURNISHER):
        assert ending.close_silent(actor=FURNISHER, now=now + timedelta(days=13, hours=23)) == 0
        assert ending.close_silent(actor=FURNISHER, now=now + timedelta(days=15)) == 1
        assert ending.close_silent(actor=FURNISHER, now=now + timedelta(days=15)) == 0
        assert (Dialogue.objects.get().closed_how, Invoice.objects.count(), Notice.objects.count()) == ("silence", 1, 2)
    with acting_as(patient):
        assert selectors.beside(patient, econsultation).begun.text == "Jeg skulle"


def test_what_waits_for_the_clinic_never_falls_silent(econsultation: Dialogue, now: datetime) -> None:
    with acting_as(FURNISHER):
        assert ending.close_silent(actor=FURNISHER, now=now + timedelta(days=400)) == 0


def test_a_text_that_came_too_late_begins_a_new_dialogue_that_points_at_the_old(
    patient: Actor, doctor: Actor, clinic: Clinic, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(patient):
        replying.keep(actor=patient, dialogue_id=econsultation.public_id, text="Men hva om", now=now)
        for _ in range(2):  # a second click lays nothing after the first
            drafting.begin_with(actor=patient, dialogue_id=econsultation.public_id, now=now)
        assert selectors.beside(patient, econsultation).begun is None
        view = selectors.draft(patient, E)
        assert (view.texts, Draft.objects.get().previous) == ({"why": "Men hva om"}, econsultation.public_id)


def test_somebody_elses_dialogue_begins_nothing(other_patient: Actor, econsultation: Dialogue, now: datetime) -> None:
    with acting_as(other_patient), pytest.raises(Unknown):
        drafting.begin_with(actor=other_patient, dialogue_id=econsultation.public_id, now=now)


def test_a_wish_for_a_prescription_moves_to_its_free_flow(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now, "Kan jeg få fornyet Levaxin?")
    with acting_as(patient):
        drafting.turn_into(actor=patient, kind=E, other=Kind.PRESCRIPTION, now=now)
        assert selectors.draft(patient, E) is None
        assert selectors.draft(patient, Kind.PRESCRIPTION).texts == {"medicine_1": "Kan jeg få fornyet Levaxin?"}


def test_the_clinic_does_not_see_what_a_patient_has_not_sent(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    with acting_as(doctor):
        assert not Draft.objects.exists()
        assert selectors.writing_now(doctor, E, now) == 1


def test_the_clinic_may_write_first_and_it_is_free(
    patient: Actor, doctor: Actor, answer: Answer, clinic: Clinic, now: datetime
) -> None:
    key = uuid4()
    with acting_as(doctor):
        for _ in range(2):
            begun = starting.write_to_patient(
                actor=doctor, person_id=patient.person_id, kind=E, text="Prøvene er fine.", expects_reply=True,
                send_key=key, now=now,
            )  # fmt: skip
    with acting_as(patient):
        assert selectors.inbox(patient, archived=False, key=None).rows[0].unread
        replying.reply(actor=patient, dialogue_id=begun.public_id, text="Takk!", send_key=uuid4(), now=now)
    answer(doctor, begun, close=True, seen=2)
    with acting_as(FURNISHER):
        assert (Dialogue.objects.count(), Charge.objects.exists()) == (1, False)


def test_what_the_clinic_does_not_want_answered_is_closed_at_once(patient: Actor, doctor: Actor, now: datetime) -> None:
    with acting_as(doctor):
        begun = starting.write_to_patient(
            actor=doctor, person_id=patient.person_id, kind=ASK, text="Vi har stengt fredag.", expects_reply=False,
            send_key=uuid4(), now=now,
        )  # fmt: skip
    assert begun.state == "closed"


def test_another_clinics_patient_cannot_be_written_to(foreign_patient: Actor, doctor: Actor, now: datetime) -> None:
    with acting_as(doctor), pytest.raises(Unknown):
        starting.write_to_patient(
            actor=doctor, person_id=foreign_patient.person_id, kind=ASK, text="Hei", expects_reply=True,
            send_key=uuid4(), now=now,
        )  # fmt: skip


def test_what_is_said_on_the_phone_stands_after_what_came_by_web(
    patient: Actor, other_patient: Actor, secretary: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    with acting_as(secretary):
        by_phone = starting.enter_by_phone(
            actor=secretary, person_id=patient.person_id, kind=ASK, text="Ringte om attest.",
            recipient_id=doctor.staff_id, send_key=uuid4(), now=now,
        )  # fmt: skip
    by_web = sent(other_patient, clinic, ASK, None, now)
    with acting_as(secretary):
        listed = [row.about for row in work.whole_clinic(secretary, None).rows]
    assert listed == [by_web.public_id, by_phone.public_id]


@pytest.mark.parametrize("role", ["administrator", "patient"])
def test_only_those_who_receive_patients_enter_calls(
    role: str, request: pytest.FixtureRequest, patient: Actor, now: datetime
) -> None:
    actor = request.getfixturevalue(role)
    with acting_as(actor), pytest.raises((Refused, Unknown)):
        starting.enter_by_phone(
            actor=actor, person_id=patient.person_id, kind=ASK, text="x", recipient_id=None, send_key=uuid4(), now=now
        )


def test_a_kind_the_clinic_has_switched_off_is_refused_when_posted(
    patient: Actor, clinic: Clinic, now: datetime
) -> None:
    offer(clinic, ServiceSettings(kind=ASK, sent_to="clinic", is_open=False), now - timedelta(hours=2))
    draft_id = begin(patient, clinic, ASK, None, "Hei", now)
    with acting_as(patient):
        call = sending.send
        assert refusal(lambda: call(actor=patient, kind=ASK, draft_id=draft_id, now=now)) is Closed.OFF


@pytest.mark.django_db(transaction=True)
def test_with_one_place_left_today_exactly_one_of_two_gets_it(
    patient: Actor, other_patient: Actor, clinic: Clinic, now: datetime
) -> None:
    offer(clinic, ServiceSettings(kind=ASK, sent_to="clinic", daily_limit=1, grace_minutes=0), now - timedelta(days=1))
    drafts = [(who, begin(who, clinic, ASK, None, "Hei", now)) for who in (patient, other_patient)]

    def click(one: tuple[Actor, UUID]) -> bool:
        try:
            with acting_as(one[0]):
                sending.send(actor=one[0], kind=ASK, draft_id=one[1], now=now)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, drafts)) == [False, True]
    with acting_as(patient):
        assert Draft.objects.count() + Dialogue.objects.count() == 1


def test_sending_again_is_unchanged(tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    assert send(patient, draft_id, now).id == send(patient, draft_id, now).id
