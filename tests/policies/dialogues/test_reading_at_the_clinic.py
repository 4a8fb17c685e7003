"""Who must say why before they open a dialogue at the clinic (WORK-8)."""

from __future__ import annotations

import pytest

from legesvar.core.actor import Role
from legesvar.core.kinds import Kind
from legesvar.domain.dialogues.kinds import ASKED, Why
from legesvar.domain.dialogues.policies import DialogueFacts, Refusal, Who, reading_refused
from legesvar.domain.dialogues.states import State

RECIPIENT, OTHER = 1, 2
DIALOGUE = DialogueFacts(Kind.E_CONSULTATION, State.WAITING_FOR_CLINIC, RECIPIENT, 1)
NEED_NOT_SAY = [
    Who(Role.FASTLEGE, RECIPIENT),
    Who(Role.VIKAR, OTHER, stands_in_for=(RECIPIENT,)),
    Who(Role.SECRETARY, OTHER),
    Who(Role.FASTLEGE, OTHER, forwarded=True),
    Who(Role.CLINICIAN, OTHER, invited=True),
]
MUST_SAY = [Who(Role.FASTLEGE, OTHER), Who(Role.VIKAR, OTHER), Who(Role.CLINICIAN, OTHER)]


@pytest.mark.parametrize("who", NEED_NOT_SAY, ids=lambda who: who.role)
def test_who_answers_or_sorts_need_not_say_why(who: Who) -> None:
    assert reading_refused(who, DIALOGUE, Why.IN_TURN) is None


@pytest.mark.parametrize("who", MUST_SAY, ids=lambda who: who.role)
@pytest.mark.parametrize("why", [Why.IN_TURN, "", "worklist", "nysgjerrig"])
def test_everybody_else_must_give_one_of_the_reasons(who: Who, why: str) -> None:
    assert reading_refused(who, DIALOGUE, why) is Refusal.SAY_WHY


@pytest.mark.parametrize("who", MUST_SAY, ids=lambda who: who.role)
@pytest.mark.parametrize("why", sorted(ASKED))
def test_a_reason_opens_it(who: Who, why: Why) -> None:
    assert reading_refused(who, DIALOGUE, why) is None
