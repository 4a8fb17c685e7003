"""Signs of danger: which are asked about at which age, and what a clinic may add (START-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legesvar.core.kinds import Kind
from legesvar.domain.services.red_flags import CURRENT, AgeGroup, age_group, guidance
from legesvar.domain.services.settings import DEFAULTS, laid_over

SETTINGS = DEFAULTS[Kind.E_CONSULTATION]


@pytest.mark.parametrize(
    ("years", "group"),
    [(0, "child"), (15, "child"), (16, "adult"), (74, "adult"), (75, "older"), (104, "older")],
)
def test_each_age_has_its_group(years: int, group: str) -> None:
    assert age_group(years) == group


def test_the_groups_are_asked_about_different_signs_under_different_versions() -> None:
    asked = [CURRENT[group] for group in AgeGroup]
    assert len({(one.signs.life, one.signs.soon) for one in asked}) == len({one.version for one in asked}) == 3


def test_what_a_clinic_adds_is_asked_too_and_seen_by_the_version() -> None:
    plain, more = guidance(40), guidance(40, ("nylig operert",))
    assert more.signs.soon == (*plain.signs.soon, "nylig operert")
    assert more.signs.life == plain.signs.life
    assert len({plain.version, more.version, guidance(40, ("noe annet",)).version}) == 3
    assert guidance(40, ("nylig operert",), "en", ("recent surgery",)).version == more.version


@pytest.mark.parametrize("signs", [("",), (" ",), ("a" * 201,), ("a",) * 11])
def test_signs_that_cannot_be_shown_cannot_be_set(signs: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="signs of danger"):
        replace(SETTINGS, own_signs=signs)


def test_signs_are_stored_and_read_back() -> None:
    assert laid_over(Kind.E_CONSULTATION, {"own_signs": ["nylig operert"]}).own_signs == ("nylig operert",)
