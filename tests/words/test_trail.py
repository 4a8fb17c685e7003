"""The trail's words: every event has some, in plain Norwegian, and nothing of anybody's own words gets into them."""

from __future__ import annotations

import pytest

from legesvar.core.actor import Role
from legesvar.domain.audit.events import Event
from legesvar.words import trail


@pytest.mark.parametrize("role", [Role.PATIENT, Role.FASTLEGE])
@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_words(event: Event, role: Role) -> None:
    said = trail.what(event, role)
    assert said != str(trail.UNNAMED)
    assert said[0].isupper()
    assert "_" not in said
    assert not said.endswith(".")


@pytest.mark.parametrize("role", [Role.PATIENT, Role.FASTLEGE])
def test_two_events_are_never_called_the_same(role: Role) -> None:
    said = [trail.what(event, role) for event in Event]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("event", trail.REASONS)
def test_each_reason_is_that_of_what_was_done(event: Event) -> None:
    for why, said in trail.REASONS[event].items():
        assert trail.reason(event, {"why": str(why)}) == f"Grunn: {said}."


def test_a_mistake_is_another_thing_on_a_list_than_on_an_invoice() -> None:
    assert "lagt inn ved en feil" in trail.reason(Event.PATIENT_LEFT, {"why": "mistake"})
    assert "Merket ved en feil" in trail.reason(Event.INVOICE_SETTLED, {"why": "mistake"})


def test_a_reason_is_said_in_our_words_or_not_at_all() -> None:
    assert trail.reason(Event.PATIENT_OPENED, {"why": "care"}) == "Grunn: Jeg gir pasienten helsehjelp."
    assert trail.reason(Event.DIALOGUE_OPENED_BY_CLINIC, {"why": "complaint"}) == "Grunn: Klage eller tilsyn."
    for details in ({}, {"why": "<b>"}, {"why": None}, {"why": ["care"]}, {"code": "F"}):
        assert trail.reason(Event.PATIENT_OPENED, details) == ""
    assert trail.reason(Event.CHARGED, {"why": "care"}) == ""
