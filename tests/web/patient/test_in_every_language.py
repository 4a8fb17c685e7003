"""A patient's pages in nynorsk and English: whole, on a narrow phone, and with nothing of bokmål left on them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.consultations import Answer
from tests.personas import LogIn
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look
from tests.web.patient.walk import START, Walk, dialogue_id
from tests.web.spoken import PHONE, body, fits, left_over

from legesvar.core import languages
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import DECLARED
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Person

TEXT = "Lorem ipsum dolor sit amet."
# What people wrote themselves, and where their names stand.
THEIRS = frozenset({"own-words", "menu__name", "menu__who"})
Pages = dict[str, str]


@pytest.fixture(params=languages.TRANSLATED)
def code(request: pytest.FixtureRequest, patient: Actor) -> str:
    """The language the patient has chosen."""
    Person.objects.filter(id=patient.person_id).update(language=request.param)
    return str(request.param)


@pytest.fixture
def drawn(walk: Walk, code: str, clinic: Clinic, doctor: Actor, answer: Answer) -> Pages:
    """Walk through every page of a patient's, stumbling at each step, and keep what was shown."""
    client, anonymous = walk.client, Client()
    anonymous.cookies["sprak"] = code
    pages = {path: body(anonymous, path) for path in ("/", "/logg-inn/", "/logg-ut/ferdig/", "/klinikk/logg-inn/")}
    pages |= {"gone": body(anonymous, "/finnes-ikke/", 404), "offline": body(anonymous, f"/uten-nett/?sprak={code}")}
    for path in ("/innboks/", "/innboks/arkiv/", "/start/", "/for/", "/profil/", "/profil/e-post/", "/profil/mobil/",
                 "/profil/stemmer-det/", f"/profil/varsler/{clinic.public_id}/", "/logg-ut/"):  # fmt: skip
        pages[path] = body(client, path)
    pages["no address"] = client.post("/profil/e-post/", {"address": "x"}).content.decode()
    for kind in DECLARED.values():
        pages[kind.slug] = body(client, f"/start/{kind.slug}/mottaker/")
    pages |= _steps(walk, doctor)
    walk.to_review(doctor, TEXT)
    pages |= {"review": walk.get("se-over/").content.decode(), "begun": walk.get("").content.decode()}
    pages |= {"start with draft": body(client, "/start/"), "discard": walk.get("slett/").content.decode()}
    sent = walk.send()
    pages["sent"] = body(client, sent["Location"])
    return pages | _life(client, dialogue_id(sent), doctor, answer)


def _steps(walk: Walk, doctor: Actor) -> Pages:
    pages = {"no recipient": walk.post("mottaker/").content.decode()}
    walk.to_recipient(doctor)
    pages |= {"fit": walk.get("passer-det/").content.decode(), "no fit": walk.post("passer-det/").content.decode()}
    pages["call"] = body(walk.client, walk.post("passer-det/", danger="ja", not_urgent="on")["Location"])
    walk.to_fit(doctor)
    pages |= {"price": walk.get("pris/").content.decode(), "no price": walk.post("pris/").content.decode()}
    walk.to_price(doctor)
    pages |= {"message": walk.get("beskjed/").content.decode(), "empty": walk.write(why=" ").content.decode()}
    pages["too long"] = walk.write(why="x" * 501).content.decode()
    return pages


def _life(client: Client, name: object, doctor: Actor, answer: Answer) -> Pages:
    address = f"/dialog/{name}/"
    pages = {"waiting": body(client, address)}
    dialogue = Dialogue(public_id=name)
    answer(doctor, dialogue, close=False, text=TEXT)
    pages |= {"unread": body(client, "/innboks/"), "answered": body(client, address)}
    pages["no reply"] = client.post(address, {"text": " "}).content.decode()
    answer(doctor, dialogue, close=True, seen=2, text=TEXT)
    return pages | {"closed": body(client, address), "archive": body(client, "/innboks/arkiv/")}


def test_nothing_of_bokmal_is_left(drawn: Pages, code: str, clinic: Clinic, doctor: Actor, patient: Actor) -> None:
    names = frozenset({clinic.name, doctor.name, patient.name})
    left = {page: found for page, html in drawn.items() if (found := left_over(html, code, names=names, theirs=THEIRS))}
    assert left == {}
    assert [page for page, html in drawn.items() if f'<html lang="{code}"' not in html] == []


@pytest.mark.browser
@pytest.mark.parametrize("look", [PHONE], indirect=True)
def test_longer_words_fit_a_narrow_phone(look: Look, drawn: Pages) -> None:  # noqa: F811
    fits(look, drawn)


def test_days_and_amounts_are_written_as_the_language_does(
    drawn: Pages, code: str, logged_in: LogIn, now: datetime
) -> None:
    day = oslo_date(now).day
    point = "" if code == "en" else "."
    assert ("NOK\N{NO-BREAK SPACE}259" if code == "en" else "259\N{NO-BREAK SPACE}kr") in drawn["price"]
    assert (
        f"{day}{point}\N{NO-BREAK SPACE}" in drawn["closed"]
        or ("Today" if code == "en" else "I dag") in drawn["closed"]
    )


def test_the_steps_begin_at_the_same_addresses(code: str, walk: Walk) -> None:
    assert walk.client.get(START)["Location"] == f"{START}mottaker/"
