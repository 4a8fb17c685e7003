"""A mother writes for her child, the father and the child read it, and nobody else's pages are touched (ID-6)."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.journeys.deputy import Deputy
from tests.journeys.inspection import faults, faults_by_keyboard
from tests.journeys.visitor import MODES

CHILD = "Lina Liksom Demo"
TEXT = "Lina har hatt vondt i øret siden i går."


@pytest.fixture
def deputy(visitors):
    """Let a parent sit down at a browser: name and mode."""
    return partial(visitors, Deputy)


@pytest.mark.parametrize("mode", MODES)
def test_a_mother_writes_for_her_child_and_both_parents_follow_it(deputy, patient, colleague, portal, mode):
    mother = deputy("Elle Máret Demo", mode).logs_in().turns_to(CHILD).with_an_empty_desk()
    mother.is_told_whom_it_is_about(CHILD).scrolls_only_down()
    mother.starts("Start").is_at("Hvem vil du skrive til?").is_told_whom_it_is_about(CHILD).sees("Ingrid Testlund")
    mother.accepts_who_is_shown().declares_that_it_fits().sees("0 kroner").accepts_the_price()
    mother.writes(TEXT).presses("Neste steg").is_at("Se over og send").is_told_whom_it_is_about(CHILD)
    mother.sees(TEXT, "e-post til").scrolls_only_down()
    dialogue = mother.sends()
    assert mother.before in mother.page.url

    # Among the mother's own there is nothing of it.
    mother.turns_to("Deg selv")
    expect(mother.page.locator("aside.acting-for")).to_have_count(0)
    expect(mother.row_in_list(dialogue)).to_have_count(0)

    # The clinic sees whose it is and who wrote; both parents are told, with the child's address.
    ingrid = colleague("Ingrid Testlund").logs_in().opens(f"/klinikk/dialog/{dialogue}/")
    ingrid.sees(CHILD, f"Elle Máret Demo for {CHILD}").answers("Gi paracet, og kom innom i morgen.")
    told = portal.await_message("elle@post.example", dialogue)
    portal.await_message("+4709000005", dialogue)
    link = next(word for word in told["body"].split() if dialogue in word)

    # She lands on the message and writes back. The father reads it all, and the child too.
    mother.opens(link).is_told_whom_it_is_about(CHILD).sees("Gi paracet").replies("Takk, det gjør vi.")
    mother.sees("Takk, det gjør vi.", f"Elle Máret Demo for {CHILD}")
    father = deputy("Lars Liksom", mode).logs_in().turns_to(CHILD)
    father.opens_dialogue(dialogue).sees(TEXT, "Gi paracet", "Takk, det gjør vi.")
    patient(CHILD, mode).logs_in().opens(f"/dialog/{dialogue}/").sees(TEXT, "Takk, det gjør vi.")


@pytest.mark.parametrize("mode", ["with scripts", "without scripts"])
def test_two_tabs_for_two_people_never_mix(deputy, portal, mode):
    mother = deputy("Elle Máret Demo", mode).logs_in().turns_to(CHILD)
    mother.comes_to_the_message()
    for_child = mother.page
    mother.turns_to_another_tab()
    mother.before = ""
    mother.comes_to_the_message()
    own = mother.page
    # Written at once in both, saved by themselves where scripts run, sent the other way round.
    for page, text in ((for_child, "Om Lina."), (own, "Om meg.")):
        with page.expect_response("**/utkast/") if mode == "with scripts" else nullcontext():
            page.get_by_label("Beskjed", exact=True).press_sequentially(text)
    sent = {}
    for page, text in ((own, "Om meg."), (for_child, "Om Lina.")):
        mother.page = page
        mother.presses("Neste steg").is_at("Se over og send").sees(text)
        sent[text] = mother.sends()
    asked = (
        "SELECT p.name FROM dialogues_dialogue d JOIN identity_person p ON p.id = d.person_id WHERE d.public_id = %s"
    )
    assert portal.ask(asked, sent["Om meg."]) == [("Elle Máret Demo",)]
    assert portal.ask(asked, sent["Om Lina."]) == [(CHILD,)]


def test_the_pages_are_for_everybody(deputy):
    mother = deputy("Elle Máret Demo").logs_in().opens("/for/")
    found = [*faults(mother, "the choice"), *faults_by_keyboard(mother)]
    mother.turns_to(CHILD)
    found += [*faults(mother, "the child's Innboks"), *faults_by_keyboard(mother)]
    found += faults(mother.opens("/start/e-konsultasjon/"), "the child's first step")
    found += faults(deputy("Kjell Fiktiv").logs_in().opens("/for/"), "the choice of somebody who acts for nobody")
    found += faults(deputy("Unni Utenfor").logs_in(), "on no list")
    assert found == []
