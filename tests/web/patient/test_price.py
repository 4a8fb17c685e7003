"""Step 3: nobody writes before the price is accepted, and what is accepted is what was shown (START-5, PAY-3)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.personas import FURNISHER, LogIn
from tests.web.patient.conftest import Setter
from tests.web.patient.walk import START, Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.billing.models import Consent
from legesvar.domain.patients.models import Patient

CHANGED = "Prisen er endret. Se den nye prisen, og kryss av for å godta den."


def consents(actor: Actor) -> int:
    with acting_as(actor):
        return Consent.objects.count()


def test_the_page_adds_it_up(walk: Walk, doctor: Actor) -> None:
    page = text_of(walk.to_fit(doctor).get("pris/"))
    for words in ("Egenandel 204 kr", "Fakturagebyr 55 kr", "Du betaler 259 kr"):
        assert words in page
    assert "når legen har svart og avsluttet e-konsultasjonen" in page
    assert "Jeg godtar å betale egenandel" in page


def test_without_a_fee_there_is_no_line_for_it(walk: Walk, doctor: Actor, prices: Setter) -> None:
    prices(fee_ore=0)
    page = text_of(walk.to_fit(doctor).get("pris/"))
    assert "Fakturagebyr" not in page
    assert "Du betaler 204 kr" in page


def test_the_evening_price_is_told_where_it_is_used(walk: Walk, doctor: Actor, prices: Setter, tariffs: Setter) -> None:
    tariffs(20_400, 36_500)
    assert "Kveld og helg" not in text_of(walk.to_fit(doctor).get("pris/"))
    prices(uses_evening_tariff=True)
    page = text_of(walk.get("pris/"))
    assert "etter kl. 16.00, før kl. 08.00 eller på en fridag, er egenandelen 365 kroner" in page
    assert "Da betaler du 420 kroner til sammen." in page
    walk.post("pris/", accept="on", shown=walk.hidden("shown", "pris/"))
    walk.write(why="Hei")
    assert "høyst 420 kroner på kveld og i helg" in text_of(walk.get("se-over/"))


def test_with_frikort_the_page_says_nothing_is_paid_and_why(
    tariff: None, patient_with_frikort: Actor, logged_in: LogIn, doctor: Actor
) -> None:
    walk = Walk(logged_in(patient_with_frikort), patient_with_frikort).to_fit(doctor)
    page = text_of(walk.get("pris/"))
    assert "0 kroner med frikort" in page
    assert "Gjelder ikke frikortet den dagen legen svarer, er prisen 259 kroner." in page
    assert "Jeg godtar prisen" in page
    assert "Du må godta prisen" in text_of(walk.post("pris/"))
    walk.to_review(doctor)
    assert "0 kroner (frikort)" in text_of(walk.get("se-over/"))


def test_a_child_pays_nothing(tariff: None, child: Actor, logged_in: LogIn, doctor: Actor) -> None:
    walk = Walk(logged_in(child), child).to_fit(doctor)
    page = text_of(walk.get("pris/"))
    assert "0 kroner for barn under 16 år" in page
    assert "259" not in page


def test_a_child_who_may_turn_sixteen_before_the_answer_is_told_the_price(
    tariff: None, child: Actor, logged_in: LogIn, doctor: Actor, now: datetime
) -> None:
    with acting_as(FURNISHER):
        born = oslo_date(now).replace(day=1) - timedelta(days=365 * 16 - 45)
        Patient.objects.filter(person_id=child.person_id).update(birth_date=born)
    page = text_of(Walk(logged_in(child), child).to_fit(doctor).get("pris/"))
    assert "Er barnet fylt 16 år den dagen legen svarer, er prisen 259 kroner." in page


def test_who_acts_for_a_child_is_not_told_that_they_are_one(
    tariff: None, child: Actor, mother: Actor, logged_in: LogIn, doctor: Actor
) -> None:
    client = logged_in(mother)
    start = f"/for/{child.public_id}{START}"
    client.post(start + "mottaker/", {"recipient": str(doctor.public_id)})
    client.post(start + "passer-det/", {"danger": "nei", "not_urgent": "on"})
    page = text_of(client.get(start + "pris/"))
    assert "0 kroner for barn under 16 år" in page
    assert "Du er under 16" not in page


def test_the_box_is_never_ticked_beforehand(walk: Walk, doctor: Actor) -> None:
    walk.to_price(doctor)
    assert " checked" not in walk.get("pris/").content.decode()


@pytest.mark.parametrize("accept", [None, "", "false"])
def test_without_consent_nobody_gets_further(walk: Walk, doctor: Actor, accept: str | None) -> None:
    walk.to_fit(doctor)
    shown = walk.hidden("shown", "pris/")
    response = walk.post("pris/", shown=shown, **({} if accept is None else {"accept": accept}))
    assert "Du må godta å betale egenandel for å gå videre." in text_of(response)
    assert consents(walk.actor) == 0
    assert walk.get("beskjed/").headers["Location"] == START + "pris/?mangler=1"


def test_a_price_that_changed_meanwhile_is_shown_and_asked_for_again(
    walk: Walk, doctor: Actor, tariffs: Setter
) -> None:
    walk.to_fit(doctor)
    shown = walk.hidden("shown", "pris/")
    tariffs(30_000)
    response = walk.post("pris/", accept="on", shown=shown)
    assert CHANGED in text_of(response)
    assert "355 kr" in text_of(response)
    assert " checked" not in response.content.decode()
    assert consents(walk.actor) == 0
    walk.post("pris/", accept="on", shown=walk.hidden("shown", "pris/"))
    assert consents(walk.actor) == 1


@pytest.mark.parametrize("shown", ["", "2ae.0.1.1.", "<script>", "\0", "x" * 9000])
def test_a_made_up_price_is_not_accepted(walk: Walk, doctor: Actor, shown: str) -> None:
    walk.to_fit(doctor)
    assert CHANGED in text_of(walk.post("pris/", accept="on", shown=shown))
    assert consents(walk.actor) == 0


def test_a_price_that_changed_before_sending_stops_the_sending_and_keeps_the_text(
    walk: Walk, doctor: Actor, tariffs: Setter
) -> None:
    walk.to_review(doctor, "Dette skal ikke bli borte.")
    tariffs(30_000)
    response = walk.send()
    assert response.headers["Location"] == START + "pris/?mangler=1"
    page = text_of(walk.client.get(response.headers["Location"]))
    assert "Prisen er endret siden du godtok den. Teksten din er lagret." in page
    assert walk.draft.texts == {"why": "Dette skal ikke bli borte."}


def test_a_fee_that_changed_must_be_accepted_too(walk: Walk, doctor: Actor, prices: Setter) -> None:
    walk.to_review(doctor)
    prices(fee_ore=9_900)
    assert walk.get("se-over/").headers["Location"] == START + "pris/?mangler=1"


def test_a_clinic_without_a_price_says_so(patient: Actor, logged_in: LogIn, doctor: Actor) -> None:
    walk = Walk(logged_in(patient), patient).to_fit(doctor)
    for response in (walk.get("pris/"), walk.post("pris/", accept="on", shown="x")):
        assert "har ikke lagt inn prisen" in text_of(response)
        assert "22 00 11 22" in text_of(response)
