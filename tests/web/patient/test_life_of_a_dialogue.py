"""What a patient does with a dialogue beside replying: adds to it, takes it back, begins anew after it, keeps it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader
from tests.consultations import Answer
from tests.factories.uploads import jpeg
from tests.personas import FURNISHER, LogIn, acting_for
from tests.web.patient.walk import Walk, dialogue_id, text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.models import Dialogue, Draft, Message, Reply

KEY = "22222222-2222-4222-8222-222222222222"


def address(dialogue: Dialogue, more: str = "") -> str:
    return f"/dialog/{dialogue.public_id}/{more}"


def texts() -> list[str]:
    with acting_as(FURNISHER):
        return list(Message.objects.order_by("number").values_list("text", flat=True))


def opened(doctor: Actor, dialogue: Dialogue, at: datetime) -> None:
    with acting_as(doctor):
        reading.open_at_clinic(actor=doctor, dialogue_id=dialogue.public_id, why="in_turn", now=at)


# -- adding while it waits


def test_what_is_added_stands_there_at_once_and_moves_no_date(walk: Walk, econsultation: Dialogue) -> None:
    form = {"text": "Jeg har også feber.", "send_key": KEY, "action": "add"}
    for _ in range(2):
        assert walk.client.post(address(econsultation), form).status_code == 302
    assert texts() == ["Jeg har hostet i tre uker.", "Jeg har også feber."]
    page = walk.client.get(address(econsultation))
    assert "Legg til opplysninger" in text_of(page)
    assert "message--new" not in page.content.decode()  # one's own is never new
    with acting_as(walk.actor):
        assert Dialogue.objects.get().due_date == econsultation.due_date


def test_what_is_added_just_after_the_answer_is_held_until_the_answer_is_read(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=False)
    response = walk.client.post(address(econsultation), {"text": "Feber også.", "send_key": KEY, "action": "add"})
    assert response.status_code == 409
    assert "Legekontoret svarte mens du skrev." in text_of(response)
    assert "Feber også." in text_of(response)
    assert 'name="action" value="reply"' in response.content.decode()
    assert len(texts()) == 2


def test_what_is_added_just_after_closing_is_kept_and_goes_into_a_new_one(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    response = walk.client.post(address(econsultation), {"text": "Feber også.", "send_key": KEY, "action": "add"})
    assert response.status_code == 409
    assert "Start ny med denne teksten" in text_of(response)


@pytest.mark.parametrize("action", ["", "withdraw", "close", "\0", "add" * 999])
def test_an_action_that_is_none_writes_nothing_while_it_waits(walk: Walk, econsultation: Dialogue, action: str) -> None:
    response = walk.client.post(address(econsultation), {"text": "Hei", "send_key": KEY, "action": action})
    assert response.status_code == 409
    assert len(texts()) == 1


def test_the_patient_sees_when_each_of_their_messages_was_opened(
    walk: Walk, econsultation: Dialogue, doctor: Actor, now: datetime
) -> None:
    opened(doctor, econsultation, now - timedelta(days=3))
    walk.client.post(address(econsultation), {"text": "Og feber.", "send_key": KEY, "action": "add"})
    page = walk.client.get(address(econsultation)).content.decode()
    assert page.index("Åpnet av legekontoret") < page.index("Og feber.")
    opened(doctor, econsultation, now)
    page = walk.client.get(address(econsultation)).content.decode()
    assert page.count("Åpnet av legekontoret") == 1
    assert page.index("Og feber.") < page.index("Åpnet av legekontoret")


# -- taking it back


def test_it_is_taken_back_after_asking_once(walk: Walk, econsultation: Dialogue) -> None:
    assert "Trekk tilbake meldingen" in text_of(walk.client.get(address(econsultation)))
    page = text_of(walk.client.get(address(econsultation, "trekk-tilbake/")))
    assert "Vil du trekke tilbake meldingen?" in page
    assert "Det koster ingenting." in page
    with acting_as(walk.actor):
        assert Dialogue.objects.get().closed_at is None  # asking is not doing
    response = walk.client.post(address(econsultation, "trekk-tilbake/"))
    assert response.headers["Location"] == address(econsultation)
    page = text_of(walk.client.get(address(econsultation)))
    assert "Du har trukket meldingen tilbake" in page
    assert "Trekk tilbake meldingen" not in page
    assert "Avsluttet" in text_of(walk.client.get("/innboks/arkiv/"))


def test_once_opened_it_is_not_offered_and_refused_when_posted(
    walk: Walk, econsultation: Dialogue, doctor: Actor, now: datetime
) -> None:
    opened(doctor, econsultation, now)
    assert "Trekk tilbake meldingen" not in text_of(walk.client.get(address(econsultation)))
    for response in (
        walk.client.get(address(econsultation, "trekk-tilbake/")),
        walk.client.post(address(econsultation, "trekk-tilbake/")),
    ):
        assert response.status_code == 409
        assert "Legekontoret har åpnet meldingen." in text_of(response)
    with acting_as(walk.actor):
        assert Dialogue.objects.get().closed_at is None


def test_taking_back_twice_is_told_and_harmless(walk: Walk, econsultation: Dialogue) -> None:
    walk.client.post(address(econsultation, "trekk-tilbake/"))
    again = walk.client.post(address(econsultation, "trekk-tilbake/"))
    assert again.status_code == 409
    assert "Samtalen er avsluttet." in text_of(again)


# -- beginning anew


def test_after_closing_the_text_begins_a_new_one_and_both_show_the_way(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    walk.client.post(address(econsultation), {"text": "Men hva med feberen?", "send_key": KEY})
    for _ in range(2):
        begun = walk.client.post(address(econsultation, "ny/"))
        assert begun.headers["Location"] == "/start/e-konsultasjon/fortsett/"
    assert walk.draft.texts == {"why": "Men hva med feberen?"}
    with acting_as(walk.actor):
        assert not Reply.objects.exists()
    walk.to_price(doctor).write(why=walk.draft.texts["why"])
    walk.send()
    with acting_as(walk.actor):
        new = Dialogue.objects.exclude(id=econsultation.id).get()
    assert new.previous == econsultation.public_id
    for one, other, said in (
        (new, econsultation, "Se den forrige samtalen fra"), (econsultation, new, "Se den nye samtalen fra"),
    ):  # fmt: skip
        page = walk.client.get(address(one))
        assert said in text_of(page)
        assert f'href="{address(other)}"' in page.content.decode()


def test_a_new_one_after_an_old_one_points_at_it_without_any_text(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    assert "Start ny e-konsultasjon" in text_of(walk.client.get(address(econsultation)))
    walk.client.post(address(econsultation, "ny/"))
    with acting_as(walk.actor):
        assert Draft.objects.get().previous == econsultation.public_id


def test_the_link_shows_nobody_a_dialogue_that_is_not_theirs(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer, clinic: Clinic, other_patient: Actor
) -> None:
    answer(doctor, econsultation, close=True)
    walk.client.post(address(econsultation, "ny/"))
    walk.to_price(doctor).write(why="Hei")
    walk.send()
    limited = acting_for(walk.actor, clinic.id, by=other_patient, services={Kind.INQUIRY})
    with acting_as(limited):
        assert not Dialogue.objects.filter(person_id=other_patient.person_id).exists()
    with acting_as(walk.actor):
        Dialogue.objects.filter(previous=econsultation.public_id).update(hidden=True)
    whole = acting_for(walk.actor, clinic.id, by=other_patient)

    with acting_as(whole):
        assert selectors.beside(whole, Dialogue.objects.get(id=econsultation.id)).linked == []


# -- keeping it


def test_a_dialogue_is_kept_as_an_accessible_pdf_that_names_no_kind(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True, text="Drikk varm te.")
    response = walk.client.get(address(econsultation, "pdf/"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="samtale-{oslo_date(now)}.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        metadata = document.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"


def test_the_pictures_come_along(walk: Walk, own_store: None, doctor: Actor) -> None:
    walk.to_price(doctor)
    for side in (60, 90):
        file = SimpleUploadedFile("utslett.jpg", jpeg(side), "image/jpeg")
        assert walk.client.post("/start/e-konsultasjon/bilde/", {"file": file}).status_code in (201, 302)
    dialogue = dialogue_id(walk.to_review(doctor, "Se bildene.").send())
    kept = walk.client.get(f"/dialog/{dialogue}/pdf/")
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(kept.content)).pages) == 2


def test_keeping_it_is_a_reading_that_is_traced(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    walk.client.get(address(econsultation, "pdf/"))
    with acting_as(FURNISHER):
        assert Entry.objects.filter(event="dialogue_read_by_patient", about=econsultation.public_id).count() == 1
        assert Dialogue.objects.get().read_at is not None


def test_anothers_dialogue_is_reached_by_none_of_these_doors(
    econsultation: Dialogue, other_patient: Actor, foreign_patient: Actor, logged_in: LogIn
) -> None:
    for stranger in (other_patient, foreign_patient):
        browser = logged_in(stranger)
        for door in ("trekk-tilbake/", "pdf/"):
            assert browser.get(address(econsultation, door)).status_code == 404
        for door in ("trekk-tilbake/", "ny/"):
            assert browser.post(address(econsultation, door)).status_code == 404
        assert browser.get(f"/dialog/{uuid4()}/pdf/").status_code == 404
    with acting_as(FURNISHER):
        assert (Draft.objects.count(), Dialogue.objects.get().closed_at) == (0, None)
