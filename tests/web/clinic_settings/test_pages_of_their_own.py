"""Prices, days off, pauses, a doctor's own offer, and the checklist of a new clinic."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.consultations import draft
from tests.personas import FURNISHER, LogIn
from tests.web.clinic_settings.conftest import ROOT, boxes, said

from legesvar.core import working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.models import Tariff
from legesvar.domain.clinics import commands
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.services import selectors as services

pytestmark = pytest.mark.django_db


def written(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def price(first: date, **changes: str) -> dict[str, str]:
    return {"code": "2ae", "day": "250", "evening": "345,50", "first_date": written(first), "til": "lagre", **changes}


def tariffs() -> list[tuple[int, int | None]]:
    with acting_as(FURNISHER):
        return list(Tariff.objects.order_by("first_date").values_list("day_ore", "evening_ore"))


def test_a_new_price_is_shown_first_and_leaves_the_old_one(
    at_administrator: Client, tariff: None, now: datetime
) -> None:
    before, first = tariffs(), oslo_date(now) + timedelta(days=10)
    shown = at_administrator.post(f"{ROOT}priser/", price(first, til=""))
    assert "345,50" in said(shown)
    assert tariffs() == before
    assert at_administrator.post(f"{ROOT}priser/", {**boxes(shown), "til": "lagre"}).status_code == 302
    assert tariffs() == [*before, (25_000, 34_550)]
    page = said(at_administrator.get(f"{ROOT}priser/"))
    for part in ("Kommer", "Gjelder nå", "Arne Administrator", "250"):
        assert part in page


def test_a_price_that_has_been_is_not_rewritten(at_administrator: Client, tariff: None, now: datetime) -> None:
    before = tariffs()
    answer = at_administrator.post(f"{ROOT}priser/", price(oslo_date(now) - timedelta(days=1)))
    assert "Velg en dato fra og med i dag." in said(answer)
    assert boxes(answer)["day"] == "250"
    assert tariffs() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "-5"}, "Skriv et beløp i kroner"), ({"day": "1e9"}, "Skriv et beløp i kroner"),
        ({"day": ""}, "Skriv egenandelen"), ({"code": "tull"}, "Normaltariffen"),
        ({"day": "9" * 5000}, "Skriv et beløp"),
        ({"evening": "1,234"}, "Skriv et beløp i kroner"), ({"first_date": "31.02.2030"}, "Skriv datoen slik"),
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_meant_is_refused(at_administrator, tariff, now, changes, sentence) -> None:
    answer = at_administrator.post(f"{ROOT}priser/", price(oslo_date(now) + timedelta(days=3), **changes))
    assert answer.status_code == 200
    assert sentence in said(answer)


def test_without_a_price_the_page_says_what_that_means(at_administrator: Client) -> None:
    assert "har ingen pris i dag" in said(at_administrator.get(f"{ROOT}priser/"))


def test_days_off_are_listed_added_and_taken_away(at_administrator: Client, clinic: Clinic, now: datetime) -> None:
    first = working_days.add_working_days(oslo_date(now) + timedelta(days=40), 1)
    form = {"name": "Kurs", "first": written(first), "last": ""}
    added = at_administrator.post(f"{ROOT}fridager/", form)
    page = said(at_administrator.get(added["Location"]))
    assert "1 fridag er lagt inn." in page
    assert "Lagt inn av Arne Administrator" in page
    again = at_administrator.post(f"{ROOT}fridager/", form)
    assert "Alle dagene er fridager fra før." in said(again)
    assert boxes(again)["name"] == "Kurs"
    with acting_as(FURNISHER):
        (row,) = clinics.day_off_rows(FURNISHER, clinic.id, None).rows
    removed = at_administrator.post(f"{ROOT}fridager/{row.public_id}/fjern/")
    assert "Tatt bort av Arne Administrator" in said(at_administrator.get(removed["Location"]))


def test_a_day_off_moves_no_date_that_was_promised(
    at_administrator: Client, econsultation, clinic: Clinic, now: datetime
) -> None:
    promised = econsultation.due_date
    at_administrator.post(f"{ROOT}fridager/", {"name": "Kurs", "first": written(promised), "last": ""})
    with acting_as(FURNISHER):
        econsultation.refresh_from_db()
        later = services.due_date(FURNISHER, clinic.id, econsultation.started_at, 5)
    assert econsultation.due_date == promised
    assert later > promised


@pytest.mark.parametrize("key", ["x", "W2ZhbHNlLCJ0dWxsIiwxXQ", "W2ZhbHNlLDFd", "9" * 500, "%00"])
def test_a_crafted_key_gives_the_first_page(at_administrator: Client, key: str) -> None:
    for address in ("fridager/", "e-konsultasjon-grenser/historikk/"):
        assert at_administrator.get(ROOT + address, {"side": key}).status_code == 200


def test_history_is_paged_by_key(at_administrator: Client, administrator: Actor, now: datetime) -> None:
    with acting_as(administrator):
        for number in range(23):
            commands.change_settings(
                actor=administrator, clinic_id=administrator.clinic_id, valid_from=now + timedelta(seconds=number),
                now=now + timedelta(seconds=number), settings=ClinicSettings(secretaries_may_pause=number % 2 == 0),
            )  # fmt: skip
    first = said(at_administrator.get(f"{ROOT}samarbeid/historikk/"))
    assert first.count("Sekretærene kan ta pause") == 20
    key = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert said(at_administrator.get(f"{ROOT}samarbeid/historikk/{key}")).count("Sekretærene kan ta pause") == 3


# Pauses.


def pause_form(now: datetime, **changes: str) -> dict[str, str]:
    return {"reason": "Vi har sykdom.", "day": written(oslo_date(now) + timedelta(days=2)), "clock": "8", **changes}


def test_a_pause_tells_patients_why_and_until_when_and_staff_how_many_write(
    at_administrator: Client, logged_in: LogIn, patient: Actor, clinic: Clinic, doctor: Actor, tariff: None, now
) -> None:
    draft(patient, clinic, doctor, now)
    address = f"{ROOT}pause/e-konsultasjon/"
    assert at_administrator.post(address, pause_form(now)).status_code == 302
    page = said(at_administrator.get(f"{ROOT}pause/"))
    for part in ("Pause til", "Vi har sykdom.", "1 skriver nå"):
        assert part in page
    assert "1 skriver nå" in said(at_administrator.get(ROOT))
    assert "Vi har sykdom. Du kan skrive igjen fra" in said(logged_in(patient).get("/start/"))
    assert at_administrator.post(address, {"til": "start"}).status_code == 302
    assert "Vi har sykdom." not in said(logged_in(patient).get("/start/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Skriv hvorfor dere tar pause."), ({"day": "01.01.2020"}, "Velg et tidspunkt som kommer"),
        ({"day": "01.01.2199"}, "Velg et tidspunkt som kommer"), ({"clock": "25.00"}, "Skriv klokkeslettet slik"),
        ({"reason": "a\0b"}, "tegn vi ikke kan lagre"),
    ],
)  # fmt: skip
def test_a_pause_that_cannot_be_meant_is_refused(at_administrator, now, changes, sentence) -> None:
    answer = at_administrator.post(f"{ROOT}pause/resept/", pause_form(now, **changes))
    assert answer.status_code == 200
    assert sentence in said(answer)


def test_a_secretary_may_pause_only_where_the_clinic_has_said_so(
    logged_in: LogIn, secretary: Actor, at_administrator: Client, now: datetime
) -> None:
    client, address = logged_in(secretary), f"{ROOT}pause/resept/"
    assert "Be administratoren om hjelp" in said(client.get(f"{ROOT}pause/"))
    refused = client.post(address, pause_form(now))
    assert "Be administratoren om hjelp" in said(refused)
    sharing = f"{ROOT}samarbeid/"
    at_administrator.post(
        sharing, {**boxes(at_administrator.get(sharing)), "secretaries_may_pause": "on", "til": "lagre"}
    )
    assert client.post(address, pause_form(now)).status_code == 302
    assert client.get(ROOT).status_code == 403


def test_a_doctor_does_not_pause_for_all(logged_in: LogIn, doctor: Actor, now: datetime) -> None:
    assert logged_in(doctor).post(f"{ROOT}pause/resept/", pause_form(now)).status_code == 403


# A doctor's own offer.


def test_a_doctor_turns_their_own_offer_off_pauses_it_and_turns_it_on(
    logged_in: LogIn, doctor: Actor, patient: Actor, tariff: None, now: datetime
) -> None:
    client, at_home, address = logged_in(doctor), logged_in(patient), f"{ROOT}min-e-konsultasjon/"
    nobody = "Ingen leger ved"
    client.post(address, {"offer": "av"})
    assert nobody in said(at_home.get("/start/"))
    until = oslo_date(now) + timedelta(days=5)
    assert client.post(address, {"offer": "pause", "day": written(until)}).status_code == 302
    assert "Du tar imot e-konsultasjoner igjen fra" in said(client.get(address)).replace(
        '<span class="keep-together">', ""
    ).replace("</span>", "")
    assert nobody in said(at_home.get("/start/"))
    client.post(address, {"offer": "pa"})
    assert nobody not in said(at_home.get("/start/"))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Velg om du tar imot"), ({"offer": "x"}, "Velg ett av alternativene"),
        ({"offer": "pause"}, "Skriv den første dagen"),
        ({"offer": "pause", "day": "01.01.2020"}, "tidspunkt som kommer"),
    ],
)  # fmt: skip
def test_an_offer_that_cannot_be_meant_is_refused(logged_in, doctor, form, sentence) -> None:
    answer = logged_in(doctor).post(f"{ROOT}min-e-konsultasjon/", form)
    assert answer.status_code == 200
    assert sentence in said(answer)


@pytest.mark.parametrize("who", ["secretary", "administrator", "clinician"])
def test_who_has_no_offer_has_no_page_for_it(who, request, logged_in: LogIn) -> None:
    assert logged_in(request.getfixturevalue(who)).get(f"{ROOT}min-e-konsultasjon/").status_code == 403


# The checklist.


def test_the_checklist_is_computed_from_how_things_stand_and_goes_when_all_is_done(
    at_administrator: Client, clinic: Clinic, doctor: Actor, patient: Actor, now: datetime, request
) -> None:
    page = said(at_administrator.get(ROOT))
    assert "Kom i gang" in page
    assert "4 av 6 er på plass" in page
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=20_400, first_date=date(2020, 1, 2), now=now
        )
    assert "5 av 6 er på plass" in said(at_administrator.get(ROOT))
    answer, econsultation = request.getfixturevalue("answer"), request.getfixturevalue("econsultation")
    answer(doctor, econsultation, close=True)
    assert "Kom i gang" not in said(at_administrator.get(ROOT))


def test_an_empty_clinic_is_shown_all_that_is_left(at_administrator: Client) -> None:
    page = said(at_administrator.get(ROOT))
    for part in ("Legg til en lege", "Sett prisen", "Legg inn pasientene", "2 av 6 er på plass"):
        assert part in page
