"""Every kind of dialogue goes the same way, with the steps and the words that its rules give it (START-1, START-11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.uploads import jpeg
from tests.personas import FURNISHER, LogIn, acting_for, let_act
from tests.web.patient.walk import dialogue_id, text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.services.settings import DEFAULTS
from legesvar.words.kinds import WORDS

SLUGS = {Kind.E_CONSULTATION: "e-konsultasjon", Kind.PRESCRIPTION: "resept", Kind.INVOICE_QUESTION: "faktura",
         Kind.INQUIRY: "annet"}  # fmt: skip
FREE = [Kind.PRESCRIPTION, Kind.INVOICE_QUESTION, Kind.INQUIRY]
TEXTS = {
    Kind.PRESCRIPTION: {"medicine_1": "Paracet 500 mg", "medicine_2": "", "medicine_3": "Ibux 400 mg"},
    Kind.INVOICE_QUESTION: {"why": "Hvorfor fikk jeg gebyr?"},
    Kind.INQUIRY: {"why": "Kan jeg få en kopi av attesten?"},
}
Change = Callable[..., None]


@pytest.fixture
def change(clinic: Clinic, now: datetime) -> Change:
    """Let the clinic change what it offers of a kind."""

    def to(kind: Kind, **values: object) -> None:
        with acting_as(FURNISHER):
            clinics.change_settings(
                actor=FURNISHER, clinic_id=clinic.id, settings=replace(DEFAULTS[kind], **values),
                valid_from=now - timedelta(days=1), now=now,
            )  # fmt: skip

    return to


@pytest.fixture
def client(tariff: None, patient: Actor, logged_in: LogIn) -> Client:
    return logged_in(patient)


def draft_of(actor: Actor, kind: Kind) -> str:
    with acting_as(actor):
        found = selectors.draft(actor, kind)
    assert found is not None
    return str(found.public_id)


def to_review(client: Client, actor: Actor, kind: Kind, doctor: Actor, **texts: str) -> str:
    """Walk a free kind to its last step, and return the draft's id."""
    start = f"/start/{SLUGS[kind]}/"
    chosen = {"recipient": str(doctor.public_id)} if kind is Kind.PRESCRIPTION else {}
    first = client.post(f"{start}mottaker/", chosen)
    if kind is not Kind.INVOICE_QUESTION:
        assert first["Location"] == f"{start}passer-det/"
        first = client.post(f"{start}passer-det/", {"danger": "nei", "not_urgent": "on"})
    assert first["Location"] == f"{start}beskjed/"
    draft = draft_of(actor, kind)
    answer = client.post(f"{start}beskjed/", {"utkast": draft, **(texts or TEXTS[kind])})
    assert answer["Location"] == f"{start}se-over/"
    return draft


def test_every_kind_has_its_pages_and_its_words() -> None:
    assert set(DECLARED) == set(WORDS) == set(DEFAULTS) == set(Kind)
    assert {kind: pages.slug for kind, pages in DECLARED.items()} == SLUGS


def test_the_page_of_choices_offers_every_kind_and_says_what_it_costs(client: Client) -> None:
    page = client.get("/start/")
    for kind in Kind:
        assert f'href="/start/{SLUGS[kind]}/"' in page.content.decode()
        assert str(WORDS[kind].about) in text_of(page)
    assert text_of(page).count("Gratis.") == 3
    assert text_of(page).count("Du betaler egenandel.") == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"is_open": False}, "Solbakken legekontor tar ikke imot andre henvendelser."),
        ({"first_date": "2100-01-01"}, "Solbakken legekontor tar imot andre henvendelser fra 1. januar 2100."),
        ({"last_date": "2020-01-01"}, "Solbakken legekontor tok imot andre henvendelser til og med 1. januar 2020."),
        ({"paused_until": "2100-01-01T08:00:00+01:00", "pause_reason": "Vi har ferie."}, "Vi har ferie."),
    ],
)
def test_a_kind_that_is_closed_says_why_and_is_no_link(
    client: Client, change: Change, values: dict[str, object], reason: str
) -> None:
    change(Kind.INQUIRY, **values)
    page = client.get("/start/")
    assert reason in text_of(page).replace("\u00a0", " ")
    assert 'href="/start/annet/"' not in page.content.decode()
    assert 'href="/start/resept/"' in page.content.decode()
    for refused in (client.get("/start/annet/mottaker/"), client.post("/start/annet/mottaker/")):
        assert reason in text_of(refused).replace("\u00a0", " ")
        assert "e-konsultasjon" not in text_of(refused).replace("Start e-konsultasjon", "")


