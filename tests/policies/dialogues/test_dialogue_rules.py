"""State × action × role, and the other pure rules of dialogues."""

from __future__ import annotations

from itertools import product

import pytest

from legesvar.core.actor import Role
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.dialogues.kinds import ALLOWED
from legesvar.domain.dialogues.policies import (
    DialogueFacts,
    Refusal,
    Who,
    action_refused,
    beside,
    composed,
    not_ready,
    outdated,
    text_refused,
    texts_refused,
)  # fmt: skip
from legesvar.domain.dialogues.states import NEXT, Action, State
from legesvar.domain.services.settings import ServiceSettings

GP, OTHER = 1, 2
THE_PATIENTS = {Action.REPLY, Action.ADD, Action.WITHDRAW, Action.ACCEPT_PRICE, Action.DECLINE_PRICE}
DOCTORS = {Role.FASTLEGE, Role.VIKAR}
RECEPTION = {*DOCTORS, Role.CLINICIAN, Role.SECRETARY}
ANSWERS = {
    Kind.E_CONSULTATION: DOCTORS, Kind.PRESCRIPTION: DOCTORS, Kind.INQUIRY: RECEPTION,
    Kind.INVOICE_QUESTION: {*RECEPTION, Role.ADMINISTRATOR},
}  # fmt: skip


def expected(kind: Kind, state: State, action: Action, role: Role, staff_id: int) -> Refusal | None:
    """Say it once more in other words: patients write and withdraw, the clinic answers or closes."""
    if role not in who_may(kind, action):
        return Refusal.WRONG_ROLE
    if state is State.CLOSED:
        return Refusal.CLOSED
    if state is State.WAITING_FOR_CONSENT:
        ends_it = {Action.ACCEPT_PRICE, Action.DECLINE_PRICE, Action.TAKE_BACK, Action.CLOSE, Action.FALL_SILENT}
        return None if action in ends_it else Refusal.WAITING_FOR_CONSENT
    if action in {Action.ACCEPT_PRICE, Action.DECLINE_PRICE, Action.TAKE_BACK}:
        return Refusal.WRONG_STATE
    waits_for_patient = state is State.WAITING_FOR_PATIENT
    if action is Action.REPLY:
        return None if waits_for_patient else Refusal.WAITING
    if action in {Action.ADD, Action.WITHDRAW}:
        return Refusal.WRONG_STATE if waits_for_patient else None
    if action is Action.FALL_SILENT:
        return None if waits_for_patient else Refusal.WRONG_STATE
    if action in {Action.REJECT, Action.ASK_CONSENT} and waits_for_patient:
        return Refusal.WRONG_STATE
    return Refusal.NOT_YOURS if kind is Kind.E_CONSULTATION and staff_id != GP else None


def who_may(kind: Kind, action: Action) -> set[Role]:
    if action in THE_PATIENTS:
        return {Role.PATIENT}
    if action is Action.FALL_SILENT:
        return {Role.SYSTEM}
    if action in {Action.ASK_CONSENT, Action.TAKE_BACK}:
        return RECEPTION if kind is Kind.INQUIRY else set()
    # What costs is rejected with a reason, what is free is closed: never the other way round.
    if action in {Action.CLOSE, Action.REJECT} and (action is Action.REJECT) is not (kind is Kind.E_CONSULTATION):
        return set()
    return ANSWERS[kind]


EVERYTHING = list(product(Kind, State, Action, Role, (GP, OTHER)))


@pytest.mark.parametrize(("kind", "state", "action", "role", "staff_id"), EVERYTHING)
def test_who_may_do_what_when(kind: Kind, state: State, action: Action, role: Role, staff_id: int) -> None:
    who = Who(role, None if role is Role.PATIENT else staff_id)
    facts = DialogueFacts(kind, state, recipient_id=GP, messages=1)
    assert action_refused(who, facts, action) is expected(kind, state, action, role, staff_id)


def test_who_stands_in_for_the_recipient_may_answer() -> None:
    facts = DialogueFacts(Kind.E_CONSULTATION, State.WAITING_FOR_CLINIC, recipient_id=GP, messages=1)
    assert action_refused(Who(Role.VIKAR, OTHER, [GP]), facts, Action.ANSWER) is None


@pytest.mark.parametrize("action", Action)
def test_nothing_follows_closed(action: Action) -> None:
    assert (State.CLOSED, action) not in NEXT


def test_every_kind_has_rules_for_every_action() -> None:
    assert set(DECLARED) == set(Kind)
    assert all(set(allowed) == set(Action) for allowed in ALLOWED.values())


@pytest.mark.parametrize(("seen", "refusal"), [(3, None), (2, Refusal.NEWER_MESSAGE), (0, Refusal.NEWER_MESSAGE)])
def test_an_answer_to_an_outdated_thread_is_held(seen: int, refusal: Refusal | None) -> None:
    facts = DialogueFacts(Kind.E_CONSULTATION, State.WAITING_FOR_CLINIC, recipient_id=GP, messages=3)
    assert outdated(facts, seen) is refusal


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("", Refusal.EMPTY_TEXT), (" \r\n\t ", Refusal.EMPTY_TEXT), ("a" * 500, None), ("a" * 501, Refusal.TOO_LONG),
        ("\r\n".join(["a" * 99] * 5), None), ("👩‍👩‍👧" * 500, None), (" " * 900 + "a", None),
        ("\x00", Refusal.EMPTY_TEXT),
    ],
)  # fmt: skip
def test_a_text_is_counted_as_a_person_counts(written: str, refusal: Refusal | None) -> None:
    assert text_refused(written, 500) is refusal


