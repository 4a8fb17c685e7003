"""A key in the worklist's address comes from outside and is trusted with nothing."""

from __future__ import annotations

from datetime import date

import pytest

from legesvar.core import clock, paging
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.work import selectors
from legesvar.domain.work.selectors import Counts

FORGED = [
    paging.encode(["i går", 1, 1]), paging.encode(["2026-W47-7", 1, 1]), paging.encode(["2026-11-22", 10**9, 1]),
    paging.encode(["2026-11-22", 1, 10**30]), paging.encode(["2026-11-22", -1, -1]), paging.encode(["2026-11-22"]),
    "ikke-en-nokkel", "\N{GRINNING FACE}", "A" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("key", FORGED)
def test_a_forged_key_is_the_first_page(doctor: Actor, key: str) -> None:
    with acting_as(doctor):
        assert selectors.whole_clinic(doctor, key).rows == ()
        assert selectors.mine(doctor, [doctor.staff_id or 0], key).rows == ()
        assert selectors.unassigned(doctor, key).rows == ()
        assert selectors.archive(doctor, key).rows == ()


@pytest.mark.parametrize("key", [paging.encode(["i går", 1]), paging.encode(["2026-11-22T10:00:00", 10**30])])
def test_a_forged_key_of_the_archive_is_its_first_page(doctor: Actor, key: str) -> None:
    with acting_as(doctor):
        assert selectors.archive(doctor, key).previous_key is None


def test_an_empty_clinic_owes_nothing(doctor: Actor) -> None:
    with acting_as(doctor):
        assert selectors.overview(doctor, clock.now(), [doctor.staff_id or 0])[1] == Counts(0, 0, 0)


def test_a_true_key_is_understood(doctor: Actor) -> None:
    key = paging.encode([date(2026, 11, 22).isoformat(), 1, 1])
    with acting_as(doctor):
        assert selectors.whole_clinic(doctor, key).previous_key is None