def test_outside_its_hours_and_above_its_daily_number_a_kind_is_neither_offered_nor_taken(
    client: Client, patient: Actor, doctor: Actor, change: Change, now: datetime
) -> None:
    draft = to_review(client, patient, Kind.INQUIRY, doctor)
    another_day = (now.astimezone(OSLO).weekday() + 2) % 7
    change(Kind.INQUIRY, hours=((another_day, "08:00", "15:00"),), grace_minutes=0)
    for refused in (
        client.get("/start/"), client.get("/start/annet/mottaker/"), client.post("/start/annet/mottaker/"),
        client.post("/start/annet/se-over/", {"utkast": draft}),
    ):  # fmt: skip
        assert "Solbakken legekontor tar imot andre henvendelser bare i åpningstiden." in text_of(refused)

    change(Kind.INQUIRY, daily_limit=1, grace_minutes=0)
    assert client.post("/start/annet/se-over/", {"utkast": draft})["Location"].startswith("/start/annet/sendt/")
    full = "Solbakken legekontor har fått så mange andre henvendelser som de kan svare på i dag."
    for refused in (client.get("/start/"), client.get("/start/annet/mottaker/"), client.post("/start/annet/mottaker/")):
        assert full in text_of(refused)
    with acting_as(patient):
        assert Dialogue.objects.count() == 1


@pytest.mark.parametrize("kind", FREE)
def test_a_free_kind_is_sent_without_a_price(
    client: Client, patient: Actor, doctor: Actor, clinic: Clinic, kind: Kind
) -> None:
    start = f"/start/{SLUGS[kind]}/"
    draft = to_review(client, patient, kind, doctor)
    page = text_of(client.get(f"{start}se-over/"))
    assert "Gratis" in page
    assert "Det er gratis." in page
    assert str(WORDS[kind].send) in page
    answer = client.post(f"{start}se-over/", {"utkast": draft})
    receipt = text_of(client.get(answer["Location"]))
    assert "Meldingen er sendt" in receipt
    who = "Lise Lege ved Solbakken legekontor" if kind is Kind.PRESCRIPTION else "Solbakken legekontor"
    assert f"Sendt til {who} i dag" in receipt
    with acting_as(patient):
        sent = Dialogue.objects.get(public_id=dialogue_id(answer))
    assert (sent.kind, sent.consent_id, sent.clinic_id) == (kind, None, clinic.id)
    assert sent.recipient_id == (doctor.staff_id if kind is Kind.PRESCRIPTION else None)
    assert client.post(f"{start}se-over/", {"utkast": draft})["Location"] == answer["Location"]


@pytest.mark.parametrize("kind", [Kind.INVOICE_QUESTION, Kind.INQUIRY])
def test_what_is_sent_to_the_clinic_has_nobody_to_choose_and_says_legekontoret(
    client: Client, patient: Actor, doctor: Actor, kind: Kind
) -> None:
    page = client.get(f"/start/{SLUGS[kind]}/mottaker/")
    assert 'name="recipient"' not in page.content.decode()
    assert "Solbakken legekontor" in text_of(page)
    draft = to_review(client, patient, kind, doctor)
    client.post(f"/start/{SLUGS[kind]}/se-over/", {"utkast": draft})
    page = client.get("/innboks/")
    assert "Venter på legekontoret" in text_of(page)
    dialogue = text_of(client.get(re.search(r"/dialog/[0-9a-f-]{36}/", page.content.decode())[0]))
    assert "med Solbakken legekontor" in dialogue
    assert "Legekontoret har ikke svart ennå" in dialogue
    assert "Legen" not in dialogue


def test_what_asks_about_no_danger_says_first_what_it_is_for(client: Client) -> None:
    said = text_of(client.get("/start/faktura/mottaker/"))
    assert "Dette kan du spørre om" in said
    assert "frikort og egenandel" in said


@pytest.mark.parametrize("step", ["passer-det/", "pris/"])
def test_a_step_that_is_not_the_kinds_is_not_found(client: Client, step: str) -> None:
    assert client.get(f"/start/faktura/{step}").status_code == 404
    assert client.post(f"/start/faktura/{step}", {"accept": "on"}).status_code == 404


@pytest.mark.parametrize("slug", ["timebestilling", "e_consultation", "RESEPT", "resept%00"])
def test_a_kind_that_is_none_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/start/{slug}/").status_code == 404


