"""The settings as a browser draws them: nothing for axe to find, nothing cut off, nothing of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.clinic_settings.conftest import ROOT, boxes, said
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.faults import faults_of
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
def test_nothing_is_wrong_with_any_page(look: Look, drawn: Pages) -> None:  # noqa: F811
    assert faults_of(look, drawn.items()) == []
