"""Standard texts on their pages and in an answer: nothing foreign, nothing lost, nothing unresolved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from tests.domain.dialogues.test_life import ASK, sent
from tests.domain.standard_texts.test_standard_texts import added
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import filled, page

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import AnswerDraft, Dialogue, Message
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.standard_texts.models import Text
from legesvar.domain.standard_texts.settings import StandardTextSettings

TEXTS = "/klinikk/innstillinger/tekstmaler/"
ALL = Written(
    title="Alt", text="{pasient}, {fornavn}, {klinikk}, {lege}, {telefon}, {bestill_time}. {{lege}} er et felt."
)


def insert(client: Client, dialogue: Dialogue, text_id: UUID | str, written: str = "") -> str:
    response = client.post(page(dialogue) + "svar/", filled("insert", written) | {"mal": str(text_id)})
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_text_is_made_listed_changed_and_taken_out_of_use(at_doctor: Client, doctor: Actor) -> None:
    form = {"owner": "clinic", "title": "Hvile", "text": "Ta det med ro, {fornavn}.", "kinds": ["inquiry"]}
    assert at_doctor.post(TEXTS + "ny/", form)["Location"] == TEXTS
    html = at_doctor.get(TEXTS).content.decode()
    assert "Ta det med ro, {fornavn}." in html
    assert "Annen henvendelse" in html
    with acting_as(doctor):
        own = f"{TEXTS}{Text.objects.get().public_id}/"
    at_doctor.post(own, {"title": "Hvile", "text": "Hvil litt.", "seen": "1"})
    assert "Ta det med ro, {fornavn}." in at_doctor.get(own).content.decode()
    at_doctor.post(own + "ta-ut/")
    assert "Hvil litt." not in at_doctor.get(TEXTS).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": "Hei {navn}."}, "Vi kjenner ikke {navn}."), ({"text": "Hei {fornavn"}, "mangler en klamme"),
        ({"text": ""}, "Skriv teksten i malen."), ({"title": ""}, "Gi malen et navn."),
        ({"kinds": "tull"}, "Velg blant typene"), ({"language": "se"}, "Velg ett av alternativene som står her."),
        ({"owner": "alle"}, "Velg ett av alternativene som står her."), ({"text": "\x00"}, "tegn vi ikke kan lagre"),
        ({"title": "a" * 81}, "høyst 80 tegn"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(
    at_doctor: Client, doctor: Actor, changed: dict[str, str], said: str
) -> None:
    form = {"owner": "own", "title": "Hvile", "text": "Hvil."} | changed
    assert said in at_doctor.post(TEXTS + "ny/", form).content.decode()
    with acting_as(doctor):
        assert not Text.objects.exists()


def test_a_secretary_has_own_texts_and_reads_the_clinics(at_secretary: Client, doctor: Actor, now: datetime) -> None:
    shared = added(doctor, Owner.CLINIC, now)
    assert 'value="clinic"' not in at_secretary.get(TEXTS + "ny/").content.decode()
    form = {"owner": "clinic", "title": "Hvile", "text": "Hvil."}
    assert "Velg ett av alternativene" in at_secretary.post(TEXTS + "ny/", form).content.decode()
    own = f"{TEXTS}{shared.public_id}/"
    assert "Bare leger og administratorer" in at_secretary.get(own).content.decode()
    refused = at_secretary.post(own, {"title": "Hvile", "text": "Hvil.", "seen": "1"})
    assert "Bare leger og administratorer" in refused.content.decode()
    assert at_secretary.post(own + "ta-ut/").status_code in {403, 409}
    with acting_as(doctor):
        assert Text.objects.get().retired_at is None


@pytest.mark.parametrize("seen", ["", "0", "tull", "9" * 30])
def test_an_old_page_changes_nothing(at_doctor: Client, doctor: Actor, now: datetime, seen: str) -> None:
    row = added(doctor, Owner.OWN, now)
    html = at_doctor.post(
        f"{TEXTS}{row.public_id}/", {"title": "Hilsen", "text": "Min endring.", "seen": seen}
    ).content.decode()
    assert "En kollega har endret malen" in html
    assert "Min endring.</textarea>" in html


def test_a_text_is_filled_in_and_laid_after_what_is_written(
    at_doctor: Client, doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    row = added(doctor, Owner.OWN, now, ALL)
    html = insert(at_doctor, econsultation, row.public_id, "Hei.")
    phone = clinic.phone
    filled_in = f"Kari Nordmann, Kari, {clinic.name}, Lise Lege, {phone}, {phone}. {{{{lege}}}} er et felt."
    assert f"Hei.\n\n{filled_in}</textarea>" in html
    with acting_as(doctor):
        assert AnswerDraft.objects.get().text.replace("\N{NO-BREAK SPACE}", " ") == f"Hei.\n\n{filled_in}"


def test_the_clinics_booking_address_is_used_when_it_has_one(
    at_doctor: Client, doctor: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    settings = StandardTextSettings(booking_link="https://time.eksempel.no/")
    with acting_as(FURNISHER):
        clinics.change_settings(actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now, now=now)
    row = added(doctor, Owner.OWN, now, Written(title="Time", text="Bestill: {bestill_time}"))
    assert "Bestill: https://time.eksempel.no/</textarea>" in insert(at_doctor, econsultation, row.public_id)


@pytest.mark.parametrize("which", ["", "tull", "\0", "7d1c2b52-6a0e-4b1c-9a55-0f6f4a1f2d11"])
def test_a_text_that_is_not_there_leaves_the_draft_as_it_was(
    at_doctor: Client, econsultation: Dialogue, which: str
) -> None:
    assert "Det jeg skrev.</textarea>" in insert(at_doctor, econsultation, which, "Det jeg skrev.")


def test_a_colleagues_own_text_cannot_be_put_in(
    at_doctor: Client, second_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    row = added(second_doctor, Owner.OWN, now, Written(title="Privat", text="Hemmelig."))
    assert "Hemmelig" not in insert(at_doctor, econsultation, row.public_id)
    assert at_doctor.get(page(econsultation) + "tekstmaler/").json() == {"texts": []}


def test_an_unresolved_placeholder_is_held_with_the_text(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    response = at_doctor.post(page(econsultation) + "svar/", filled("close", "Hei {fornavn}."))
    html = response.content.decode()
    assert (response.status_code, "{fornavn} er ikke fylt ut." in html) == (409, True)
    assert "Hei {fornavn}.</textarea>" in html
    with acting_as(doctor):
        assert Message.objects.count() == 1


def test_the_list_that_opens_while_typing_has_them_filled_in(
    at_secretary: Client, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    added(doctor, Owner.CLINIC, now, Written(title="Hilsen", text="Hilsen {lege}"))
    found = at_secretary.get(page(econsultation) + "tekstmaler/").json()
    assert found == {"texts": [{"title": "Hilsen", "text": "Hilsen Lise Lege"}]}


def test_another_clinics_doctor_gets_no_text_about_this_patient(
    logged_in: LogIn, foreign_doctor: Actor, econsultation: Dialogue
) -> None:
    assert logged_in(foreign_doctor).get(page(econsultation) + "tekstmaler/").status_code == 404


def test_a_text_is_put_into_a_rejection_and_into_last_words_as_well(
    at_doctor: Client, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    row = added(doctor, Owner.OWN, now, Written(title="Time", text="Bestill time, {fornavn}."))
    inquiry = sent(patient, clinic, ASK, None, now)
    for address in (f"{page(econsultation)}avvis/", f"{page(inquiry)}lukk/", f"{page(inquiry)}omgjor/"):
        assert f'value="{row.public_id}"' in at_doctor.get(address).content.decode()
        form = filled("insert", "Det jeg skrev.") | {"mal": str(row.public_id)}
        html = at_doctor.post(address, form).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert "Det jeg skrev.\n\nBestill time, Kari.</textarea>" in html, address
        assert "ds-validation-message" not in html