def test_a_prescription_has_three_lines_of_which_the_first_must_be_filled_in(
    client: Client, patient: Actor, doctor: Actor
) -> None:
    to_review(client, patient, Kind.PRESCRIPTION, doctor)
    page = client.get("/start/resept/beskjed/")
    assert len(re.findall(r'<input type="text" name="medicine_\d"', page.content.decode())) == 3
    assert text_of(page).count("(valgfritt)") == 2
    assert "Skriv én medisin i hvert felt" in text_of(page)
    assert 'name="file"' not in page.content.decode()
    refused = client.post(
        "/start/resept/beskjed/", {"utkast": draft_of(patient, Kind.PRESCRIPTION), "medicine_2": "Ibux"}
    )
    assert "Skriv navnet på medisinen." in text_of(refused)
    assert 'value="Ibux"' in refused.content.decode()


def test_what_was_left_empty_is_not_sent(client: Client, patient: Actor, doctor: Actor) -> None:
    draft = to_review(client, patient, Kind.PRESCRIPTION, doctor)
    assert "Andre medisin" not in text_of(client.get("/start/resept/se-over/"))
    sent = dialogue_id(client.post("/start/resept/se-over/", {"utkast": draft}))
    with acting_as(patient):
        text = Message.objects.get(dialogue__public_id=sent).text
    assert text == "Første medisin\nParacet 500 mg\n\nTredje medisin\nIbux 400 mg"


def test_a_draft_of_each_kind_waits_in_the_inbox_by_itself(client: Client, patient: Actor, doctor: Actor) -> None:
    to_review(client, patient, Kind.PRESCRIPTION, doctor)
    to_review(client, patient, Kind.INQUIRY, doctor)
    page = client.get("/innboks/")
    for words in ("Du har begynt å be om resept", "Du har begynt på en henvendelse"):
        assert words in text_of(page)
    client.post("/start/annet/slett/")
    page = client.get("/innboks/")
    assert "Du har begynt på en henvendelse" not in text_of(page)
    assert 'href="/start/resept/fortsett/"' in page.content.decode()
    assert client.get("/start/resept/fortsett/")["Location"] == "/start/resept/se-over/"


def test_a_kind_that_closes_while_one_writes_keeps_the_text_and_says_why(
    client: Client, patient: Actor, doctor: Actor, change: Change
) -> None:
    draft = to_review(client, patient, Kind.INQUIRY, doctor)
    change(Kind.INQUIRY, is_open=False, grace_minutes=0)
    for answer in (client.get("/start/annet/se-over/"), client.post("/start/annet/se-over/", {"utkast": draft})):
        assert "Solbakken legekontor tar ikke imot andre henvendelser." in text_of(answer)
        assert "Utkastet ditt er lagret." in text_of(answer)
        assert "22 00 11 22" in text_of(answer)
    with acting_as(patient):
        assert selectors.draft(patient, Kind.INQUIRY).texts == TEXTS[Kind.INQUIRY]


def test_what_it_is_offered_for_just_now_stands_on_the_way(client: Client, change: Change) -> None:
    change(Kind.INQUIRY, purpose="Bare spørsmål om vaksine mot influensa.")
    assert "Bare spørsmål om vaksine mot influensa." in text_of(client.get("/start/"))
    client.post("/start/annet/mottaker/")
    assert "Bare spørsmål om vaksine mot influensa." in text_of(client.get("/start/annet/passer-det/"))


def test_a_picture_is_put_into_the_draft_of_its_own_kind(
    transactional_db: None, own_store: None, client: Client, patient: Actor, doctor: Actor
) -> None:
    to_review(client, patient, Kind.INQUIRY, doctor)
    page = client.get("/start/annet/beskjed/").content.decode()
    assert 'data-upload-url="/start/annet/bilde/"' in page
    answer = client.post(
        "/start/annet/bilde/", {"file": SimpleUploadedFile("a.jpg", jpeg())}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 201
    assert answer.json()["remove_url"].startswith("/start/annet/bilde/")
    with acting_as(patient):
        assert len(selectors.draft(patient, Kind.INQUIRY).files) == 1
    client.post(answer.json()["remove_url"])
    with acting_as(patient):
        assert not selectors.draft(patient, Kind.INQUIRY).files


def test_a_representative_is_offered_only_what_the_mandate_covers(
    tariff: None, logged_in: LogIn, patient: Actor, other_patient: Actor, clinic: Clinic, now: datetime
) -> None:
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("prescription",))
    client, before = logged_in(other_patient), f"/for/{patient.public_id}"
    page = client.get(f"{before}/start/").content.decode()
    assert f'href="{before}/start/resept/"' in page
    assert f'href="{before}/start/annet/"' not in page
    assert client.post(f"{before}/start/annet/mottaker/").status_code == 409
    actor = acting_for(patient, clinic.id, by=other_patient, services={"prescription"})
    with acting_as(actor):
        assert selectors.draft(actor, Kind.INQUIRY) is None
