"""At the foot of a patient's pages stands how to reach the clinic: by phone, and on foot."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.patient.walk import Walk, text_of

from legesvar.core.actor import Actor
from legesvar.domain.dialogues.models import Dialogue

OWN = ("/profil/", "/innsyn/", "/for/", "/innboks/arkiv/", "/start/", "/start/e-konsultasjon/mottaker/")
REACHED = "Solbakken legekontor: 22 00 11 22 Storgata 1, 0155 Oslo"


@pytest.mark.parametrize("address", OWN)
def test_how_to_reach_the_clinic_stands_at_the_foot(walk: Walk, address: str) -> None:
    assert REACHED in text_of(walk.client.get(address))


def test_it_stands_at_the_foot_of_a_dialogue(walk: Walk, econsultation: Dialogue) -> None:
    assert REACHED in text_of(walk.client.get(f"/dialog/{econsultation.public_id}/"))


def test_who_is_on_two_lists_is_told_of_neither_where_it_is_about_none(
    logged_in: LogIn, patient_of_both: Actor
) -> None:
    page = text_of(logged_in(patient_of_both).get("/profil/"))
    assert "22 00 11 22" not in page


def test_who_is_on_no_list_is_told_of_none(client: Client, logged_in: LogIn, unlisted: Actor) -> None:
    assert "Solbakken" not in text_of(logged_in(unlisted).get("/for/"))


@pytest.mark.parametrize("address", ["innsyn/", "innboks/arkiv/"])
def test_who_acts_for_another_is_told_of_that_ones_clinic(
    logged_in: LogIn, mother: Actor, child: Actor, address: str
) -> None:
    assert REACHED in text_of(logged_in(mother).get(f"/for/{child.public_id}/{address}"))
