"""Who may act for whom, from when, and until which midnight in Norway."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from legesvar.core.actor import Role
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind, Service
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.policies import (
    Refusal,
    Term,
    birthday,
    ending_refused,
    in_force,
    last_day,
    may_hide,
    readers,
    representation_refused,
    services_given,
)

PARENT, FULLMAKT, GUARDIAN = Basis.PARENT, Basis.FULLMAKT, Basis.GUARDIAN
START = date(2020, 1, 1)
GROWN = date(1980, 1, 1)


def term(basis: Basis = PARENT, services: tuple[str, ...] = (), first: date = START, last: date | None = None,
         ended: bool = False) -> Term:  # fmt: skip
    return Term(basis, services, first, last, ended)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "instant", "holds"),
    [
        # Winter: midnight in Oslo is 23:00 UTC the day before.
        (date(2010, 11, 23), utc(2026, 11, 22, 22, 59, 59), True),
        (date(2010, 11, 23), utc(2026, 11, 22, 23, 0, 0), False),
        # Summer: 22:00 UTC.
        (date(2010, 7, 1), utc(2026, 6, 30, 21, 59, 59), True),
        (date(2010, 7, 1), utc(2026, 6, 30, 22, 0, 0), False),
        # The day summer time begins (29 March 2026, at 01:00 UTC), and the day after.
        (date(2010, 3, 29), utc(2026, 3, 28, 22, 59, 59), True),
        (date(2010, 3, 29), utc(2026, 3, 28, 23, 0, 0), False),
        (date(2010, 3, 30), utc(2026, 3, 29, 21, 59, 59), True),
        (date(2010, 3, 30), utc(2026, 3, 29, 22, 0, 0), False),
        # The day it ends (25 October 2026), and the day after.
        (date(2010, 10, 25), utc(2026, 10, 24, 21, 59, 59), True),
        (date(2010, 10, 25), utc(2026, 10, 24, 22, 0, 0), False),
        (date(2010, 10, 26), utc(2026, 10, 25, 22, 59, 59), True),
        (date(2010, 10, 26), utc(2026, 10, 25, 23, 0, 0), False),
        # Born 29 February: sixteen years later there is one, but not in 2100.
        (date(2012, 2, 29), utc(2028, 2, 28, 22, 59, 59), True),
        (date(2012, 2, 29), utc(2028, 2, 28, 23, 0, 0), False),
        (date(2084, 2, 29), utc(2100, 2, 28, 22, 59, 59), True),
        (date(2084, 2, 29), utc(2100, 2, 28, 23, 0, 0), False),
    ],
)
@pytest.mark.parametrize("last", [None, date(2150, 1, 1)])
def test_a_parents_access_ends_at_midnight_in_oslo_of_the_sixteenth_birthday(
    born: date, instant: datetime, holds: bool, last: date | None
) -> None:
    assert in_force(term(last=last), born, oslo_date(instant)) is holds


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2026, 1, 20), True), (date(2026, 1, 21), False),
    ],
)  # fmt: skip
def test_both_days_of_a_term_are_within_it(basis: Basis, on: date, holds: bool) -> None:
    given = term(basis, ("invoices",), date(2026, 1, 10), date(2026, 1, 20))
    assert in_force(given, date(2015, 1, 1), on) is holds


@pytest.mark.parametrize("basis", list(Basis))
def test_what_was_ended_holds_no_more(basis: Basis) -> None:
    assert not in_force(term(basis, ended=True), date(2015, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("basis", [FULLMAKT, GUARDIAN])
def test_a_fullmakt_and_a_guardian_go_on_through_every_birthday(basis: Basis) -> None:
    assert in_force(term(basis, ("invoices",)), date(2009, 12, 31), date(2026, 1, 1))


def test_a_parents_last_day_is_the_day_before_the_child_is_sixteen_or_earlier() -> None:
    assert last_day(term(), date(2010, 5, 5)) == date(2026, 5, 4)
    assert last_day(term(last=date(2030, 1, 1)), date(2010, 5, 5)) == date(2026, 5, 4)
    assert last_day(term(last=date(2025, 1, 1)), date(2010, 5, 5)) == date(2025, 1, 1)
    assert last_day(term(FULLMAKT), date(2010, 5, 5)) is None


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2012, 2, 29), 16, date(2028, 2, 29)), (date(2012, 2, 29), 12, date(2024, 2, 29)),
        (date(2012, 2, 29), 13, date(2025, 3, 1)), (date(2010, 5, 5), 16, date(2026, 5, 5)),
    ],
)  # fmt: skip
def test_somebody_born_on_29_february_turns_older_on_1_march_in_common_years(born: date, years: int, day: date) -> None:
    assert birthday(born, years) == day


@pytest.mark.parametrize(
    ("born", "may"),
    [
        (date(2014, 11, 23), False), (date(2014, 11, 22), True),
        (date(2010, 11, 23), True), (date(2010, 11, 22), False), (GROWN, False),
    ],
)  # fmt: skip
def test_from_twelve_to_fifteen_a_dialogue_may_be_hidden_from_parents(born: date, may: bool) -> None:
    assert may_hide(born, date(2026, 11, 22)) is may


SIXTEEN, FIFTEEN = date(2004, 1, 1), date(2004, 1, 2)
EIGHTEEN, SEVENTEEN = date(2002, 1, 1), date(2002, 1, 2)


@pytest.mark.parametrize(
    ("given", "born", "representative_born", "reason"),
    [
        (term(PARENT), FIFTEEN, GROWN, None),
        (term(PARENT), FIFTEEN, SEVENTEEN, None),  # there are parents of seventeen
        (term(PARENT), SIXTEEN, GROWN, Refusal.CHILD_TOO_OLD),
        (term(PARENT), GROWN, GROWN, Refusal.CHILD_TOO_OLD),
        (term(PARENT, ("invoices",)), FIFTEEN, GROWN, Refusal.UNKNOWN_SERVICE),
        (term(FULLMAKT, ("invoices",)), SIXTEEN, EIGHTEEN, None),
        (term(FULLMAKT, tuple(Service)), GROWN, GROWN, None),
        (term(FULLMAKT, ("invoices",)), FIFTEEN, EIGHTEEN, Refusal.GIVER_TOO_YOUNG),
        (term(FULLMAKT, ("invoices",)), SIXTEEN, SEVENTEEN, Refusal.RECEIVER_TOO_YOUNG),
        (term(FULLMAKT), GROWN, GROWN, Refusal.NO_SERVICES),
        (term(FULLMAKT, ("journal",)), GROWN, GROWN, Refusal.UNKNOWN_SERVICE),
        (term(GUARDIAN), GROWN, GROWN, None),
        (term(GUARDIAN), FIFTEEN, EIGHTEEN, None),
        (term(GUARDIAN, ("invoices",)), GROWN, GROWN, None),
        (term(GUARDIAN), GROWN, SEVENTEEN, Refusal.RECEIVER_TOO_YOUNG),
        (term(GUARDIAN), GROWN, None, Refusal.FOR_THEMSELVES),
        (term(GUARDIAN, last=date(2019, 12, 31)), GROWN, GROWN, Refusal.ENDS_BEFORE_IT_STARTS),
        (term(GUARDIAN, last=START), GROWN, GROWN, None),
    ],
)
def test_ages_and_services_decide_who_may_be_let_in(
    given: Term, born: date, representative_born: date | None, reason: Refusal | None
) -> None:
    assert (
        representation_refused(given, by=Role.SECRETARY, born=born, representative_born=representative_born) is reason
    )


@pytest.mark.parametrize("role", list(Role))
def test_only_a_clinic_lets_somebody_act_for_another(role: Role) -> None:
    expected = Refusal.NOT_BY_YOU if role in {Role.PATIENT, Role.ANONYMOUS} else None
    assert ending_refused(role) is expected
    assert representation_refused(term(), by=role, born=FIFTEEN, representative_born=GROWN) is expected


def test_what_several_representations_allow_adds_up() -> None:
    assert services_given([("invoices",), ("e_consultation",)]) == {"invoices", "e_consultation"}
    assert services_given([("invoices",), ()]) is None


def test_a_fullmakt_can_be_given_for_every_kind_of_dialogue() -> None:
    assert set(Kind) <= set(Service)


@pytest.mark.parametrize(
    ("age", "hidden", "reachable", "wrote", "expected"),
    [
        (8, False, False, (), [2, 3]), (8, False, True, (2,), [2, 3]), (13, False, True, (1,), [1, 2, 3]),
        (13, True, True, (1,), [1]), (13, True, False, (1,), [1]), (40, False, True, (1,), [1]),
        (40, False, True, (1, 3), [1, 3]), (40, False, True, (9,), [1]), (40, False, False, (1,), [1, 2, 3]),
    ],
)  # fmt: skip
def test_those_who_act_for_a_child_are_told_and_for_a_grown_up_those_who_wrote(
    age: int, hidden: bool, reachable: bool, wrote: tuple[int, ...], expected: list[int]
) -> None:
    born = date(2026 - age, 1, 1)
    told = readers(
        patient_id=1, born=born, on=date(2026, 6, 1), hidden=hidden, reachable=reachable, wrote=wrote, deputies=(2, 3)
    )
    assert told == expected


def test_a_child_nobody_acts_for_is_told_itself() -> None:
    told = readers(
        patient_id=1, born=date(2020, 1, 1), on=date(2026, 6, 1), hidden=False, reachable=True, wrote=(), deputies=()
    )
    assert told == [1]
