"""Who gets in: everybody by the right door, nobody by the wrong one, and each only into their own rows."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.personas import LogIn

from legesvar.core import actor as actors
from legesvar.core import wall
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Staff
from legesvar.domain.identity.models import Account, Session

pytestmark = pytest.mark.usefixtures("rooms")


def refusals() -> list[dict[str, object]]:
    """Give the traces of refused access."""
    with acting_as(actors.system("test")):
        return [e.details for e in Entry.objects.filter(event="access_refused").order_by("id")]


def test_a_patient_sees_their_own_rows_only(logged_in: LogIn, patient: Actor, other_patient: Actor) -> None:
    assert logged_in(patient).get("/innboks/").content == b"Kari Nordmann"


def test_a_clinic_sees_its_own_patients_only(
    logged_in: LogIn, doctor: Actor, patient: Actor, other_patient: Actor, foreign_patient: Actor
) -> None:
    assert logged_in(doctor).get("/klinikk/arbeidsliste/").content == b"Kari Nordmann,Ola Hansen"


@pytest.mark.django_db(transaction=True)
def test_the_scope_holds_with_real_transactions_at_both_doors(
    logged_in: LogIn, doctor: Actor, patient: Actor, other_patient: Actor
) -> None:
    browser = logged_in(doctor, logged_in(patient))
    assert browser.get("/innboks/").content == b"Kari Nordmann"
    assert browser.get("/klinikk/arbeidsliste/").content == b"Kari Nordmann,Ola Hansen"
    assert browser.get("/alle/").content == b"alle"
    assert wall.current() == actors.NOBODY


def test_a_doctor_who_is_a_patient_has_two_sessions_that_never_mix(
    logged_in: LogIn, doctor: Actor, doctor_as_patient: Actor, patient: Actor
) -> None:
    browser = logged_in(doctor, logged_in(doctor_as_patient))
    assert browser.get("/innboks/").content == b"Lise Lege"
    assert browser.get("/klinikk/arbeidsliste/").content == b"Kari Nordmann,Lise Lege"
    browser.post("/logg-ut/")
    assert browser.get("/innboks/").status_code == 302
    assert browser.get("/klinikk/arbeidsliste/").status_code == 200


def test_one_doors_cookie_does_not_open_the_other(logged_in: LogIn, patient: Actor, doctor: Actor) -> None:
    browser = logged_in(patient)
    browser.cookies["klinikk"] = browser.cookies["pasient"].value
    assert browser.get("/klinikk/arbeidsliste/")["Location"].startswith("/klinikk/logg-inn/")
    browser = logged_in(doctor)
    browser.cookies["pasient"] = browser.cookies["klinikk"].value
    assert browser.get("/innboks/")["Location"].startswith("/logg-inn/")


def test_somebody_unknown_is_led_to_the_door_and_from_there_back(db: None) -> None:
    answer = Client().get("/dialog/0190a8a0-0000-7000-8000-000000000000/?side=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/logg-inn/?neste=/dialog/0190a8a0-0000-7000-8000-000000000000/%3Fside%3D2"


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\0", "../..", "'; DROP TABLE identity_session;--"])
def test_a_made_up_token_opens_nothing(db: None, token: str) -> None:
    browser = Client()
    browser.cookies["pasient"] = token
    assert browser.get("/innboks/").status_code == 302


def test_the_token_itself_is_kept_nowhere(logged_in: LogIn, patient: Actor) -> None:
    token = logged_in(patient).cookies["pasient"].value
    assert len(token) >= 43
    row = Session.objects.values().get()
    assert token not in json.dumps(row, default=str)


def test_a_wrong_role_is_told_so_and_traced(logged_in: LogIn, secretary: Actor) -> None:
    answer = logged_in(secretary).get("/klinikk/innstillinger/")
    assert answer.status_code == 403
    assert "Rollen din gir ikke tilgang" in answer.content.decode()
    assert refusals() == [{"page": "settings", "reason": "wrong_role", "permission": "settings"}]


def test_an_administrator_reads_no_dialogues(logged_in: LogIn, administrator: Actor) -> None:
    assert logged_in(administrator).get("/klinikk/arbeidsliste/").status_code == 403


def test_somebody_on_no_list_sees_only_whom_to_phone(logged_in: LogIn, unlisted: Actor) -> None:
    browser = logged_in(unlisted)
    for address in ("/innboks/", "/spor/", "/fortsett/"):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "Ring legekontoret ditt først" in answer.content.decode()
    assert [row["reason"] for row in refusals()] == ["unlisted"] * 3
    assert "Du er logget ut" in browser.post("/logg-ut/").content.decode()


def test_somebody_who_no_longer_works_there_is_out_at_the_next_click(logged_in: LogIn, doctor: Actor) -> None:
    browser = logged_in(doctor)
    assert browser.get("/klinikk/arbeidsliste/").status_code == 200
    Staff.objects.filter(id=doctor.staff_id).update(active=False)
    assert browser.get("/klinikk/arbeidsliste/")["Location"].startswith("/klinikk/logg-inn/")


def test_somebody_with_work_elsewhere_is_asked_to_choose_again(logged_in: LogIn, doctor_at_both: Actor) -> None:
    browser = logged_in(doctor_at_both)
    Staff.objects.filter(id=doctor_at_both.staff_id).update(active=False)
    answer = browser.get("/klinikk/arbeidsliste/")
    assert answer["Location"] == "/klinikk/velg-klinikk/?neste=/klinikk/arbeidsliste/"


def test_a_closed_account_is_out_at_the_next_click(logged_in: LogIn, doctor: Actor) -> None:
    browser = logged_in(doctor)
    Account.objects.filter(id=doctor.account_id).update(active=False)
    assert browser.get("/klinikk/arbeidsliste/").status_code == 302


def test_a_changed_role_counts_at_the_next_click(logged_in: LogIn, doctor: Actor) -> None:
    browser = logged_in(doctor)
    Staff.objects.filter(id=doctor.staff_id).update(role="administrator")
    assert browser.get("/klinikk/arbeidsliste/").status_code == 403
    assert browser.get("/klinikk/innstillinger/").status_code == 200


def test_a_page_costs_one_query_for_who_it_is(
    logged_in: LogIn, patient: Actor, doctor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = logged_in(doctor, logged_in(patient))
    own, scope_on, scope_off, savepoints = 1, 1, 1, 2  # the outer transaction is the test's
    with django_assert_num_queries(1 + own + scope_on + scope_off + savepoints):
        browser.get("/innboks/")
    with django_assert_num_queries(1 + own + scope_on + scope_off + savepoints):
        browser.get("/klinikk/arbeidsliste/")
    with django_assert_num_queries(0):
        browser.get("/alle/")


def test_what_is_not_there_is_traced_and_told_in_the_same_words(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    answer = browser.post("/nekter/")
    assert answer.status_code == 404
    assert "Vi finner ikke siden" in answer.content.decode()
    assert [row["reason"] for row in refusals()] == ["unknown"]


def test_a_refusal_nobody_handled_becomes_a_plain_page(logged_in: LogIn, patient: Actor) -> None:
    answer = logged_in(patient).get("/nekter/")
    assert answer.status_code == 409
    assert "allerede sendt" in answer.content.decode()


@pytest.mark.parametrize("address", ["/sen/", "/strom/"])
def test_a_page_that_would_be_made_outside_the_scope_is_a_fault(logged_in: LogIn, patient: Actor, address: str) -> None:
    with pytest.raises(TypeError, match="no TemplateResponse, no streaming"):
        logged_in(patient).get(address)


def test_a_fault_of_ours_is_said_sorry_for_with_a_reference(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    browser.raise_request_exception = False
    answer = browser.get("/feiler/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Beklager, noe gikk galt hos oss" in page
    assert answer["X-Request-Id"] in page
    assert "RuntimeError" not in page
    assert "kari@eksempel.no" not in page


def test_no_reference_is_taken_from_outside(db: None) -> None:
    answer = Client().get("/alle/", headers={"X-Request-Id": "mine\nforged"})
    assert len(answer["X-Request-Id"]) == 16
    assert Client().get("/alle/")["X-Request-Id"] != answer["X-Request-Id"]


@pytest.mark.parametrize("address", ["/alle/", "/innboks/", "/finnes-ikke/", "/logg-inn/", "/helse/live"])
def test_no_page_is_kept_by_a_browser(logged_in: LogIn, patient: Actor, address: str) -> None:
    assert logged_in(patient).get(address)["Cache-Control"] == "no-store"


def test_only_the_methods_of_a_page_are_answered(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient)
    assert browser.post("/alle/").status_code == 405
    assert browser.delete("/innboks/").status_code == 405
    assert browser.options("/innboks/").status_code == 405
    assert browser.get("/logg-ut/overalt/").status_code == 405
    assert browser.head("/innboks/").status_code == 200


def test_another_sites_form_is_refused_and_gets_nothing_back(logged_in: LogIn, patient: Actor) -> None:
    browser = logged_in(patient, Client(enforce_csrf_checks=True))
    answer = browser.post("/innboks/", {"text": "overfør"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "overfør" not in answer.content.decode()


def test_a_form_of_ours_that_has_grown_stale_comes_back_with_its_text(
    logged_in: LogIn, patient: Actor, settings: LazySettings
) -> None:
    browser = logged_in(patient, Client(enforce_csrf_checks=True))
    form = {"text": 'Jeg <b>hoster</b> "mye"', "csrfmiddlewaretoken": "old"}
    answer = browser.post("/innboks/", form, headers={"Origin": settings.PUBLIC_URL})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Send på nytt" in page
    assert 'value="Jeg &lt;b&gt;hoster&lt;/b&gt; &quot;mye&quot;"' in page
    assert 'value="old"' not in page


@pytest.mark.parametrize("form", [{"text": "x" * 300_000}, {f"felt{number}": "x" for number in range(300)}])
def test_a_form_larger_than_we_read_is_told_so(logged_in: LogIn, patient: Actor, form: dict[str, str]) -> None:
    answer = logged_in(patient).post("/innboks/", urlencode(form), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Det du sendte, er for stort" in answer.content.decode()
