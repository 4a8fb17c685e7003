"""The administrator's pages about staff, and what a colleague who is removed meets (ADMIN-2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.personas import FURNISHER, LogIn
from tests.web.patient.walk import text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic, Invitation, Staff, Substitute
from legesvar.domain.dialogues.models import Dialogue, Message

STAFF = "/klinikk/innstillinger/ansatte/"
INVITED = {"email": "nina@legekontoret.no", "name": "Nina Ny", "role": "secretary"}


@pytest.fixture
def at_desk(logged_in: LogIn, administrator: Actor) -> Client:
    return logged_in(administrator)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_everybody_who_works_here_stands_in_the_list_and_nobody_else(
    at_desk: Client, doctor: Actor, secretary: Actor, foreign_doctor: Actor
) -> None:
    page = text(at_desk, STAFF)
    for name in ("Lise Lege", "Siv Sekretær", "Arne Administrator", "(deg)", "fastlege, spesialist"):
        assert name in page
    assert "Frode Fremmed" not in page


def test_an_invitation_is_sent_shown_sent_again_and_withdrawn(at_desk: Client, clinic: Clinic) -> None:
    assert at_desk.post(f"{STAFF}inviter/", INVITED)["Location"] == f"{STAFF}?gjort=sendt"
    row = Invitation.objects.get()
    page = text(at_desk, STAFF)
    assert "nina@legekontoret.no" in page
    assert "Venter på svar til" in page
    first = row.token_hash
    assert at_desk.post(f"{STAFF}invitasjon/{row.public_id}/send/").status_code == 302
    assert Invitation.objects.get().token_hash != first
    assert at_desk.post(f"{STAFF}invitasjon/{row.public_id}/trekk/").status_code == 302
    assert at_desk.post(f"{STAFF}invitasjon/{row.public_id}/trekk/").status_code == 409
    assert "nina@legekontoret.no" not in text(at_desk, STAFF)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "nina", "Skriv en e-postadresse"), ("name", "Se evil.example", "Skriv navnet med bokstaver"),
        ("role", "system", "Velg"), ("role", "", "Velg en rolle"), ("email", "a@b.no\r\nBcc: c@d.no", "e-postadresse"),
        ("role", "fastlege", "En lege må ha HPR-nummer"), ("hpr_number", "12a", "En lege må ha HPR-nummer"),
    ],
)  # fmt: skip
def test_a_wrong_invitation_is_refused_beside_its_field_and_kept(
    at_desk: Client, field: str, value: str, said: str
) -> None:
    answer = at_desk.post(f"{STAFF}inviter/", INVITED | {field: value})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Nina Ny" in answer.content.decode() or field == "name"
    assert Invitation.objects.count() == 0


def test_nobodys_mailbox_is_filled_through_us(at_desk: Client) -> None:
    answers = [at_desk.post(f"{STAFF}inviter/", INVITED).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 422]
    assert "Vent en time" in at_desk.post(f"{STAFF}inviter/", INVITED).content.decode()


def test_a_role_is_changed_and_the_own_is_not_offered(
    at_desk: Client, administrator: Actor, secretary: Actor, doctor: Actor
) -> None:
    own = f"{STAFF}{administrator.public_id}/"
    assert 'name="role"' not in text(at_desk, own)
    assert at_desk.post(own, {"name": "Arne A.", "role": "fastlege"}).status_code == 302
    assert Staff.objects.get(id=administrator.staff_id).role == "administrator"
    other = f"{STAFF}{secretary.public_id}/"
    assert at_desk.post(other, {"name": "Siv S", "role": "clinician"})["Location"] == f"{other}?gjort=endret"
    assert "Endringen er lagret" in text(at_desk, f"{other}?gjort=endret")


def test_a_colleague_removed_with_a_page_open_gets_a_clear_page_and_nothing_is_done(
    at_desk: Client, logged_in: LogIn, tariff: None, doctor: Actor, econsultation: Dialogue
) -> None:
    at_work = logged_in(doctor)
    page = f"/klinikk/dialog/{econsultation.public_id}/svar/"
    assert at_desk.post(f"{STAFF}{doctor.public_id}/fjern/")["Location"] == f"{STAFF}?gjort=fjernet"
    answer = at_work.post(page, {"action": "answer", "text": "Kom til time i morgen.", "seen": "1"})
    assert answer.status_code == 303
    assert "arsak=removed" in answer["Location"]
    assert "parkert" not in " ".join(at_work.cookies)
    assert "Du har ikke lenger tilgang til legekontoret" in text(at_work, answer["Location"])
    assert at_work.get("/klinikk/okt/").status_code == 401
    with acting_as(FURNISHER):
        assert Message.objects.filter(dialogue=econsultation).count() == 1


def test_the_last_administrator_is_told_why_they_stay(at_desk: Client, administrator: Actor) -> None:
    answer = at_desk.post(f"{STAFF}{administrator.public_id}/fjern/")
    assert answer.status_code == 409
    assert "Du kan ikke fjerne deg selv" in answer.content.decode()


def test_absence_is_registered_refused_when_it_overlaps_and_ended(
    at_desk: Client, doctor: Actor, substitute: Actor, now: datetime
) -> None:
    page, today = f"{STAFF}fravaer/", oslo_date(now)
    form = {
        "absent": str(doctor.public_id), "substitute": str(substitute.public_id),
        "first_date": today.strftime("%d.%m.%Y"), "last_date": (today + timedelta(days=3)).strftime("%d.%m.%Y"),
    }  # fmt: skip
    assert at_desk.post(page, form)["Location"] == f"{page}?gjort=lagret"
    again = at_desk.post(page, form)
    assert again.status_code == 422
    assert "alt borte" in again.content.decode()
    with acting_as(FURNISHER):
        row = Substitute.objects.get()
    assert "Borte nå" in text(at_desk, page)
    assert at_desk.post(f"{page}{row.public_id}/avslutt/").status_code == 302
    assert at_desk.post(f"{page}{row.public_id}/avslutt/").status_code == 409
    assert "Ingen leger er borte" in text(at_desk, page)


def test_absence_with_nobody_to_stand_in_is_said_on_the_worklist_and_to_patients(
    at_desk: Client, logged_in: LogIn, tariff: None, doctor: Actor, second_doctor: Actor, patient: Actor, now: datetime
) -> None:
    day = oslo_date(now).strftime("%d.%m.%Y")
    form = {"absent": str(doctor.public_id), "substitute": "ingen", "first_date": day, "last_date": day}
    assert at_desk.post(f"{STAFF}fravaer/", form).status_code == 302
    said = "Lise Lege er borte til og med"
    assert said in text(logged_in(second_doctor), "/klinikk/arbeidsliste/")
    page = text(logged_in(patient), "/start/e-konsultasjon/mottaker/")
    assert said in page
    assert "22 00 11 22" in page


@pytest.mark.parametrize("address", ["", "inviter/", "innlogging/", "fravaer/"])
def test_the_number_of_questions_does_not_grow_with_the_staff(
    at_desk: Client, address: str, django_assert_max_num_queries, request
) -> None:
    with django_assert_max_num_queries(16):
        assert at_desk.get(STAFF + address).status_code == 200
    for name in ("doctor", "second_doctor", "substitute", "secretary", "clinician"):
        request.getfixturevalue(name)
    with django_assert_max_num_queries(16):
        assert at_desk.get(STAFF + address).status_code == 200
