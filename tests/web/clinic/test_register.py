"""The register's pages: finding a patient, opening one, and what is done about their place on the list (ADMIN-3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import FURNISHER, LogIn, number
from tests.web.clinic.conftest import asked

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Person
from legesvar.domain.patients.models import Patient, Representation

pytestmark = pytest.mark.django_db
REGISTER = "/klinikk/pasienter/"
NEW = {"number": number(date(1961, 2, 3), 3), "name": "Åse Øvre", "email": "", "mobile": "", "gp": "ingen"}


def page(patient: Actor, clinic_id: int, part: str = "") -> str:
    with acting_as(FURNISHER):
        row = Patient.objects.get(person_id=patient.person_id, clinic_id=clinic_id)
    return f"/klinikk/pasient/{row.public_id}/{part}"


def text(answer: object) -> str:
    return answer.content.decode()


def test_a_patient_is_found_by_name_and_by_number(at_secretary: Client, patient: Actor) -> None:
    born = Person.objects.get(id=patient.person_id).identity_number
    for asked_for in ("", "nord", "Kari Nordmann", born, f"{born[:6]} {born[6:]}", born[:6]):
        assert page(patient, patient_clinic(patient)) in text(at_secretary.post(REGISTER, {"sok": asked_for}))
    for asked_for in ("xyz", "12345", "99999999999", "%", "'", "x" * 500):
        answer = at_secretary.post(REGISTER, {"sok": asked_for})
        assert (answer.status_code, page(patient, patient_clinic(patient)) in text(answer)) == (200, False)


def patient_clinic(patient: Actor) -> int:
    with acting_as(FURNISHER):
        return Patient.objects.get(person_id=patient.person_id).clinic_id


def test_another_clinic_finds_nobody_of_this_one(logged_in: LogIn, foreign_doctor: Actor, patient: Actor) -> None:
    born = Person.objects.get(id=patient.person_id).identity_number
    for asked_for in ("", "nord", born):
        assert "Kari Nordmann" not in text(logged_in(foreign_doctor).post(REGISTER, {"sok": asked_for}))


def test_a_patient_is_put_on_the_list_and_shown(at_secretary: Client, secretary: Actor, doctor: Actor) -> None:
    answer = at_secretary.post(f"{REGISTER}ny/", {**NEW, "gp": str(doctor.public_id), "mobile": "912 34 567"})
    shown = text(at_secretary.get(answer["Location"]))
    for said in ("Åse Øvre", "Lise Lege", "03.02.1961", "912\N{NO-BREAK SPACE}34", "Ikke bekreftet"):
        assert said in shown
    again = at_secretary.post(f"{REGISTER}ny/", NEW)
    assert (again.status_code, "står allerede på listen" in text(again)) == (409, True)


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "11 siffer"), ("123", "må ha 11 siffer"), ("12345678901", "skrivefeil"), ("0" * 11, "ikke en dato"),
     ("\x00" * 11, "tegn vi ikke kan lagre"), ("9" * 5000, "11 siffer"), ("١٢٣٤٥٦٧٨٩٠١", "11 siffer")],
)  # fmt: skip
def test_a_wrong_number_is_said_to_be_wrong_and_nothing_is_lost(at_secretary: Client, written: str, said: str) -> None:
    answer = at_secretary.post(f"{REGISTER}ny/", {**NEW, "number": written})
    assert (answer.status_code, said in text(answer), "Åse Øvre" in text(answer)) == (200, True, True)


def test_a_d_number_is_as_good_and_a_synthetic_one_only_where_allowed(at_secretary: Client, settings: object) -> None:
    from legesvar.core import identity_number

    d_number = identity_number.synthetic(birth_date=date(1988, 8, 8), serial=0, d_number=True).digits
    assert at_secretary.post(f"{REGISTER}ny/", {**NEW, "number": d_number}).status_code == 302
    settings.SYNTHETIC_IDENTITIES = False
    answer = at_secretary.post(f"{REGISTER}ny/", NEW)
    assert "Dette er et testnummer" in text(answer)


def test_putting_somebody_on_the_list_tells_nothing_of_where_they_were(
    at_secretary: Client, foreign_patient: Actor, now: datetime
) -> None:
    Person.objects.filter(id=foreign_patient.person_id).update(
        email="hemmelig@eksempel.no", email_verified_at=now - timedelta(days=9), created_at=now - timedelta(days=99)
    )
    known = Person.objects.get(id=foreign_patient.person_id)
    answer = at_secretary.post(f"{REGISTER}ny/", {**NEW, "number": known.identity_number, "email": "ny@eksempel.no"})
    shown = text(at_secretary.get(answer["Location"]))
    assert "hemmelig@eksempel.no" not in shown
    assert foreign_patient.name not in shown
    assert "Lagt inn før pasienten kom hit" in shown


def test_the_page_shows_who_they_are_and_heads_but_nothing_that_was_written(
    at_doctor: Client, econsultation: Dialogue, patient: Actor, clinic: object
) -> None:
    shown = text(at_doctor.get(page(patient, econsultation.clinic_id)))
    for said in ("Kari Nordmann", "12.05.1980", "E-konsultasjon", "Lise Lege, fra", "Ingen er registrert."):
        assert said in shown
    with acting_as(FURNISHER), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dialogues_message")
        assert all(written not in shown for (written,) in cursor.fetchall())


def test_an_administrator_sees_the_person_and_no_dialogues(
    logged_in: LogIn, administrator: Actor, econsultation: Dialogue, patient: Actor
) -> None:
    browser, address = logged_in(administrator), page(patient, econsultation.clinic_id)
    assert "Hvorfor åpner du pasienten?" in text(browser.get(address))
    shown = text(browser.get(address, {"grunn": "register"}))
    assert "Kari Nordmann" in shown
    for hidden in ("Samtaler", "E-konsultasjon", "Fakturaer", "Varsler til pasienten"):
        assert hidden not in shown.split("</header>", 1)[1]


def test_who_is_not_in_turn_is_asked_why_and_the_answer_goes_along(
    logged_in: LogIn, second_doctor: Actor, patient: Actor, clinic: object
) -> None:
    browser, address = logged_in(second_doctor), page(patient, second_doctor.clinic_id)
    first = text(browser.get(address))
    assert "Hvorfor åpner du pasienten?" in first
    assert "Kontakt" not in first
    assert "Velg hvorfor" in text(browser.get(address, {"grunn": ""}))
    assert "Hvorfor åpner du pasienten?" in text(browser.get(address, {"grunn": "x\x00"}))
    shown = text(browser.get(address, {"grunn": "care"}))
    assert "fastlege/?grunn=care" in shown
    with acting_as(patient):
        assert Entry.objects.filter(event="patient_opened", actor_name=second_doctor.name).count() == 1


def test_the_page_asks_as_many_questions_whatever_there_is(
    at_doctor: Client, econsultation: Dialogue, patient: Actor
) -> None:
    address = page(patient, econsultation.clinic_id)
    at_doctor.get(address)
    with CaptureQueriesContext(connection) as queries:
        at_doctor.get(address)
    assert len(asked(queries)) <= 15, "\n".join(asked(queries))
    with CaptureQueriesContext(connection) as queries:
        at_doctor.get(REGISTER)
    assert len(asked(queries)) == 4, "\n".join(asked(queries))


def test_gp_leaving_and_coming_back_through_the_pages(
    at_secretary: Client, patient: Actor, second_doctor: Actor, econsultation: Dialogue
) -> None:
    here = page(patient, econsultation.clinic_id)
    assert at_secretary.post(f"{here}fastlege/", {"gp": str(second_doctor.public_id)}).status_code == 302
    assert "Pasienten har 1 samtale som ikke er avsluttet" in text(at_secretary.get(f"{here}slutt/"))
    today = f"{oslo_date(econsultation.started_at):%d.%m.%Y}"
    wrong = at_secretary.post(f"{here}slutt/", {"why": "moved", "last_day": "31.12.2999"})
    assert (wrong.status_code, "Siste dag kan ikke" in text(wrong)) == (409, True)
    assert at_secretary.post(f"{here}slutt/", {"why": "moved", "last_day": today}).status_code == 302
    shown = text(at_secretary.get(here))
    for said in ("Ikke på listen siden", "Pasienten har flyttet", "Byttet fastlege ved legekontoret"):
        assert said in shown
    assert "Ta ut av listen" not in shown
    again = at_secretary.post(f"{here}slutt/", {"why": "moved", "last_day": today})
    assert (again.status_code, "kommet tilbake først" in text(again)) == (409, True)
    assert at_secretary.post(f"{here}tilbake/", {"gp": "ingen"}).status_code == 302
    assert "Ta ut av listen" in text(at_secretary.get(here))


def test_what_a_patient_has_verified_is_left_alone_and_that_is_said(
    at_secretary: Client, patient: Actor, now: datetime
) -> None:
    Person.objects.filter(id=patient.person_id).update(email_verified_at=now)
    here = page(patient, patient_clinic(patient))
    before = Person.objects.get(id=patient.person_id).email
    answer = at_secretary.post(f"{here}endre/", {"name": "Kari Nordmann Ås", "email": "ny@eksempel.no"})
    shown = text(at_secretary.get(answer["Location"]))
    assert "Kari Nordmann Ås" in shown
    assert "Det er ikke endret" in shown
    assert Person.objects.get(id=patient.person_id).email == before


def representation(**more: object) -> dict[str, object]:
    return {
        "basis": "fullmakt", "number": NEW["number"], "name": "Åse Øvre", "services": ["inquiry"],
        "first_date": "01.01.2020", "last_date": "", **more,
    }  # fmt: skip


def test_somebody_is_let_act_and_stopped_again(at_secretary: Client, patient: Actor) -> None:
    here = page(patient, patient_clinic(patient))
    assert at_secretary.post(f"{here}handler-for/", representation()).status_code == 302
    shown = text(at_secretary.get(here))
    for said in ("Åse Øvre", "fullmakt", "Gjelder andre henvendelser.", "Gjelder nå"):
        assert said in shown
    with acting_as(FURNISHER):
        row = Representation.objects.get()
    end = f"{here}handler-for/{row.public_id}/slutt/"
    assert "Skal Åse Øvre slutte" in text(at_secretary.get(end))
    assert at_secretary.post(end).status_code == at_secretary.post(end).status_code == 302
    assert "Gjelder ikke lenger" in text(at_secretary.get(here))


@pytest.mark.parametrize(
    ("more", "said"),
    [({"services": []}, "Velg hva fullmakten gjelder"), ({"services": ["everything"]}, "Velg blant tjenestene"),
     ({"last_date": "31.12.2019"}, "Siste dag er før første dag"), ({"basis": "forelder"}, "Velg ett av"),
     ({"basis": "foreldreansvar"}, "Barnet har fylt 16 år"), ({"first_date": "i går"}, "Skriv datoen slik"),
     ({"number": number(date(2015, 1, 1))}, "må ha fylt 18 år"), ({"name": "Åse"}, "fornavn og etternavn")],
)  # fmt: skip
def test_a_representation_that_cannot_be_says_why(
    at_secretary: Client, patient: Actor, more: dict[str, object], said: str
) -> None:
    answer = at_secretary.post(f"{page(patient, patient_clinic(patient))}handler-for/", representation(**more))
    assert (answer.status_code in {200, 409}, said in text(answer)) == (True, True), text(answer)
    with acting_as(FURNISHER):
        assert not Representation.objects.exists()


def test_nobody_acts_for_themselves(at_secretary: Client, patient: Actor) -> None:
    own = Person.objects.get(id=patient.person_id).identity_number
    here = f"{page(patient, patient_clinic(patient))}handler-for/"
    answer = at_secretary.post(here, representation(number=own, name="Kari Nordmann"))
    assert "på vegne av seg selv" in text(answer)


def test_another_patients_representation_is_not_ended_here(
    at_secretary: Client, patient: Actor, child: Actor, mother: Actor
) -> None:
    with acting_as(FURNISHER):
        row = Representation.objects.get(person_id=child.person_id)
    here = page(patient, patient_clinic(patient))
    assert at_secretary.post(f"{here}handler-for/{row.public_id}/slutt/").status_code == 404
    with acting_as(FURNISHER):
        assert Representation.objects.get(id=row.id).ended_at is None
