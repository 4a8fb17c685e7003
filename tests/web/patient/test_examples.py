"""The examples of what fits, as the second step shows them to a patient who has chosen a language (START-4)."""

from __future__ import annotations

import html
import re

import pytest
from tests.web.patient.walk import Walk

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.domain.identity.models import Person
from legesvar.domain.services.settings import DEFAULTS

LIST = re.compile(r'<ul class="bullets">(.*?)</ul>', re.DOTALL)


@pytest.mark.parametrize("code", ["nb", "nn", "en"])
def test_all_examples_stand_there_in_their_order(walk: Walk, patient: Actor, doctor: Actor, code: str) -> None:
    Person.objects.filter(id=patient.person_id).update(language=code)
    page = walk.to_recipient(doctor).get("passer-det/").content.decode()
    plain = html.unescape(re.sub(r"\u2060|<(?!/?(?:ul|li)\b)[^>]*>", "", page)).replace("\u2011", "-")
    said = DEFAULTS[Kind.E_CONSULTATION].in_language(code)
    # Each list is in two parts: what is seen at once, and what opens on a phone.
    shown = [example for part in LIST.findall(plain)[:4] for example in re.findall(r"<li>(.*?)</li>", part)]
    assert shown == [*said.fits, *said.fits_not]
