"""Choosing a language: kept with the person and in the browser, never mixed, never a way out of the portal."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.personas import FURNISHER, LogIn

from legesvar.core import languages
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.identity.models import Account, Person

pytestmark = pytest.mark.django_db


def spoken(answer: HttpResponse) -> str:
    """Give the language of a page, which says the same in its head and in its markup."""
    found = re.search(r'<html lang="(\w+)"', answer.content.decode())
    assert found is not None
    assert answer["Content-Language"] == found[1]
    return found[1]


def choose(client: Client, code: str, back: str = "/", **headers: str) -> HttpResponse:
    return client.get(f"/sprak/{code}/", {"neste": back}, headers=headers)


def language_of(actor: Actor) -> str:
    if actor.account_id is not None:
        return Account.objects.get(id=actor.account_id).language
    return Person.objects.get(id=actor.person_id).language


def test_who_has_not_logged_in_chooses_for_the_browser(client: Client) -> None:
    assert spoken(client.get("/")) == "nb"
    for code in ("nn", "en", "nb"):
        answer = choose(client, code)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert spoken(client.get("/")) == code


def test_a_patient_chooses_for_every_browser(patient: Actor, logged_in: LogIn) -> None:
    here, elsewhere = logged_in(patient), logged_in(patient)
    assert choose(here, "nn", "/innboks/")["Location"] == "/innboks/"
    assert language_of(patient) == "nn"
    assert spoken(here.get("/innboks/")) == spoken(elsewhere.get("/innboks/")) == "nn"


def test_a_colleague_chooses_for_their_account(doctor: Actor, logged_in: LogIn) -> None:
    browser = logged_in(doctor)
    assert choose(browser, "en", "/klinikk/arbeidsliste/")["Location"] == "/klinikk/arbeidsliste/"
    assert language_of(doctor) == "en"
    assert spoken(browser.get("/klinikk/arbeidsliste/")) == "en"


def test_a_doctor_who_is_a_patient_chooses_for_each_door_alone(
    doctor: Actor, doctor_as_patient: Actor, logged_in: LogIn
) -> None:
    browser = logged_in(doctor_as_patient, logged_in(doctor))
    choose(browser, "en", "/klinikk/arbeidsliste/")
    assert (spoken(browser.get("/klinikk/arbeidsliste/")), spoken(browser.get("/innboks/"))) == ("en", "nb")


def test_a_choice_is_traced_once(patient: Actor, logged_in: LogIn) -> None:
    browser = logged_in(patient)
    for _ in range(2):
        choose(browser, "nn", "/innboks/")
    with acting_as(FURNISHER):
        assert Entry.objects.filter(event=Event.LANGUAGE_CHOSEN).count() == 1


@pytest.mark.parametrize("code", ["xx", "se", "NN", "nb-no", "n", "en.valgt", "%00", "..", "nn%0d%0a", "0" * 500])
def test_a_language_that_we_do_not_speak_is_not_found_and_changes_nothing(
    code: str, patient: Actor, logged_in: LogIn
) -> None:
    browser = logged_in(patient)
    answer = browser.get(f"/sprak/{code}/?neste=/innboks/")
    assert answer.status_code == 404
    assert "sprak" not in answer.cookies
    assert language_of(patient) == "nb"


@pytest.mark.parametrize("cookie", ["xx", "se", "en.valgt.valgt", ".valgt", "en\x00", "nb,nn", "../../etc", "e" * 4000])
def test_a_cookie_that_names_no_language_is_passed_over(client: Client, cookie: str) -> None:
    client.cookies["sprak"] = cookie
    assert spoken(client.get("/")) == "nb"


@pytest.mark.parametrize(
    "attack",
    [
        "https://ond.example/", "//ond.example/", "/\\ond.example", "javascript:alert(1)", "/\t/ond.example",
        "/sprak/en/?neste=/", "/logg-ut/", "/logg-inn/start/", "/klinikk/logg-ut/", "", "innboks/", "/" + "x" * 600,
    ],
)  # fmt: skip
def test_a_choice_leads_nowhere_but_to_a_page_of_ours(client: Client, attack: str) -> None:
    assert choose(client, "nn", attack)["Location"] in {"/logg-inn/", "/klinikk/logg-inn/"}


@pytest.mark.parametrize("back", ["/", "/logg-inn/?neste=/innboks/", "/klinikk/logg-inn/", "/innboks/?etter=1"])
def test_a_choice_leads_back_to_where_it_was_made(client: Client, back: str) -> None:
    assert choose(client, "nn", back)["Location"] == back


def test_a_link_on_somebody_elses_page_changes_nothing_that_is_stored(patient: Actor, logged_in: LogIn) -> None:
    browser = logged_in(patient)
    answer = choose(browser, "en", "/innboks/", sec_fetch_site="cross-site")
    assert answer.status_code == 302
    assert language_of(patient) == "nb"
    assert spoken(browser.get("/innboks/")) == "nb"


def test_a_form_cannot_be_sent_there(client: Client) -> None:
    assert client.post("/sprak/nn/?neste=/").status_code == 405


def test_every_page_offers_each_language_by_its_own_name(client: Client, patient: Actor, logged_in: LogIn) -> None:
    for browser, address in ((client, "/"), (client, "/logg-inn/"), (logged_in(patient), "/innboks/")):
        page = browser.get(address).content.decode()
        offered = re.findall(r'<a href="(/sprak/[^"]+)" lang="(\w+)" hreflang="(\w+)"[^>]*>(\w+)</a>', page)
        assert [(code, same, name) for _, code, same, name in offered] == [
            (code, code, name) for code, name in languages.OFFERED.items()
        ]
        assert [url for url, *_ in offered] == [f"/sprak/{code}/?neste={address}" for code in languages.OFFERED]


def test_staff_choose_in_their_menu(secretary: Actor, logged_in: LogIn) -> None:
    page = logged_in(secretary).get("/klinikk/arbeidsliste/").content.decode()
    assert 'href="/sprak/nn/?neste=/klinikk/arbeidsliste/" lang="nn" hreflang="nn"' in page


def test_no_language_is_linked_before_it_is_translated(client: Client) -> None:
    page = client.get("/").content.decode()
    assert not [code for code in languages.READY_FOR if f"/sprak/{code}/" in page]


def test_a_page_that_is_not_there_speaks_the_browsers_language(client: Client) -> None:
    choose(client, "en")
    answer = client.get("/finnes-ikke/")
    assert (answer.status_code, spoken(answer)) == (404, "en")


def test_a_page_that_somebody_may_not_see_speaks_their_language(
    patient: Actor, other_patient: Actor, logged_in: LogIn
) -> None:
    browser = logged_in(patient)
    choose(browser, "en", "/innboks/")
    assert spoken(browser.get("/dialog/0192a000-0000-7000-8000-000000000000/")) == "en"


def test_the_page_after_a_form_leads_back_to_where_the_form_stood(patient: Actor, logged_in: LogIn) -> None:
    answer = logged_in(patient).post("/logg-ut/", headers={"Referer": "http://testserver/innboks/"})
    assert 'href="/sprak/en/?neste=/logg-inn/"' in answer.content.decode()


def test_what_is_kept_by_browsers_is_kept_for_each_language(client: Client) -> None:
    for address in ("/manifest.webmanifest", "/sw.js"):
        assert client.get(address)["Vary"] == "Cookie"
    assert '"page": "/uten-nett/"' in client.get("/sw.js").content.decode()
    choose(client, "nn")
    assert '"page": "/uten-nett/?sprak=nn"' in client.get("/sw.js").content.decode()
    assert spoken(Client().get("/uten-nett/?sprak=nn")) == "nn"
    assert spoken(Client().get("/uten-nett/?sprak=xx")) == "nb"


def test_northern_sami_is_one_line_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but its words is there: until they are, a page would fall back to bokmål and its figures."""
    monkeypatch.setitem(languages.OFFERED, "se", languages.READY_FOR["se"])
    choose(client, "se")
    page = client.get("/")
    assert spoken(page) == "se"
    assert 'lang="se" hreflang="se" aria-current="true">Davvisámegiella</a>' in page.content.decode()
    assert "Skriv til fastlegen din" in page.content.decode()
