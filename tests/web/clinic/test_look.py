"""The clinic's pages as a browser draws them: nothing for axe to find, nothing cut off, nothing of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, Reply, filled, page
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.journal.models import Entry

AXE = Path(__file__).resolve().parents[3] / "build" / "axe.min.js"
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
Pages = dict[str, str]


@pytest.fixture
def drawn(
    logged_in: LogIn, doctor: Actor, second_doctor: Actor, patient: Actor, secretary: Actor, administrator: Actor,
    econsultation: Dialogue, answer: Answer, reply: Reply, now: datetime,
) -> Pages:  # fmt: skip
    """Walk through a dialogue's life and keep the pages."""
    case, client = page(econsultation), logged_in(doctor)
    pages = {"list": body(client, "/klinikk/arbeidsliste/"), "new": body(client, case)}
    logged_in(secretary).post(case + "svar/", filled("keep", "Time mandag?"))
    pages |= {"suggestion": body(client, case), "secretary": body(logged_in(secretary), case)}
    pages |= {"why": body(logged_in(second_doctor), case), "no why": body(logged_in(second_doctor), case + "?grunn=")}
    pages["empty answer"] = client.post(case + "svar/", filled("answer", "")).content.decode()
    pages["exemption"] = body(client, case + "frikort/")
    pages["wrong exemption"] = client.post(case + "frikort/", {}).content.decode()
    pages |= {"reject": body(client, case + "avvis/"), "no reason": client.post(case + "avvis/", {}).content.decode()}
    pages["close in vain"] = client.post(case + "lukk/", filled("close", "")).content.decode()
    answer(doctor, econsultation)
    reply(patient, econsultation)
    pages["held"] = client.post(case + "svar/", filled("close")).content.decode()
    answer(doctor, econsultation, seen=3, close=True)
    pages["receipt"] = body(client, f"/klinikk/arbeidsliste/?svart={econsultation.public_id}")
    with acting_as(doctor):
        entry, invoice = Entry.objects.first(), billing.invoices_about(doctor, econsultation.public_id)[0]
    assert entry is not None
    correction = f"{case}journal/{entry.public_id}/rett/"
    pages["correction"] = body(client, correction)
    client.post(correction, {"text": "To uker, ikke tre."})
    pages["credit"] = body(client, f"/klinikk/faktura/{invoice.public_id}/krediter/")
    client.post(f"/klinikk/faktura/{invoice.public_id}/krediter/", {"reason": "exempt"})
    return pages | {
        "closed": body(client, case),
        "administrator": body(logged_in(administrator), "/klinikk/arbeidsliste/"),
    }


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


PHONE = {"viewport": {"width": 360, "height": 800}, "color_scheme": "light"}
DESK_AT_NIGHT = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}


@pytest.mark.browser
@pytest.mark.parametrize("look", [PHONE, DESK_AT_NIGHT], indirect=True, ids=["phone", "desk at night"])
def test_axe_finds_nothing_on_any_page(look: Look, drawn: Pages) -> None:  # noqa: F811
    for name, html in drawn.items():
        shown = look.show(html)
        shown.evaluate(AXE.read_text())
        found = shown.evaluate("axe.run()")["violations"]
        assert [(name, rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert look.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("look", [{"viewport": {"width": 320, "height": 800}, "bypass_csp": True}], indirect=True)
def test_nothing_scrolls_sideways_at_320_px_even_with_wide_letters(look: Look, drawn: Pages) -> None:  # noqa: F811
    for name, html in drawn.items():
        shown = look.show(html)
        shown.add_style_tag(content=SPACED)
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_every_page_has_one_first_heading_and_nothing_inline(drawn: Pages) -> None:
    for name, html in drawn.items():
        assert html.count("<h1") == 1, name
        assert " style=" not in html, name
        assert "<style" not in html, name
        assert html.count("<script") == html.count('<script type="module" src="/static/js/'), name
