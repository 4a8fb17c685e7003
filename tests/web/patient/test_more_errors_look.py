"""What seldom comes: no picture to be had for a PDF, a browser that cannot be told, and a child that hides (ALL-1)."""

from __future__ import annotations

import dataclasses
import io

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.consultations import Answer
from tests.factories.uploads import jpeg
from tests.jobs.test_push import new_key
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look
from tests.web.patient.test_acting_for_others import own_walk  # noqa: F401 - a fixture
from tests.web.patient.test_errors_look import is_for_everybody
from tests.web.patient.test_push import form
from tests.web.patient.walk import START, Walk, dialogue_id

from legesvar.core.actor import Actor
from legesvar.domain.dialogues.models import Dialogue

# ruff: noqa: F811 - the fixtures above are asked for by their names
NO_PDF = "Vi får ikke laget PDF-en nå"


@pytest.mark.browser
def test_a_pdf_whose_pictures_are_out_of_reach_says_what_to_do(
    look: Look, walk: Walk, own_store: None, doctor: Actor, settings: LazySettings
) -> None:
    walk.to_price(doctor)
    file = SimpleUploadedFile("utslett.jpg", jpeg(60), "image/jpeg")
    assert walk.client.post(f"{START}bilde/", {"file": file}).status_code in (201, 302)
    address = f"/dialog/{dialogue_id(walk.to_review(doctor, 'Se bildet.').send())}/"
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, files_url="s3://borte?endpoint=http://127.0.0.1:1")
    answer = walk.client.get(f"{address}pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
    is_for_everybody(look, iter([("no PDF", answer)]), {"no PDF": "Prøv igjen om litt."})
    look.show(answer.content.decode())
    assert look.page.locator("h1").inner_text() == NO_PDF
    assert look.page.get_by_role("link", name="Gå til samtalen").get_attribute("href") == address
    assert walk.client.get(address).status_code == 200


@pytest.mark.browser
def test_a_refused_device_is_told_of_where_it_was_to_be_turned_on(
    look: Look, walk: Walk, settings: LazySettings
) -> None:
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, push_key=new_key())
    answer = walk.client.post("/profil/enheter/", form("https://127.0.0.1/x"))
    assert answer.status_code == 422
    is_for_everybody(look, iter([("push", answer)]), {"push": "Vi kan ikke sende varsler til denne nettleseren"})


@pytest.mark.browser
def test_the_last_page_of_a_child_that_may_hide_is_for_everybody(look: Look, own_walk: Walk, doctor: Actor) -> None:
    own_walk.to_review(doctor, "Jeg er redd.")
    pages = iter([("review", own_walk.get("se-over/"))])
    is_for_everybody(look, pages, {"review": "Skjul samtalen for foreldrene mine"})


def test_what_is_kept_of_a_dialogue_can_be_read_by_everybody_for_ever(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    """As it comes from the page: PDF/A-3a, and PDF/UA-1, which says that it is tagged."""
    answer(doctor, econsultation, close=True, text="Drikk varm te.")
    response = walk.client.get(f"/dialog/{econsultation.public_id}/pdf/")
    with pikepdf.open(io.BytesIO(response.content)) as document:
        metadata = document.open_metadata()
        marks = [metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        assert marks == ["3", "A", "1"]
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nb"
