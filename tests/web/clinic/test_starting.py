"""The clinic begins: «Skriv til pasient» and «Legg inn telefonhenvendelse» (START-13)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.personas import FURNISHER, LogIn

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.kinds import Left
from legesvar.domain.patients.models import Patient
from legesvar.domain.work import selectors as work

pytestmark = pytest.mark.django_db
SAID = "Kom innom og ta blodtrykket."


@pytest.fixture
def here(patient: Actor, clinic: Clinic) -> str:
    with acting_as(FURNISHER):
        row = Patient.objects.get(person_id=patient.person_id, clinic_id=clinic.id)
    return f"/klinikk/pasient/{row.public_id}/"


def letter(**more: str) -> dict[str, str]:
    return {"kind": "inquiry", "text": SAID, "reply": "ja", "send_key": str(uuid4()), **more}


def call(**more: str) -> dict[str, str]:
    return {"kind": "inquiry", "text": SAID, "recipient": "legekontoret", "send_key": str(uuid4()), **more}


def begun() -> list[Dialogue]:
    with acting_as(FURNISHER):
        return list(Dialogue.objects.order_by("id"))


@pytest.mark.parametrize(("reply", "state"), [("ja", "waiting_for_patient"), ("nei", "closed")])
def test_a_patient_is_written_to_once_however_often_it_is_clicked_and_is_told(
    at_doctor: Client, doctor: Actor, here: str, reply: str, state: str
) -> None:
    form = letter(reply=reply)
    first, second = (at_doctor.post(f"{here}skriv/", form) for _ in range(2))
    (dialogue,) = begun()
    assert first["Location"] == second["Location"] == f"/klinikk/dialog/{dialogue.public_id}/"
    assert (dialogue.state, dialogue.started_by, dialogue.from_name) == (state, "clinic", doctor.name)
    with acting_as(FURNISHER):
        assert Message.objects.get().text == SAID
        assert Notice.objects.count() == 1


def test_a_call_stands_on_the_worklist_after_what_came_by_web(
    at_secretary: Client, secretary: Actor, doctor: Actor, econsultation: Dialogue, here: str
) -> None:
    form = call(recipient=str(doctor.public_id))
    first, second = (at_secretary.post(f"{here}telefon/", form) for _ in range(2))
    assert first["Location"] == second["Location"]
    shown = at_secretary.get(first["Location"]).content.decode()
    assert "står på arbeidslisten til Lise Lege" in shown
    with acting_as(secretary):
        rows = work.whole_clinic(secretary, None).rows
    same_day = [row.channel for row in rows if row.due_date == rows[0].due_date]
    assert same_day == sorted(same_day, key=["web", "phone"].index)
    assert [row.channel for row in rows].count("phone") == 1
    assert begun()[-1].recipient_id == doctor.staff_id


@pytest.mark.parametrize("page", ["skriv", "telefon"])
@pytest.mark.parametrize(
    ("more", "said"),
    [({"text": ""}, "Skriv"), ({"kind": ""}, "Velg ett av"), ({"kind": "e_consultation\x00"}, "Velg ett av"),
     ({"text": "x" * 10_001}, "høyst 10000 tegn"), ({"text": "a\x00b"}, "tegn vi ikke kan lagre")],
)  # fmt: skip
def test_what_is_refused_keeps_what_was_written(
    at_secretary: Client, here: str, page: str, more: dict[str, str], said: str
) -> None:
    form = (letter if page == "skriv" else call)(**more)
    answer = at_secretary.post(f"{here}{page}/", form)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (200, True)
    assert form["send_key"] in shown
    assert SAID in shown or "text" in more
    assert begun() == []


def test_a_forged_key_counts_as_a_new_form(at_secretary: Client, here: str) -> None:
    assert at_secretary.post(f"{here}skriv/", letter(send_key="x\x00")).status_code == 302
    assert len(begun()) == 1


def test_only_kinds_that_the_role_may_begin_are_offered(at_doctor: Client, at_secretary: Client, here: str) -> None:
    assert 'value="e_consultation"' in at_doctor.get(f"{here}skriv/").content.decode()
    for page in ("skriv", "telefon"):
        assert 'value="e_consultation"' not in at_secretary.get(f"{here}{page}/").content.decode()
    assert "Velg ett av" in at_secretary.post(f"{here}skriv/", letter(kind="e_consultation")).content.decode()


def test_a_doctor_of_another_clinic_is_no_recipient(at_secretary: Client, foreign_doctor: Actor, here: str) -> None:
    answer = at_secretary.post(f"{here}telefon/", call(recipient=str(foreign_doctor.public_id)))
    assert "Velg ett av alternativene" in answer.content.decode()
    assert begun() == []


def test_nothing_is_begun_with_somebody_who_has_left(
    at_secretary: Client, secretary: Actor, patient: Actor, here: str, now: datetime
) -> None:
    with acting_as(secretary):
        row = Patient.objects.get(person_id=patient.person_id)
        membership.leave(actor=secretary, patient_id=row.public_id, last_day=oslo_date(now), why=Left.MOVED, now=now)
    assert "Skriv til pasient" not in at_secretary.get(here).content.decode()
    for page, form in (("skriv", letter()), ("telefon", call())):
        answer = at_secretary.post(f"{here}{page}/", form)
        assert (answer.status_code, "står ikke på listen lenger" in answer.content.decode()) == (409, True)
        assert SAID in answer.content.decode()


def test_an_administrator_begins_nothing_and_another_clinic_finds_nobody(
    logged_in: LogIn, administrator: Actor, foreign_doctor: Actor, here: str
) -> None:
    for actor, status in ((administrator, 403), (foreign_doctor, 404)):
        browser = logged_in(actor)
        for page, form in (("skriv", letter()), ("telefon", call())):
            assert browser.get(f"{here}{page}/").status_code == status
            assert browser.post(f"{here}{page}/", form).status_code == status


def test_a_receipt_of_another_patients_call_is_not_there(
    at_secretary: Client, econsultation: Dialogue, other_patient: Actor, clinic: Clinic
) -> None:
    with acting_as(FURNISHER):
        other = Patient.objects.get(person_id=other_patient.person_id, clinic_id=clinic.id)
    assert at_secretary.get(f"/klinikk/pasient/{other.public_id}/telefon/{econsultation.public_id}/").status_code == 404
