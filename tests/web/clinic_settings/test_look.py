"""The settings as a browser draws them: nothing for axe to find, nothing cut off, nothing of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.clinic.test_look import AXE, DESK_AT_NIGHT, PHONE, SPACED
from tests.web.clinic_settings.conftest import ROOT, boxes, said
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date

Pages = dict[str, str]


@pytest.fixture
def drawn(
    at_administrator: Client, logged_in: LogIn, doctor: Actor, secretary: Actor, tariff: None, now: datetime
) -> Pages:
    """Walk through the settings and keep the pages."""
    client, limits = at_administrator, f"{ROOT}e-konsultasjon-grenser/"
    day = (oslo_date(now) + timedelta(days=40)).strftime("%d.%m.%Y")
    pages = {"overview": said(client.get(ROOT))}
    form = {**boxes(client.get(limits)), "character_limit": "800"}
    pages["confirm"] = said(client.post(limits, form))
    pages["preview"] = said(client.post(f"{limits}slik-blir-det/", {**form, "side": "beskjed"}))
    pages["wrong"] = said(client.post(limits, {**form, "answer_days": "0"}))
    client.post(limits, {**form, "til": "lagre"})
    client.post(
        limits,
        {**boxes(client.get(limits)), "answer_days": "3", "gjelder": "dato", "gjelder_dato": day, "til": "lagre"},
    )
    pages["planned"] = said(client.get(limits))
    pages["held"] = said(client.post(limits, {**form, "character_limit": "900", "til": "lagre"}))
    pages["history"] = said(client.get(f"{limits}historikk/"))
    for name in ("e-konsultasjon-tilbud", "e-konsultasjon-tekster", "betaling", "krav", "varsler", "legekontoret"):
        pages[name] = said(client.get(f"{ROOT}{name}/"))
    client.post(f"{ROOT}fridager/", {"name": "Kurs", "first": day, "last": ""})
    pages["days off"] = said(client.get(f"{ROOT}fridager/?lagt-til=1"))
    pages["prices"] = said(client.get(f"{ROOT}priser/"))
    client.post(f"{ROOT}pause/resept/", {"reason": "Vi har sykdom.", "day": day, "clock": "08.00"})
    pages["pauses"], pages["pause"] = said(client.get(f"{ROOT}pause/")), said(client.get(f"{ROOT}pause/resept/"))
    pages["secretary"] = said(logged_in(secretary).get(f"{ROOT}pause/"))
    pages["offer"] = said(logged_in(doctor).get(f"{ROOT}min-e-konsultasjon/"))
    return pages


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
        assert html.count("<script") == html.count('<script type="module" src="/static/js/'), name
