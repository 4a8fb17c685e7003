"""A form that comes after its session has ended is kept through the new login, and sent once (ID-7)."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from tests.personas import LogIn
from tests.web.access.test_sessions import let_pass

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import ParkedPost

TEXT = "Jeg har hatt hoste i tre uker,\r\nog <b>feber</b> i går."
Sent = list[dict[str, list[str]]]


def post_too_late(logged_in: LogIn, actor: Actor, address: str = "/innboks/", **fields: object) -> Client:
    """Write something, wait too long, and send it."""
    browser = logged_in(actor)
    let_pass(minutes=31)
    answer = browser.post(address, {"text": TEXT, "valg": ["a", "b"], **fields})
    assert answer.status_code == 303
    assert "logg-inn" in answer["Location"]
    return browser


def grow_old(kept: ParkedPost) -> None:
    """Set a kept form back half an hour; the application itself may not change one."""
    kept.delete()
    kept.parked_at -= timedelta(minutes=30)
    kept.save(force_insert=True)


def form_on(page: str) -> dict[str, list[str]]:
    """Read the hidden fields of a page's forms."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def test_the_text_comes_back_after_login_and_is_sent_once(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    assert rooms == []
    assert "tatt vare på" in browser.get("/logg-inn/").content.decode()
    logged_in(patient, browser)
    page = browser.get("/fortsett/").content.decode()
    assert "Du ble logget ut" in page
    assert 'data-extend-url="/okt/forleng/"' in page
    form = form_on(page)
    assert browser.post("/innboks/", form).status_code == 200
    assert rooms == [{**form}]
    assert rooms[0]["text"] == [TEXT]
    assert rooms[0]["valg"] == ["a", "b"]
    again = browser.post("/innboks/", form)
    assert again.status_code == 409
    assert "allerede sendt" in again.content.decode()
    assert len(rooms) == 1
    assert browser.get("/fortsett/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_view_that_fails_leaves_the_text_where_it_was(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient, "/nekter/")
    logged_in(patient, browser)
    form = form_on(browser.get("/fortsett/").content.decode())
    assert browser.post("/nekter/", form).status_code == 404
    assert form_on(browser.get("/fortsett/").content.decode()) == form


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_send_it_once(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    logged_in(patient, browser)
    form = form_on(browser.get("/fortsett/").content.decode())
    start = Barrier(4)

    def click(cookies: SimpleCookie) -> int:
        one = Client()
        one.cookies = cookies
        start.wait()
        try:
            return one.post("/innboks/", form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        answers = sorted(hands.map(click, [browser.cookies] * 4))
    assert answers == [200, 409, 409, 409]
    assert len(rooms) == 1


def test_what_is_kept_cannot_be_read_in_the_database(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    post_too_late(logged_in, patient)
    row = ParkedPost.objects.get()
    assert row.person_id == patient.person_id
    assert b"hoste" not in bytes(row.sealed)


def test_another_person_in_the_same_browser_never_sees_it(
    rooms: Sent, logged_in: LogIn, patient: Actor, other_patient: Actor
) -> None:
    browser = post_too_late(logged_in, patient)
    logged_in(other_patient, browser)
    answer = browser.get("/fortsett/")
    assert answer.status_code == 404
    assert "hoste" not in answer.content.decode()
    name = str(ParkedPost.objects.get().public_id)
    assert browser.post("/innboks/", {"_parkert": name, "text": "x"}).status_code == 409
    assert rooms == []


def test_the_owner_in_another_browser_does_not_have_the_key(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    post_too_late(logged_in, patient)
    assert logged_in(patient).get("/fortsett/").status_code == 404


def test_a_kept_form_fits_only_the_address_it_was_for(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    logged_in(patient, browser)
    form = form_on(browser.get("/fortsett/").content.decode())
    assert browser.post("/innboks/?en-annen", form).status_code == 409


def test_it_is_kept_for_thirty_minutes(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    logged_in(patient, browser)
    form = form_on(browser.get("/fortsett/").content.decode())
    grow_old(ParkedPost.objects.get())
    assert browser.get("/fortsett/").status_code == 404
    assert browser.post("/innboks/", form).status_code == 409
    assert rooms == []
    post_too_late(logged_in, patient)
    assert ParkedPost.objects.count() == 1


def test_two_tabs_keep_a_text_each(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    browser.post("/innboks/", {"text": "Fra den andre fanen"})
    logged_in(patient, browser)
    page = browser.get("/fortsett/").content.decode()
    assert form_on(page)["text"] == [TEXT, "Fra den andre fanen"]


def test_nobody_can_fill_our_shelves(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    browser = post_too_late(logged_in, patient)
    for number in range(8):
        browser.post("/innboks/", {"text": f"Nummer {number}"})
    assert ParkedPost.objects.count() == 5
    assert len(browser.cookies["parkert"].value) < 400


def test_files_are_not_kept_and_it_is_said(rooms: Sent, logged_in: LogIn, patient: Actor) -> None:
    picture = SimpleUploadedFile("utslett.jpg", b"\xff\xd8\xff", "image/jpeg")
    browser = post_too_late(logged_in, patient, bilde=picture)
    logged_in(patient, browser)
    assert "Filene du la ved, er ikke tatt vare på" in browser.get("/fortsett/").content.decode()


@pytest.mark.parametrize(
    "extra",
    [
        {"headers": {"Accept": "application/json"}},
        {"headers": {"HX-Request": "true"}},
        {"headers": {"X-Autosave": "1"}},
        {"data": {"autosave": "1", "text": TEXT}},
    ],
)
def test_what_a_script_sends_gets_401_and_is_not_kept(
    rooms: Sent, logged_in: LogIn, patient: Actor, extra: dict[str, dict[str, str]]
) -> None:
    browser = logged_in(patient)
    let_pass(minutes=31)
    answer = browser.post("/innboks/", **{"data": {"text": TEXT}, **extra})
    assert answer.status_code == 401
    assert answer.json() == {"left": 0}
    assert not ParkedPost.objects.exists()


def test_a_stranger_parks_nothing(rooms: Sent, db: None) -> None:
    answer = Client().post("/innboks/", {"text": TEXT})
    assert answer.status_code == 303
    assert not ParkedPost.objects.exists()
    assert "parkert" not in answer.cookies


@pytest.mark.parametrize("cookie", ["x", ".", "a-b.c-d", "0" * 32 + "-AAAA", "0" * 32 + "-" + "é", "x" * 5000])
def test_a_broken_key_opens_nothing(rooms: Sent, logged_in: LogIn, patient: Actor, cookie: str) -> None:
    browser = logged_in(patient)
    browser.cookies["parkert"] = cookie
    assert browser.get("/fortsett/").status_code == 404


def test_what_was_written_at_one_clinic_is_not_sent_at_another(
    rooms: Sent, logged_in: LogIn, doctor_at_both: Actor, patient: Actor
) -> None:
    browser = post_too_late(logged_in, doctor_at_both, "/klinikk/arbeidsliste/")
    logged_in(doctor_at_both, browser)
    form = form_on(browser.get("/klinikk/fortsett/").content.decode())
    assert form["text"] == [TEXT]
    page = browser.get("/klinikk/velg-klinikk/").content.decode()
    elsewhere = page.split("Fjellheim legesenter")[0].rsplit('value="', 1)[1].split('"')[0]
    browser.post("/klinikk/velg-klinikk/", {"staff": elsewhere})
    assert browser.get("/klinikk/fortsett/").status_code == 404
    assert browser.post("/klinikk/arbeidsliste/", form).status_code == 409
    assert rooms == []
