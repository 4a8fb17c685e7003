"""Two who press at the same instant: real threads, real transactions, one outcome, and nothing in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from tests.consultations import Answer, draft
from tests.personas import FURNISHER, LogIn

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Charge, Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Draft, Message
from legesvar.domain.dialogues.states import State

pytestmark = pytest.mark.django_db(transaction=True)
Press = Callable[[], int]


def at_once(*presses: Press) -> list[int]:
    """Let everybody press at the same instant, each in a thread and on a connection of their own; give the statuses."""
    ready, statuses = threading.Barrier(len(presses)), [0] * len(presses)

    def run(number: int) -> None:
        try:
            ready.wait(10)
            statuses[number] = presses[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert 0 not in statuses, statuses
    return statuses


def post(client: Client, address: str, **form: str) -> Press:
    return lambda: client.post(address, form).status_code


@pytest.fixture
def open_dialogue(doctor: Actor, econsultation: Dialogue, answer: Answer) -> Dialogue:
    """Answered once, and left open for the patient to write back."""
    answer(doctor, econsultation, close=False)
    return econsultation


@pytest.mark.parametrize("turn", range(4))
def test_a_reply_and_an_end_at_the_same_instant_come_in_one_order_or_the_other(
    turn: int, logged_in: LogIn, patient: Actor, doctor: Actor, open_dialogue: Dialogue
) -> None:
    name = open_dialogue.public_id
    reply = post(logged_in(patient), f"/dialog/{name}/", text="Vent litt", send_key=str(uuid4()))
    end = post(
        logged_in(doctor), f"/klinikk/dialog/{name}/svar/", action="close", text="God bedring", seen="2",
        send_key=str(uuid4()),
    )  # fmt: skip
    replied, ended = at_once(reply, end) if turn % 2 else at_once(end, reply)[::-1]
    with acting_as(FURNISHER):
        dialogue = Dialogue.objects.get()
        texts = set(Message.objects.values_list("text", flat=True))
        charges = Charge.objects.count()
    # Whoever came second is told: the patient that it is over, the doctor that there is something newer.
    assert (replied, ended) in {(302, 409), (409, 302)}
    assert ("Vent litt" in texts) is (replied == 302)
    assert ("God bedring" in texts) is (ended == 302)
    assert (dialogue.state == State.CLOSED) is (ended == 302)
    assert dialogue.messages == 3
    assert charges == 1


def test_two_windows_of_a_doctor_answer_once(logged_in: LogIn, doctor: Actor, econsultation: Dialogue) -> None:
    address, form = f"/klinikk/dialog/{econsultation.public_id}/svar/", {"action": "close", "seen": "1"}
    statuses = at_once(
        *(post(logged_in(doctor), address, text=f"Svar {n}", send_key=str(uuid4()), **form) for n in range(3))
    )
    assert sorted(statuses) == [302, 409, 409]
    with acting_as(FURNISHER):
        assert (Message.objects.count(), Charge.objects.count(), Invoice.objects.count()) == (2, 1, 1)


def test_the_gp_and_the_substitute_answer_once(
    logged_in: LogIn, doctor: Actor, substitution: Actor, econsultation: Dialogue
) -> None:
    address, form = f"/klinikk/dialog/{econsultation.public_id}/svar/", {"action": "answer", "seen": "1"}
    statuses = at_once(
        *(post(logged_in(who), address, text=who.name, send_key=str(uuid4()), **form) for who in (doctor, substitution))
    )
    assert sorted(statuses) == [302, 409]
    with acting_as(FURNISHER):
        assert Message.objects.filter(from_patient=False).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_sending_and_throwing_away_at_the_same_instant_leaves_one_of_them(
    turn: int, logged_in: LogIn, patient: Actor, clinic: Clinic, doctor: Actor, tariff: None, now: datetime
) -> None:
    name = draft(patient, clinic, doctor, now)
    send = post(logged_in(patient), "/start/e-konsultasjon/se-over/", utkast=str(name))
    discard = post(logged_in(patient), "/start/e-konsultasjon/slett/")
    assert set(at_once(send, discard)) == {302}
    with acting_as(FURNISHER):
        sent, drafts, messages = Dialogue.objects.count(), Draft.objects.count(), Message.objects.count()
    assert drafts == 0
    assert (sent, messages) in {(0, 0), (1, 1)}


def test_one_draft_sent_from_three_windows_is_one_dialogue(
    logged_in: LogIn, patient: Actor, clinic: Clinic, doctor: Actor, tariff: None, now: datetime
) -> None:
    name = draft(patient, clinic, doctor, now)
    send = [post(logged_in(patient), "/start/e-konsultasjon/se-over/", utkast=str(name)) for _ in range(3)]
    assert set(at_once(*send)) == {302}
    with acting_as(FURNISHER):
        assert (Dialogue.objects.count(), Message.objects.count()) == (1, 1)


def test_an_invoice_credited_twice_at_once_is_credited_once(
    logged_in: LogIn, doctor: Actor, secretary: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(FURNISHER):
        address = f"/klinikk/faktura/{Invoice.objects.get().public_id}/krediter/"
    statuses = at_once(*(post(logged_in(who), address, reason="goodwill") for who in (doctor, secretary, doctor)))
    assert sorted(statuses) == [302, 409, 409]
    with acting_as(FURNISHER):
        assert sorted(Invoice.objects.values_list("total_ore", flat=True)) == [-25_900, 25_900]


def test_logging_out_everywhere_while_writing_sends_the_text_or_keeps_it(
    logged_in: LogIn, patient: Actor, open_dialogue: Dialogue
) -> None:
    reply = post(logged_in(patient), f"/dialog/{open_dialogue.public_id}/", text="Vent litt", send_key=str(uuid4()))
    replied, gone = at_once(reply, post(logged_in(patient), "/logg-ut/overalt/"))
    assert gone == 200
    with acting_as(FURNISHER):
        assert Message.objects.filter(text="Vent litt").exists() is (replied == 302)
    assert replied in {302, 303}  # sent, or led to the door with the form in safe keeping
