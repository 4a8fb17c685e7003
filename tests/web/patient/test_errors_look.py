"""What patients' pages look like when something is wrong, as axe and a narrow window see it (ALL-1).

Empty forms are looked at in `tests/web/test_every_look.py`, and what several people bring about in the journeys.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.consultations import Answer
from tests.personas import FURNISHER, LogIn
from tests.web.access.test_sessions import let_pass
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.faults import faults_of
from tests.web.look.stage import Look
from tests.web.patient.conftest import Setter
from tests.web.patient.test_acting_for_others import browser, end, walk_for_child  # noqa: F401 - fixtures
from tests.web.patient.test_before_sending import demand
from tests.web.patient.test_kinds import draft_of
from tests.web.patient.test_message import window
from tests.web.patient.test_profile import ask, sent, wrong
from tests.web.patient.walk import START, Walk

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Verification
from legesvar.domain.patients.settings import PatientSettings
from legesvar.domain.services import commands as services_commands

# ruff: noqa: F811 - the fixtures above are asked for by their names
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_store")]
E = Kind.E_CONSULTATION
Pages = Iterator[tuple[str, HttpResponse]]


def is_for_everybody(look: Look, pages: Pages, says: dict[str, str]) -> None:
    """Hold each page to being the error it is called, and to having no fault."""
    drawn = [(name, answer.content.decode().replace("\u00a0", " ")) for name, answer in pages]
    assert {name: says[name] in html for name, html in drawn} == dict.fromkeys(says, True)
    assert faults_of(look, drawn) == []


def test_what_cannot_be_begun(
    look: Look, walk: Walk, clinic: Clinic, doctor: Actor, services: Setter, unpaid: Invoice, now: datetime
) -> None:
    def pages() -> Pages:
        demand(clinic, now, PatientSettings(verified_mobile_for=(E,)))
        yield "mobile", walk.get("mottaker/")
        demand(clinic, now, PatientSettings(nothing_overdue_for=(E,)))
        yield "unpaid choice", walk.client.get("/start/")
        yield "unpaid", walk.get("mottaker/")
        yield "unpaid dialogue", walk.client.get(f"/dialog/{unpaid.about}/")
        demand(clinic, now, PatientSettings())
        walk.to_review(doctor)
        services(paused_until="2100-01-01T08:00:00+01:00", pause_reason="Vi har ferie.", grace_minutes=0)
        yield "choices", walk.client.get("/start/")
        yield "paused", walk.get("se-over/")
        services(is_open=False, grace_minutes=0)
        yield "closed", walk.get("mottaker/")
        services()
        with acting_as(FURNISHER):
            services_commands.set_offer(
                actor=FURNISHER, clinic_id=clinic.id, staff_id=doctor.staff_id, kind=E, is_open=False, now=now
            )
        yield "nobody", walk.post("mottaker/", recipient=str(doctor.public_id))

    is_for_everybody(look, pages(), {
        "mobile": "mobilnummeret ditt er bekreftet", "unpaid choice": "Se hva du kan gjøre",
        "unpaid": "Slik betaler du", "unpaid dialogue": "skulle vært betalt innen",
        "choices": "Vi har ferie.", "paused": "Utkastet ditt er lagret.",
        "closed": "Solbakken legekontor tar ikke imot", "nobody": "Ingen leger ved",
    })  # fmt: skip


def test_what_changed_meanwhile(
    look: Look, walk: Walk, doctor: Actor, substitution: Actor, services: Setter, tariffs: Setter
) -> None:
    def pages() -> Pages:
        walk.to_review(doctor)
        yield "stranger", walk.post("mottaker/", recipient="tull")
        services(own_signs=("nylig operert",))
        yield "skipped", walk.get("passer-det/?mangler=1")
        yield "questions", walk.post("passer-det/", danger="nei", not_urgent="on", version="tull")
        walk.post("passer-det/", danger="nei", not_urgent="on", version=walk.hidden("version", "passer-det/"))
        tariffs(30_000)
        yield "price", walk.get("pris/?mangler=1")
        walk.to_price(doctor)
        old, _ = window(walk, why="Jeg hoster."), window(walk, why="Jeg har feber.").goes_on()
        yield "beside", old.goes_on()
        yield "review", walk.get("se-over/?endret=1")

    is_for_everybody(look, pages(), {
        "stranger": "Du kan ikke skrive til den du valgte", "skipped": "Spørsmålene er endret siden du svarte",
        "questions": "Les dem, og svar på nytt", "price": "Prisen er endret siden du godtok den",
        "beside": "Her står begge tekstene",
        "review": "Noe er endret siden du åpnet siden",
    })  # fmt: skip


def test_what_is_written_wrongly(
    look: Look, transactional_db: None, walk: Walk, doctor: Actor, services: Setter
) -> None:
    def pages() -> Pages:
        walk.to_price(doctor)
        yield "file", walk.write(why="Hei", file=SimpleUploadedFile("a.jpg", b"MZ\x90", "image/jpeg"))
        yield "empty", walk.write(why=" ")
        services(three_fields=True)
        yield "three fields", walk.write(why="a" * 501, symptoms="", everyday="")
        yield (
            "too many files",
            walk.client.post(
                f"{START}beskjed/", {"utkast": "", "file": [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(40)]}
            ),
        )

    is_for_everybody(look, pages(), {
        "file": "Vi kan ikke ta imot denne typen fil",
        "empty": "Feltet var tomt da du sendte det", "three fields": "Du må rette", "too many files": "<h1>",
    })  # fmt: skip


def test_what_lines_of_medicine_refuse(look: Look, walk: Walk, patient: Actor, doctor: Actor) -> None:
    def pages() -> Pages:
        walk.client.post("/start/resept/mottaker/", {"recipient": str(doctor.public_id)})
        yield "fit", walk.client.post("/start/resept/passer-det/", {})
        walk.client.post("/start/resept/passer-det/", {"danger": "nei", "not_urgent": "on"})
        texts = {"utkast": draft_of(patient, Kind.PRESCRIPTION), "medicine_1": "", "medicine_2": "x" * 3000}
        yield "too long", walk.client.post("/start/resept/beskjed/", texts)

    is_for_everybody(look, pages(), {"fit": "Du må rette", "too long": "Beskjeden kan ha høyst"})


def test_what_a_dialogue_refuses(
    look: Look, walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    address = f"/dialog/{econsultation.public_id}/"

    def pages() -> Pages:
        yield "waiting", walk.client.post(address, {"text": "Ett til.", "send_key": str(uuid4())})
        answer(doctor, econsultation, close=False)
        added = {"text": "Feber.", "send_key": str(uuid4()), "action": "add"}
        yield "answered meanwhile", walk.client.post(address, added)
        yield "too long", walk.client.post(address, {"text": "a" * 2001, "send_key": str(uuid4())})
        yield "taken back late", walk.client.post(f"{address}trekk-tilbake/")
        yield "not there", walk.client.get(f"/dialog/{uuid4()}/")

    is_for_everybody(look, pages(), {
        "waiting": "Det er allerede skrevet tilbake", "answered meanwhile": "Legekontoret svarte mens du skrev",
        "too long": "Beskjeden kan ha høyst", "taken back late": "kan ikke trekkes tilbake", "not there": "<h1>",
    })  # fmt: skip


def test_what_the_profile_refuses(look: Look, walk: Walk) -> None:
    client = walk.client

    def pages() -> Pages:
        page = ask(client)
        _, code, token = sent()[0]
        yield "wrong code", client.post(page, {"code": wrong(code)})
        Verification.objects.update(expires_at=clock.now())
        yield "old link", client.post(f"/profil/lenke/{token}/")
        Verification.objects.update(expires_at=clock.now() + timedelta(hours=1), tries=5)
        yield "locked", client.post(page, {"code": code})
        for _ in range(4):
            ask(client)
        yield "too many", client.post("/profil/e-post/", {"address": "ny@eksempel.no"})

    is_for_everybody(look, pages(), {
        "wrong code": "Koden stemmer ikke", "locked": "for mange ganger",
        "old link": "Koden er for gammel", "too many": "mange koder på kort tid",
    })  # fmt: skip


def test_what_ends_meanwhile(
    look: Look, walk_for_child: Walk, browser: Client, child: Actor, mother: Actor, doctor: Actor, logged_in: LogIn,
    now: datetime,
) -> None:  # fmt: skip
    def pages() -> Pages:
        utkast = str(walk_for_child.to_price(doctor).draft.public_id)
        let_pass(minutes=31)
        walk_for_child.post("beskjed/", utkast=utkast, why="Lina har feber.")
        yield "door", browser.get("/logg-inn/?arsak=idle")
        logged_in(mother, browser)
        yield "kept", browser.get("/fortsett/")
        end(child, now)
        yield "no longer acting", walk_for_child.post("beskjed/", utkast=utkast, why="Lina har hatt feber lenge.")

    is_for_everybody(look, pages(), {
        "door": "tatt vare på", "kept": "Lina har feber.", "no longer acting": "Lina har hatt feber lenge.",
    })  # fmt: skip
