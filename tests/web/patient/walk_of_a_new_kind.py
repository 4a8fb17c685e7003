"""What somebody meets of a kind that was added: run by tests/web/test_new_kind.py, on a source that has one."""

from __future__ import annotations

import re
from datetime import datetime
from random import Random

from django.db import connection
from django.test import Client
from django.urls import get_resolver
from tests.personas import LogIn
from tests.web.patient.walk import dialogue_id, text_of

from legesvar.cli.seeding import texts
from legesvar.cli.seeding.fill import fill
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.models import Dialogue

NEW = Kind("referral")
SLUG = DECLARED[NEW].slug


def test_every_address_is_known() -> None:
    assert get_resolver().url_patterns


def test_a_patient_is_offered_it_and_sends_it(
    tariff: None, patient: Actor, doctor: Actor, logged_in: LogIn, now: datetime
) -> None:
    client = logged_in(patient)
    assert f'href="/start/{SLUG}/"' in client.get("/start/").content.decode()
    client.post(f"/start/{SLUG}/mottaker/")
    client.post(f"/start/{SLUG}/passer-det/", {"danger": "nei", "not_urgent": "on"})
    page = client.get(f"/start/{SLUG}/beskjed/").content.decode()
    draft = re.search(r'name="utkast" value="([^"]*)"', page)[1]
    client.post(f"/start/{SLUG}/beskjed/", {"utkast": draft, "why": "Jeg trenger en henvisning."})
    sent = client.post(f"/start/{SLUG}/se-over/", {"utkast": draft})
    assert "Meldingen er sendt" in text_of(client.get(sent["Location"]))
    assert "Jeg trenger en henvisning." in text_of(client.get(f"/dialog/{dialogue_id(sent)}/"))
    with acting_as(patient):
        assert Dialogue.objects.get().kind == NEW
    assert logged_in(doctor).get("/klinikk/arbeidsliste/").status_code == 200


def test_an_administrator_finds_its_settings(tariff: None, administrator: Actor, logged_in: LogIn) -> None:
    client: Client = logged_in(administrator)
    page = client.get("/klinikk/innstillinger/").content.decode()
    for part in ("tilbud", "grenser", "tekster"):
        address = f"/klinikk/innstillinger/{SLUG}-{part}/"
        assert address in page
        assert client.get(address).status_code == 200
    assert client.get(f"/klinikk/innstillinger/pause/{SLUG}/").status_code == 200
    assert client.get("/klinikk/statistikk/").status_code == 200


def test_what_is_invented_is_invented_without_it(db: None) -> None:
    assert texts.stories(Random(1), NEW, 1)  # noqa: S311 - invented texts
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    fill(connection, random_seed=1, clinics=1, patients=20, dialogues=40, now=clock.now())
