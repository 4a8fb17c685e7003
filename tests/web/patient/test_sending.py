"""Step 5 and the receipt: everything on one page, sent once, with the date to answer by (START-8, START-10)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.consultations import Answer
from tests.personas import LogIn
from tests.web.patient.conftest import Setter
from tests.web.patient.walk import START, Walk, dialogue_id, text_of

from legesvar.core import working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.identity.models import Person
from legesvar.words import dates

STEPS = ("passer-det/", "pris/", "beskjed/", "se-over/")


def sent(actor: Actor) -> int:
    with acting_as(actor):
        return Dialogue.objects.count()


def promised(now: datetime, days: int = 5) -> str:
    return dates.weekday_and_day(working_days.due_date(now, days), oslo_date(now)).replace("\u00a0", " ")


def test_everything_stands_on_one_page_with_a_way_to_change_each(walk: Walk, doctor: Actor, now: datetime) -> None:
    page = walk.to_review(doctor, "Jeg har hostet.\n\nHver natt.").get("se-over/")
    said = text_of(page)
    for words in (
        "Solbakken legekontor", "Lise Lege", "Nei, det haster ikke.", "259 kroner", "Jeg har hostet. Hver natt.",
        "e-post til k••••@eksempel.no", f"senest {promised(now)}.", "Send til legen", "22 00 11 22",
    ):  # fmt: skip
        assert words in said
    for step in ("mottaker", "passer-det", "pris", "beskjed"):
        assert f'href="{START}{step}/?endre=1"' in page.content.decode()
    assert "kari@" not in said


def test_the_mobile_is_masked_and_nobody_without_either_is_promised_a_notice(
    walk: Walk, tariff: None, other_patient: Actor, logged_in: LogIn, doctor: Actor
) -> None:
    by_sms = Walk(logged_in(other_patient), other_patient).to_review(doctor)
    page = text_of(by_sms.get("se-over/"))
    assert "Vi gir deg beskjed på SMS til •••• 001." in page
    assert "40000001" not in page
    Person.objects.filter(id=other_patient.person_id).update(mobile="")
    assert "Vi har ikke e-posten eller mobilnummeret ditt." in text_of(by_sms.get("se-over/"))


def test_sending_leads_to_a_receipt_with_the_date(walk: Walk, doctor: Actor, now: datetime) -> None:
    response = walk.to_review(doctor).send()
    page = text_of(walk.client.get(response.headers["Location"]))
    assert "Meldingen er sendt" in page
    assert "Sendt til Lise Lege ved Solbakken legekontor i dag kl." in page
    assert f"Legen svarer senest {promised(now)}." in page
    assert "Blir du verre? Ikke vent på svar." in page
    assert "hostet" not in page
    assert walk.drafts == 0
    assert "Venter på legen" in text_of(walk.client.get("/innboks/"))


def test_the_clinics_own_number_of_days_counts(walk: Walk, doctor: Actor, services: Setter, now: datetime) -> None:
    services(answer_days=2)
    assert f"innen 2 arbeidsdager, senest {promised(now, 2)}." in text_of(walk.to_review(doctor).get("se-over/"))


def test_sent_twice_is_one(walk: Walk, doctor: Actor) -> None:
    draft_id = str(walk.to_review(doctor).draft.public_id)
    first = walk.post("se-over/", utkast=draft_id)
    second = walk.post("se-over/", utkast=draft_id)
    assert first.headers["Location"] == second.headers["Location"]
    assert sent(walk.actor) == 1


def test_an_old_window_does_not_send_a_newer_draft(walk: Walk, doctor: Actor) -> None:
    old = str(walk.to_review(doctor).draft.public_id)
    walk.post("slett/")
    walk.to_review(doctor, "Noe helt annet.")
    response = walk.post("se-over/", utkast=old)
    assert response.headers["Location"] == START + "se-over/?endret=1"
    assert "Noe er endret siden du åpnet siden." in text_of(walk.client.get(response.headers["Location"]))
    assert sent(walk.actor) == 0


@pytest.mark.parametrize("draft_id", ["", "tull", "\0", "x" * 5000])
def test_a_draft_that_is_none_is_not_found(walk: Walk, doctor: Actor, draft_id: str) -> None:
    walk.to_review(doctor)
    assert walk.post("se-over/", utkast=draft_id).status_code == 404
    assert sent(walk.actor) == 0


def test_nobody_sends_anothers_draft(walk: Walk, doctor: Actor, other_patient: Actor, logged_in: LogIn) -> None:
    draft_id = str(walk.to_review(doctor).draft.public_id)
    stranger = Walk(logged_in(other_patient), other_patient)
    assert stranger.post("se-over/", utkast=draft_id).headers["Location"] == START + "mottaker/?mangler=1"
    stranger.to_review(doctor)
    assert stranger.post("se-over/", utkast=draft_id).headers["Location"] == START + "se-over/?endret=1"
    assert sent(walk.actor) == sent(other_patient) == 0


@pytest.mark.parametrize("step", STEPS)
def test_who_skips_a_step_is_led_to_the_first_that_is_missing_and_told_why(
    walk: Walk, doctor: Actor, step: str
) -> None:
    assert walk.get(step).headers["Location"] == START + "mottaker/?mangler=1"
    assert "Du må velge mottaker før du kan gå videre." in text_of(walk.get("mottaker/?mangler=1"))
    walk.to_recipient(doctor)
    if step != "passer-det/":
        assert walk.get(step).headers["Location"] == START + "passer-det/?mangler=1"
        assert "Du må svare på dette" in text_of(walk.get("passer-det/?mangler=1"))


@pytest.mark.parametrize("step", ["passer-det/", "pris/"])
def test_a_skipped_step_is_not_stored_either(walk: Walk, step: str) -> None:
    response = walk.post(step, danger="nei", not_urgent="on", accept="on", shown="x")
    assert response.headers["Location"] == START + "mottaker/?mangler=1"
    assert walk.drafts == 0


def test_a_message_posted_before_the_price_is_accepted_is_kept_and_the_price_asked_for(
    walk: Walk, doctor: Actor
) -> None:
    response = walk.to_fit(doctor).write(why="Kom for tidlig")
    assert response.headers["Location"] == START + "pris/?mangler=1"
    assert walk.draft.texts == {"why": "Kom for tidlig"}
    assert walk.post("se-over/", utkast=str(walk.draft.public_id)).headers["Location"] == START + "pris/?mangler=1"
    assert sent(walk.actor) == 0


def test_another_clinic_means_another_price_to_accept(
    tariff: None, patient_of_both: Actor, logged_in: LogIn, doctor: Actor, foreign_doctor: Actor, other_clinic: Clinic
) -> None:
    walk = Walk(logged_in(patient_of_both), patient_of_both)
    walk.to_recipient(doctor)
    walk.to_review(doctor, "Samme tekst.")
    walk.to_recipient(foreign_doctor, other_clinic)
    assert walk.draft.consent_id is None
    assert walk.draft.texts == {"why": "Samme tekst."}
    assert walk.get("se-over/").headers["Location"] == START + "pris/?mangler=1"


def test_the_receipt_is_the_patients_own(walk: Walk, doctor: Actor, other_patient: Actor, logged_in: LogIn) -> None:
    address = walk.to_review(doctor).send().headers["Location"]
    assert logged_in(other_patient).get(address).status_code == 404
    assert walk.get(f"sendt/{uuid4()}/").status_code == 404


def test_once_answered_the_receipt_leads_to_the_dialogue(walk: Walk, doctor: Actor, answer: Answer) -> None:
    response = walk.to_review(doctor).send()
    with acting_as(walk.actor):
        dialogue = Dialogue.objects.get()
    answer(doctor, dialogue, close=False)
    assert walk.client.get(response.headers["Location"]).headers["Location"] == f"/dialog/{dialogue.public_id}/"


def test_what_was_written_is_what_is_sent(walk: Walk, doctor: Actor) -> None:
    attack = "<script>alert(1)</script>\r\n\r\n&amp; 😀 áŧđ"
    response = walk.to_review(doctor, attack).send()
    with acting_as(walk.actor):
        assert Message.objects.get().text == attack.replace("\r\n", "\n")
    page = walk.client.get(f"/dialog/{dialogue_id(response)}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_nobody_gets_anywhere_without_logging_in(db: None) -> None:
    for step in ("", "mottaker/", *STEPS, "ring/", "slett/", "fortsett/", "legekontor/", f"sendt/{uuid4()}/"):
        assert Client().get(START + step).headers["Location"].startswith("/logg-inn/")


def test_who_is_on_no_list_gets_nowhere(unlisted: Actor, logged_in: LogIn) -> None:
    browser = logged_in(unlisted)
    for address in ("/innboks/", "/start/", START + "mottaker/", START + "se-over/"):
        assert browser.get(address).status_code == 403


def test_the_session_ending_on_the_last_page_loses_nothing(walk: Walk, doctor: Actor, logged_in: LogIn) -> None:
    draft_id = str(walk.to_review(doctor).draft.public_id)
    walk.client.post("/logg-ut/")
    assert walk.post("se-over/", utkast=draft_id).status_code == 303
    logged_in(walk.actor, walk.client)
    assert walk.get("fortsett/").headers["Location"] == START + "se-over/"
    assert walk.post("se-over/", utkast=draft_id).headers["Location"].startswith(START + "sendt/")


def test_every_page_of_the_way_is_light(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, "å" * 500)
    for address in ("/innboks/", "/start/", *(START + step for step in ("mottaker/", *STEPS))):
        assert len(walk.client.get(address).content) < 30_000
