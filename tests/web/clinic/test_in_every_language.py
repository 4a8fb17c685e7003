"""The clinic's pages in nynorsk and English: whole, on a narrow phone, and with nothing of bokmål left on them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, filled, page
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look
from tests.web.spoken import PHONE, body, fits, left_over

from legesvar.core import languages
from legesvar.core.actor import Actor
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Account
from legesvar.web.clinic.navigation import WAYS

THEIRS = frozenset({"own-words", "menu__name", "menu__who"})
Pages = dict[str, str]


@pytest.fixture(params=languages.TRANSLATED)
def code(request: pytest.FixtureRequest, doctor: Actor, administrator: Actor, second_doctor: Actor) -> str:
    """The language that the staff have chosen."""
    Account.objects.update(language=request.param)
    return str(request.param)


@pytest.fixture
def drawn(
    logged_in: LogIn, code: str, doctor: Actor, second_doctor: Actor, administrator: Actor, econsultation: Dialogue,
    answer: Answer,
) -> Pages:  # fmt: skip
    """Open every section that somebody has, and walk through a dialogue's life."""
    client, case = logged_in(doctor), page(econsultation)
    client.cookies["sprak"] = code
    pages = _sections(logged_in(administrator)) | _sections(client) | {"new": body(client, case)}
    pages["why"] = body(logged_in(second_doctor), case)
    pages["empty answer"] = client.post(case + "svar/", filled("answer", "")).content.decode()
    pages |= {"exemption": body(client, case + "frikort/"), "gone": body(client, "/klinikk/finnes-ikke/", 404)}
    pages["wrong exemption"] = client.post(case + "frikort/", {}).content.decode()
    answer(doctor, econsultation, text="Lorem ipsum.", close=True)
    return pages | {"closed": body(client, case)}


def _sections(client: Client) -> Pages:
    answers = {way.url: client.get(way.url) for way in WAYS}
    return {url: answer.content.decode() for url, answer in answers.items() if answer.status_code == 200}


def test_nothing_of_bokmal_is_left(drawn: Pages, code: str, clinic: Clinic) -> None:
    people = set(Account.objects.values_list("name", flat=True))
    names = frozenset({clinic.name, clinic.street, clinic.city, "Kari Nordmann", "Normaltariffen", "Bokmål", *people})
    left = {page: found for page, html in drawn.items() if (found := left_over(html, code, names=names, theirs=THEIRS))}
    assert left == {}
    assert [page for page, html in drawn.items() if f'<html lang="{code}"' not in html] == []


@pytest.mark.browser
@pytest.mark.parametrize("look", [PHONE], indirect=True)
def test_longer_words_fit_a_narrow_phone(look: Look, drawn: Pages) -> None:  # noqa: F811
    fits(look, drawn)
