"""Who may see a picture, and how what a stranger sent is given out so that it can do nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from tests.factories import pdfs, uploads
from tests.personas import FURNISHER, LogIn
from tests.web.files.conftest import Phone, body, rows

from legesvar.adapters.object_store import ObjectStore
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.kinds import Why
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.files import selectors
from legesvar.domain.files.selectors import FileRow
from legesvar.web.files import pictures

pytestmark = pytest.mark.django_db
Sent = Callable[[], Dialogue]


def at_clinic(address: str) -> str:
    return f"/klinikk{address}"


def readings() -> list[Entry]:
    with acting_as(FURNISHER):
        return list(Entry.objects.filter(event="file_read"))


def without_names(response: HttpResponse) -> str:
    """Give a page without its reference, its forms' tokens, and the address that was asked for."""
    return re.sub(r'<code>\w+</code>|/fil/[0-9a-f-]+/(liten/)?|value="\w{64}"', "", response.content.decode())


def test_a_patient_sees_their_own_file(phone: Phone, sent: Sent) -> None:
    told = phone.put(uploads.jpeg())
    assert phone.get(told["url"]).status_code == 200
    sent()
    assert phone.get(told["url"]).status_code == 200
    assert phone.get(told["thumbnail_url"]).status_code == 200
    assert not readings()


def test_another_patient_sees_the_same_as_of_a_file_that_never_was(
    phone: Phone, sent: Sent, other_patient: Actor, logged_in: LogIn
) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    other = Phone(logged_in(other_patient))
    never = other.get(f"/fil/{uuid4()}/")
    for address in (told["url"], told["thumbnail_url"]):
        response = other.get(address)
        assert response.status_code == never.status_code == 404
        assert without_names(response) == without_names(never)


def test_nobody_sees_a_file_without_logging_in(phone: Phone, client: object) -> None:
    told = phone.put(uploads.jpeg())
    for address in (told["url"], told["thumbnail_url"], at_clinic(told["url"])):
        assert "/logg-inn/" in client.get(address)["Location"]


@pytest.mark.parametrize("role", ["doctor", "secretary"])
def test_the_clinics_own_staff_see_it_and_it_is_traced(
    phone: Phone, sent: Sent, patient: Actor, logged_in: LogIn, role: str, request: pytest.FixtureRequest
) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    member = request.getfixturevalue(role)
    response = Phone(logged_in(member)).get(at_clinic(told["url"]))
    assert body(response)[:3] == b"\xff\xd8\xff"
    (trace,) = readings()
    assert (str(trace.about), trace.person_id, trace.account_id) == (told["id"], patient.person_id, member.account_id)


@pytest.mark.parametrize("role", ["second_doctor", "clinician"])
def test_who_must_say_why_they_read_a_dialogue_sees_none_of_its_pictures_before(
    phone: Phone, sent: Sent, logged_in: LogIn, role: str, request: pytest.FixtureRequest, now: datetime
) -> None:
    told = phone.put(uploads.jpeg())
    dialogue = sent()
    member = request.getfixturevalue(role)
    colleague = Phone(logged_in(member))
    for address in (told["url"], told["thumbnail_url"]):
        refused = colleague.get(at_clinic(address))
        assert refused.status_code == 409
        assert "Si hvorfor du trenger å lese denne samtalen." in refused.content.decode()
    assert not readings()
    with acting_as(member):
        reading.open_at_clinic(actor=member, dialogue_id=dialogue.public_id, why=Why.HELPS, now=now)
    for address in (told["url"], told["thumbnail_url"]):
        assert colleague.get(at_clinic(address)).status_code == 200
    (trace,) = readings()
    assert trace.account_id == member.account_id


def test_a_reason_that_was_given_yesterday_shows_no_picture_today(
    phone: Phone, sent: Sent, second_doctor: Actor, logged_in: LogIn, now: datetime
) -> None:
    told, dialogue = phone.put(uploads.jpeg()), sent()
    yesterday = now - timedelta(days=1)
    with acting_as(second_doctor):
        reading.open_at_clinic(actor=second_doctor, dialogue_id=dialogue.public_id, why=Why.HELPS, now=yesterday)
    assert Phone(logged_in(second_doctor)).get(at_clinic(told["thumbnail_url"])).status_code == 409


def test_a_thumbnail_in_a_thread_leaves_no_trace_of_its_own(
    phone: Phone, sent: Sent, doctor: Actor, logged_in: LogIn
) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    assert Phone(logged_in(doctor)).get(at_clinic(told["thumbnail_url"])).status_code == 200
    assert not readings()