FORM = ServiceSettings(three_fields=True, field_labels=("Hvorfor?", "Plager?", "Hverdag?")).form
MEDICINES = ServiceSettings(kind=Kind.PRESCRIPTION, field_labels=("Første", "Andre", "Tredje")).form


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ({"why": "a" * 200, "symptoms": "b" * 200, "everyday": "c" * 100}, None),
        ({"why": "a" * 200, "symptoms": "b" * 200, "everyday": "c" * 101}, Refusal.TOO_LONG),
        ({"why": "a", "symptoms": "b", "everyday": ""}, Refusal.EMPTY_TEXT),
        ({"why": "a", "symptoms": "b"}, Refusal.EMPTY_TEXT),
    ],
)
def test_with_three_fields_the_limit_is_for_their_sum(texts: dict[str, str], refusal: Refusal | None) -> None:
    assert texts_refused(texts, FORM, 500) is refusal


def test_three_fields_become_one_message_under_their_questions() -> None:
    texts = {"why": "Hoste ", "symptoms": "Feber", "everyday": "Sover lite"}
    assert composed(texts, FORM) == "Hvorfor?\nHoste\n\nPlager?\nFeber\n\nHverdag?\nSover lite"


def test_only_the_first_medicine_must_be_named_and_empty_lines_fall_away() -> None:
    texts = {"medicine_1": "Levaxin 50", "medicine_2": "", "medicine_3": "Metoprolol"}
    assert texts_refused(texts, MEDICINES, 300) is None
    assert texts_refused({"medicine_2": "Levaxin"}, MEDICINES, 300) is Refusal.EMPTY_TEXT
    assert composed(texts, MEDICINES) == "Første\nLevaxin 50\n\nTredje\nMetoprolol"


@pytest.mark.parametrize(("opened", "answered"), [(True, False), (False, True)])
def test_what_the_clinic_has_opened_or_answered_cannot_be_withdrawn(opened: bool, answered: bool) -> None:
    facts = DialogueFacts(Kind.INQUIRY, State.WAITING_FOR_CLINIC, None, 1, opened=opened, answered=answered)
    assert action_refused(Who(Role.PATIENT), facts, Action.WITHDRAW) is Refusal.OPENED


def test_kinds_without_a_price_need_no_consent_and_invoices_no_declaration() -> None:
    nothing = {"declared": False, "consented": None, "in_force": None}
    assert not_ready(Kind.INVOICE_QUESTION, **nothing) is None
    assert not_ready(Kind.INQUIRY, **nothing) is Refusal.NOT_DECLARED
    assert not_ready(Kind.PRESCRIPTION, **{**nothing, "declared": True}) is None


def test_a_declaration_holds_for_the_questions_it_answered() -> None:
    asked = {"declared": True, "consented": None, "in_force": None, "asked": "2"}
    assert not_ready(Kind.INQUIRY, **asked, answered="1") is Refusal.GUIDANCE_CHANGED
    assert not_ready(Kind.INQUIRY, **asked, answered="2") is None
    assert not_ready(Kind.INVOICE_QUESTION, **asked, answered="1") is None


V1, V2 = "2ae.20400.5500", "2ae.20400.6000"


@pytest.mark.parametrize(
    ("declared", "consented", "in_force", "refusal"),
    [
        (True, V1, V1, None), (False, V1, V1, Refusal.NOT_DECLARED), (True, None, V1, Refusal.NOT_ACCEPTED),
        (True, V1, V2, Refusal.PRICE_CHANGED), (True, V1, None, Refusal.PRICE_CHANGED),
    ],
)  # fmt: skip
def test_the_steps_before_the_message_must_have_been_taken(declared, consented, in_force, refusal) -> None:
    assert not_ready(Kind.E_CONSULTATION, declared=declared, consented=consented, in_force=in_force) is refusal


@pytest.mark.parametrize(
    ("stored", "written", "both"),
    [
        ("", "B", "B"), ("A", "", "A"), ("A", "A", "A"), ("A", "A B", "A B"), ("A B", "A", "A B"),
        ("A\n", "B", "A\n\nB"), ("A", " A B", "A\n\n A B"), ("B A", "A", "B A\n\nA"),
    ],
)  # fmt: skip
def test_two_versions_of_a_text_become_one_that_holds_both(stored: str, written: str, both: str) -> None:
    assert beside({"why": stored}, {"why": written}, lines=False) == {"why": both}


def test_two_versions_are_joined_field_by_field_and_on_a_line_without_a_break() -> None:
    first, second = {"medicine_1": "Paracet", "why": "x"}, {"medicine_1": "Ibux", "medicine_2": "Zyrtec"}
    assert beside(first, second, lines=True) == {
        "medicine_1": "Paracet, Ibux", "why": "x", "medicine_2": "Zyrtec",
    }  # fmt: skip
