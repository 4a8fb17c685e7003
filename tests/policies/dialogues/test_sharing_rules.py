"""Who gives work to whom, who forwards with the right to answer, and what may be undone (WORK-4, DIA-11)."""

from __future__ import annotations

import pytest

from legesvar.core.actor import Role
from legesvar.core.kinds import Kind
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.policies import DialogueFacts, Refusal, Who
from legesvar.domain.dialogues.states import Action, State

RECIPIENT, OTHER = 1, 2
WAITING = DialogueFacts(Kind.E_CONSULTATION, State.WAITING_FOR_CLINIC, RECIPIENT, 1)
CLOSED = DialogueFacts(Kind.E_CONSULTATION, State.CLOSED, RECIPIENT, 2)
INQUIRY = DialogueFacts(Kind.INQUIRY, State.WAITING_FOR_CLINIC, None, 1)

F, V, C, S, A = Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN, Role.SECRETARY, Role.ADMINISTRATOR
OWN, IN_PLACE, STRANGER = Who(F, RECIPIENT), Who(V, OTHER, stands_in_for=(RECIPIENT,)), Who(F, OTHER)


@pytest.mark.parametrize(
    ("role", "to", "reason"),
    [
        (F, F, None), (F, S, None), (S, F, None), (C, None, None), (V, C, None),
        (S, A, Refusal.CANNOT_HAVE_IT), (A, F, Refusal.WRONG_ROLE), (A, None, Refusal.WRONG_ROLE),
        (Role.PATIENT, F, Refusal.WRONG_ROLE),
    ],
)  # fmt: skip
def test_who_gives_work_to_whom(role: Role, to: Role | None, reason: Refusal | None) -> None:
    assert policies.assigning_refused(role, to) is reason


@pytest.mark.parametrize(
    ("who", "dialogue", "to", "anybodys", "reason"),
    [
        (OWN, WAITING, F, False, None),
        (OWN, WAITING, V, False, None),
        (IN_PLACE, WAITING, F, False, None),
        (Who(F, OTHER, forwarded=True), WAITING, F, False, None),
        (STRANGER, WAITING, F, False, Refusal.NOT_YOURS),
        (Who(F, OTHER, invited=True), WAITING, F, False, Refusal.NOT_YOURS),
        (STRANGER, WAITING, F, True, None),
        (OWN, WAITING, S, False, Refusal.COLLEAGUE_CANNOT_ANSWER),
        (OWN, WAITING, A, True, Refusal.COLLEAGUE_CANNOT_ANSWER),
        (OWN, CLOSED, F, False, Refusal.CLOSED),
        (Who(S, OTHER), WAITING, F, True, Refusal.WRONG_ROLE),
        (Who(C, OTHER), WAITING, F, True, Refusal.WRONG_ROLE),
        (Who(A, OTHER), WAITING, F, True, Refusal.WRONG_ROLE),
        (Who(S, OTHER), INQUIRY, C, False, None),
    ],
)
def test_who_forwards_to_whom(
    who: Who, dialogue: DialogueFacts, to: Role, anybodys: bool, reason: Refusal | None
) -> None:
    assert policies.forwarding_refused(who, dialogue, to, anybodys=anybodys) is reason


@pytest.mark.parametrize(
    ("who", "to", "reason"),
    [
        (OWN, F, None), (IN_PLACE, C, None), (OWN, S, None), (OWN, A, Refusal.CANNOT_HAVE_IT),
        (STRANGER, F, Refusal.NOT_YOURS), (Who(S, OTHER), F, Refusal.WRONG_ROLE),
    ],
)  # fmt: skip
def test_who_lets_whom_read_along(who: Who, to: Role, reason: Refusal | None) -> None:
    assert policies.inviting_refused(who, WAITING, to) is reason


def test_forwarding_gives_the_right_to_answer_and_reading_along_does_not() -> None:
    forwarded, invited = Who(F, OTHER, forwarded=True), Who(F, OTHER, invited=True)
    for action in (Action.ANSWER, Action.ANSWER_AND_CLOSE):
        assert policies.action_refused(forwarded, WAITING, action) is None
        assert policies.action_refused(invited, WAITING, action) is Refusal.NOT_YOURS
        assert policies.action_refused(Who(S, OTHER, forwarded=True), WAITING, action) is Refusal.WRONG_ROLE


@pytest.mark.parametrize(
    ("own", "is_newest", "reason"),
    [
        (True, True, None),
        (True, False, Refusal.CHANGED_SINCE),
        (False, True, Refusal.NOT_YOUR_ACT),
        (False, False, Refusal.NOT_YOUR_ACT),
    ],
)
def test_what_may_be_undone(own: bool, is_newest: bool, reason: Refusal | None) -> None:
    assert policies.undoing_refused(own=own, is_newest=is_newest) is reason


@pytest.mark.parametrize(
    ("role", "text", "reason"),
    [
        (F, "Ring henne.", None), (S, "Ring henne.", None), (A, "Ring henne.", Refusal.WRONG_ROLE),
        (Role.PATIENT, "Hei", Refusal.WRONG_ROLE), (S, "  \n", Refusal.EMPTY_TEXT),
        (S, "x" * policies.NOTE_LIMIT, None), (S, "x" * (policies.NOTE_LIMIT + 1), Refusal.TOO_LONG),
    ],
)  # fmt: skip
def test_who_leaves_notes(role: Role, text: str, reason: Refusal | None) -> None:
    assert policies.note_refused(role, text) is reason


@pytest.mark.parametrize(
    ("role", "waits", "reason"), [(S, True, None), (F, False, Refusal.NOT_WAITING), (A, True, Refusal.WRONG_ROLE)]
)
def test_what_is_marked_as_urgent(role: Role, waits: bool, reason: Refusal | None) -> None:
    assert policies.urgency_refused(role, waits=waits) is reason