def test_the_clinic_does_not_see_what_is_not_sent(phone: Phone, doctor: Actor, logged_in: LogIn) -> None:
    told = phone.put(uploads.jpeg())
    staff = Phone(logged_in(doctor))
    for address in (told["url"], told["thumbnail_url"]):
        assert staff.get(at_clinic(address)).status_code == 404
    assert not readings()


def test_another_clinic_sees_nothing(phone: Phone, sent: Sent, foreign_doctor: Actor, logged_in: LogIn) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    staff = Phone(logged_in(foreign_doctor))
    for address in (told["url"], told["thumbnail_url"]):
        assert staff.get(at_clinic(address)).status_code == 404
    assert not readings()


def test_an_administrator_sees_no_files(phone: Phone, sent: Sent, administrator: Actor, logged_in: LogIn) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    assert Phone(logged_in(administrator)).get(at_clinic(told["url"])).status_code == 403


def test_a_clinics_session_opens_no_patients_address(phone: Phone, sent: Sent, doctor: Actor, logged_in: LogIn) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    assert Phone(logged_in(doctor)).get(told["url"])["Location"].startswith("/logg-inn/")


def test_a_picture_is_shown_and_can_do_nothing(phone: Phone) -> None:
    told = phone.put(uploads.jpeg(), name="utslett på arm.jpg")
    for address in (told["url"], told["thumbnail_url"]):
        response = phone.get(address)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Content-Disposition"] == "inline; filename*=utf-8''utslett%20p%C3%A5%20arm.jpg"
        assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Frame-Options"] == "DENY"
        assert int(response["Content-Length"]) == len(body(response))


def test_a_pdf_is_downloaded_as_it_came(phone: Phone) -> None:
    data = pdfs.pdf(2)
    told = phone.put(data, name="epikrise.pdf.exe")
    response = phone.get(told["url"])
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="epikrise.pdf.pdf"'
    assert body(response) == data


def test_a_name_cannot_add_a_header(phone: Phone) -> None:
    told = phone.put(uploads.jpeg())
    with acting_as(FURNISHER):
        file = rows()[0]
        file.name = 'x"\r\nSet-Cookie: pasient=stolen; .jpg'
        file.save()
    response = phone.get(told["url"])
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith('inline; filename="x_ Set-Cookie')
    assert "pasient" not in response.cookies


def test_a_head_asks_for_no_bytes(phone: Phone) -> None:
    told = phone.put(uploads.jpeg())
    response = phone.client.head(told["url"])
    assert response.status_code == 200
    assert body(response) == b""


def test_a_file_whose_bytes_are_gone_is_told_in_words(phone: Phone, store: ObjectStore) -> None:
    told = phone.put(uploads.jpeg())
    store.delete(rows()[0].object_key)
    response = phone.get(told["url"])
    assert response.status_code == 410
    assert "Det er ikke noe du har gjort." in response.content.decode()


def test_a_thumbnail_whose_bytes_are_gone_becomes_a_drawing(phone: Phone, store: ObjectStore) -> None:
    told = phone.put(uploads.jpeg())
    store.delete(rows()[0].thumbnail_key)
    response = phone.get(told["thumbnail_url"])
    assert (response.status_code, response["Location"]) == (302, "/static/built/icons/image.svg")


def test_a_store_that_does_not_answer_is_told_in_words(phone: Phone, settings: LazySettings) -> None:
    told = phone.put(uploads.jpeg())
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url="s3://borte?endpoint=http://127.0.0.1:1")
    response = phone.get(told["url"])
    assert response.status_code == 503
    assert "Prøv igjen om litt." in response.content.decode()
    assert phone.get(told["thumbnail_url"])["Location"] == "/static/built/icons/image.svg"


@pytest.mark.django_db(transaction=True)
def test_bytes_are_read_when_the_transaction_is_over(phone: Phone) -> None:
    told = phone.put(uploads.jpeg(2000, 2000))
    response = phone.client.get(told["url"])
    pieces = iter(response.streaming_content)
    next(pieces)
    assert not connection.in_atomic_block
    assert list(pieces) is not None


def test_pictures_for_a_document_are_fetched_and_what_is_gone_is_left_out(
    phone: Phone, patient: Actor, store: ObjectStore
) -> None:
    here, gone = phone.put(uploads.jpeg()), phone.put(uploads.jpeg(80))
    phone.put(pdfs.pdf())
    with acting_as(patient):
        known = selectors.named(patient, [row.public_id for row in rows_of(patient)])
    store.delete(next(row for row in known.values() if str(row.public_id) == gone["id"]).object_key)
    found = pictures.contents(known.values())
    assert {str(public_id): content[:3] for public_id, content in found.items()} == {here["id"]: b"\xff\xd8\xff"}


def rows_of(patient: Actor) -> list[FileRow]:
    return list(selectors.details(patient, [row.id for row in rows()]).values())
