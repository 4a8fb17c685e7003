"""A patient puts pictures into what they are writing, and takes them out again (START-7)."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from itertools import chain

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from PIL import Image
from tests.factories import pdfs, uploads
from tests.personas import LogIn
from tests.web.files.conftest import ADD, MESSAGE, Phone, Writing, body, objects, owned, rows
from tests.web.files.test_upload_handler import TYPE, CountedBody, field, file

from legesvar.adapters.object_store import ObjectStore
from legesvar.adapters.stand_ins.clamd import EICAR, Clamd
from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.files.settings import MEBIBYTE
from legesvar.web.files import pace

pytestmark = pytest.mark.django_db


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def is_upright(image: Image.Image) -> bool:
    """The scene is wider than high, blue in its top left quarter, and red below."""
    (red, _, blue), (below, _, _) = image.getpixel((5, 5)), image.getpixel((5, image.height - 5))
    return image.width > image.height and blue > 150 > red and below > 150


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_heic_photo_comes_back_upright_and_without_its_place_as_thumbnail_and_in_full(
    phone: Phone, orientation: int
) -> None:
    told = phone.put(uploads.heic_held(orientation), name="IMG_0042.HEIC")
    assert told["name"] == "IMG_0042.jpg"
    for address in (told["url"], told["thumbnail_url"]):
        shown = body(phone.get(address))
        assert is_upright(picture(shown))
        assert not Image.open(io.BytesIO(shown)).getexif()
        assert b"HemmeligTelefon" not in shown


def test_what_upload_js_is_told_leads_to_the_file(phone: Phone) -> None:
    told = phone.put(uploads.jpeg(), name="utslett på arm.jpeg")
    assert told.keys() == {"id", "name", "size", "url", "thumbnail_url", "is_pdf", "remove_url"}
    assert told["name"] == "utslett på arm.jpg"
    assert told["size"].endswith("\u00a0kB")
    assert not told["is_pdf"]
    assert phone.get(told["url"]).status_code == 200


def test_a_pdf_has_no_thumbnail_and_is_said_to_be_one(phone: Phone) -> None:
    told = phone.put(pdfs.pdf(), name="epikrise.pdf")
    assert told["thumbnail_url"] is None
    assert told["is_pdf"]
    assert phone.get(f"{told['url']}liten/").status_code == 404


def test_a_file_is_in_the_draft_in_the_trace_and_in_the_store(phone: Phone, patient: Actor, store: ObjectStore) -> None:
    told = phone.put(uploads.jpeg())
    with acting_as(patient):
        assert [str(one.public_id) for one in dialogues.draft(patient, Kind.E_CONSULTATION).files] == [told["id"]]
        assert Entry.objects.get(event="file_added").person_id == patient.person_id
    assert objects(store) == owned()
    assert len(owned()) == 2


LIES = {
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program": b"MZ\x90\0" + b"\0" * 100,
    "half a picture": uploads.jpeg()[:300],
    "only the beginning of one": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "an archive behind a PDF": pdfs.pdf() + uploads.zip_of("a.exe", b"MZ"),
    "a bomb of pixels": uploads.png_of_chunks(30_000, 30_000),
    "a claim of pixels": uploads.jpeg_claiming(60_000, 60_000),
    "a PDF with a script": pdfs.pdf(change=pdfs.ACTIVE["opens_with_script"]),
    "a locked PDF": pdfs.encrypted(),
    "nothing": b"",
}


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_file_that_lies_is_refused_with_a_sentence_and_leaves_nothing(
    phone: Phone, store: ObjectStore, content: bytes
) -> None:
    response = phone.send(content)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert not rows()
    assert not objects(store)


HIDDEN = {
    "an archive behind a picture": (uploads.jpeg() + uploads.zip_of("a.exe", b"MZ!program"), b"MZ!program"),
    "a page in a picture": (uploads.jpeg(comment=b"<script>alert(1)</script>"), b"<script>"),
    "a swollen text": (uploads.png_with_swollen_text(), b"zTXt"),
}


@pytest.mark.parametrize(("content", "hidden"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_in_a_picture_stays_outside(phone: Phone, content: bytes, hidden: bytes) -> None:
    response = phone.send(content)
    if response.status_code == 201:
        assert hidden not in body(phone.get(response.json()["url"]))
    assert (response.status_code == 201) == bool(rows())


def test_a_sixth_file_is_refused_without_work(phone: Phone, settings: LazySettings, store: ObjectStore) -> None:
    for width in range(60, 65):
        phone.put(uploads.jpeg(width))
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        response = phone.send(uploads.jpeg(80))
        assert not clamd.scanned
    assert response.status_code == 413
    assert response.json()["error"] == "Du kan legge ved høyst 5 filer."
    assert objects(store) == owned()
    assert len(rows()) == 5


def test_the_same_picture_again_is_there_once(phone: Phone, store: ObjectStore) -> None:
    first, second = phone.put(uploads.jpeg()), phone.put(uploads.jpeg())
    assert first["id"] == second["id"]
    assert objects(store) == owned()
    assert len(rows()) == 1


def test_500_megabytes_are_refused_and_not_read(phone: Phone) -> None:
    pieces = chain([field("csrfmiddlewaretoken", "t"), file("file", b"")[:-2]], (b"x" * 65_536 for _ in range(8000)))
    counted = CountedBody(pieces)
    response = phone.client.request(
        **{
            "REQUEST_METHOD": "POST", "PATH_INFO": ADD, "CONTENT_TYPE": TYPE, "HTTP_ACCEPT": "application/json",
            "CONTENT_LENGTH": str(500 * MEBIBYTE), "wsgi.input": counted,
        }
    )  # fmt: skip
    assert response.status_code == 413
    assert response.json()["error"] == "Filen er for stor. En fil kan være på høyst 20 MB."
    assert counted.read_bytes < MEBIBYTE


def test_21_megabytes_are_refused_with_the_limit(phone: Phone) -> None:
    response = phone.send(uploads.jpeg() + b"\0" * 21 * MEBIBYTE)
    assert response.status_code == 413
    assert "20 MB" in response.json()["error"]
    assert not rows()


def test_a_post_without_a_file_says_so(phone: Phone) -> None:
    assert phone.send().json()["error"] == "Velg en fil først."


def test_several_files_at_once_are_each_judged_by_itself(phone: Phone) -> None:
    response = phone.send(uploads.jpeg(), b"<svg/>", uploads.jpeg(80))
    answers = response.json()["files"]
    assert response.status_code == 400
    assert ["id" in answer for answer in answers] == [True, False, True]
    assert len(rows()) == 2


def test_without_script_one_is_led_back_to_the_message(phone: Phone) -> None:
    response = phone.send(uploads.jpeg(), headers={"accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response["Location"]) == (302, MESSAGE)
    assert len(rows()) == 1


def test_without_script_the_page_led_back_to_says_what_was_wrong(phone: Phone) -> None:
    response = phone.send(b"<svg/>", headers={"accept": "text/html"}, follow=True)
    assert response.redirect_chain == [(f"{MESSAGE}?fil=file_not_allowed_type", 302)]
    assert "Vi kan ikke ta imot denne typen fil." in response.content.decode()


def test_nobody_can_put_words_on_the_page_through_its_address(phone: Phone) -> None:
    assert "Ring 12345678" not in body(phone.get(f"{MESSAGE}?fil=<b>Ring 12345678")).decode()


def test_without_a_draft_there_is_nothing_to_put_a_file_into(
    logged_in: LogIn, patient: Actor, store: ObjectStore
) -> None:
    response = Phone(logged_in(patient)).send(uploads.jpeg())
    assert response.status_code == 409
    assert response.json()["error"]
    assert not objects(store)


def test_a_script_is_told_when_the_session_is_over(client: object) -> None:
    assert Phone(client).send(uploads.jpeg()).status_code == 401


def test_a_get_uploads_nothing(phone: Phone) -> None:
    assert phone.get(ADD).status_code == 405


def test_a_form_from_elsewhere_is_refused(phone: Phone, store: ObjectStore) -> None:
    phone.client.handler.enforce_csrf_checks = True
    assert phone.send(uploads.jpeg()).status_code == 403
    assert not objects(store)


def test_a_session_that_sends_file_after_file_is_slowed_down(phone: Phone) -> None:
    answers = [phone.send(b"<svg/>").status_code for _ in range(2 * pace.MOST_A_MINUTE + 1)]
    assert 429 in answers
    assert answers[: pace.MOST_A_MINUTE] == [400] * pace.MOST_A_MINUTE


# The scanner and the store


def test_an_infected_file_is_refused(phone: Phone, settings: LazySettings, store: ObjectStore) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        response = phone.send(uploads.jpeg() + EICAR)
        assert phone.send(uploads.jpeg()).status_code == 201
    assert response.status_code == 400
    assert response.json()["error"] == "Filen ble stoppet av viruskontrollen."
    assert objects(store) == owned()


def test_nothing_comes_in_while_the_scanner_is_down(phone: Phone, settings: LazySettings) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
    response = phone.send(uploads.jpeg())
    assert response.status_code == 503
    assert response.json()["error"] == "Viruskontrollen svarer ikke nå. Prøv igjen om litt."
    assert not rows()


def test_a_store_that_is_down_is_told_and_nothing_is_half_done(
    phone: Phone, settings: LazySettings, patient: Actor, tmp_path
) -> None:
    (tmp_path / "full").write_text("no directory")
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=(tmp_path / "full").as_uri())
    response = phone.send(uploads.jpeg())
    assert response.status_code == 503
    assert response.json()["error"] == "Vi får ikke lagret filer akkurat nå. Prøv igjen om litt."
    assert not rows()
    with acting_as(patient):
        assert dialogues.draft(patient, Kind.E_CONSULTATION).texts


@pytest.mark.usefixtures("s3")
def test_a_bucket_serves_as_well_as_a_directory(phone: Phone) -> None:
    told = phone.put(uploads.heic_held(6))
    assert is_upright(picture(body(phone.get(told["url"]))))
    assert is_upright(picture(body(phone.get(told["thumbnail_url"]))))


# Taking out


def test_a_file_is_taken_out_once(phone: Phone) -> None:
    told = phone.put(uploads.jpeg())
    assert phone.take_out(told).status_code == 200
    assert phone.take_out(told).status_code == 404
    assert phone.get(told["url"]).status_code == 404
    assert not rows()


def test_taking_out_without_script_leads_back_to_the_message(phone: Phone) -> None:
    response = phone.take_out(phone.put(uploads.jpeg()), accept="text/html")
    assert (response.status_code, response["Location"]) == (302, MESSAGE)


def test_another_patients_file_cannot_be_taken_out(phone: Phone, writing: Writing, other_patient: Actor) -> None:
    told = phone.put(uploads.jpeg())
    assert writing(other_patient).take_out(told).status_code == 404
    assert len(rows()) == 1


def test_what_was_sent_cannot_be_taken_out(phone: Phone, sent, writing: Writing, patient: Actor) -> None:
    told = phone.put(uploads.jpeg())
    sent()
    assert phone.take_out(told).status_code == 409
    assert phone.take_out(told, accept="text/html").status_code == 409
    writing(patient)  # a new draft opens no way to it
    assert phone.take_out(told).status_code == 404
    assert len(rows()) == 1


# With committed transactions


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_never_make_six(phone: Phone, store: ObjectStore) -> None:
    for width in range(60, 64):
        phone.put(uploads.jpeg(width))
    answers: list[int] = []
    together = threading.Barrier(3)

    def send(width: int) -> None:
        together.wait()
        answers.append(phone.send(uploads.jpeg(width)).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[width]) for width in (80, 81, 82)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 413, 413]
    assert len(rows()) == 5
    assert objects(store) == owned()


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_file_is_looked_at(phone: Phone, settings: LazySettings) -> None:
    open_meanwhile: list[int] = []
    database = connection.get_connection_params()
    address = {name: database[name] for name in ("dbname", "host", "port", "user", "password") if database.get(name)}

    class Watched(list):
        def append(self, size: int) -> None:
            with psycopg.connect(**address) as server:
                query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state = 'idle in transaction'"
                open_meanwhile.append(server.execute(query, [address["dbname"]]).fetchone()[0])

    with Clamd() as clamd:
        clamd._server.scanned = Watched()
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        phone.put(uploads.jpeg())
    assert open_meanwhile == [0]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_sent_meanwhile_takes_no_more_files(
    phone: Phone, settings: LazySettings, store: ObjectStore, patient: Actor, clinic: Clinic, now
) -> None:
    class Meanwhile(list):
        def append(self, size: int) -> None:
            with acting_as(patient):
                drafting.discard(actor=patient, kind=Kind.E_CONSULTATION, now=now)
            connection.close()

    with Clamd() as clamd:
        clamd._server.scanned = Meanwhile()
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        response = phone.send(uploads.jpeg())
    assert response.status_code == 409
    assert not objects(store)
