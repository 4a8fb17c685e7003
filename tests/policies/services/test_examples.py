"""What an e-consultation fits and does not fit, where a clinic has written no examples of its own (START-4)."""

from __future__ import annotations

import re

import pytest

from legesvar.core.kinds import Kind
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings

# What each of them is about, in its order.
FITS = {
    "nb": ("vaksiner", "bivirkninger", "råd når", "nye plager som er lite plagsomme"),
    "nn": ("vaksinar", "biverknader", "råd når", "nye plager som er lite plagsame"),
    "en": ("vaccines", "side effects", "advice when", "new symptoms that are mild"),
}
FITS_NOT = {
    "nb": (
        "sykmelding", "hjemmetjeneste", "A- eller B-preparat", "plutselig", "etter en undersøkelse",
        "utslett, sår, skader", "psykiske", "kronisk", "prøvd å løse i en e-konsultasjon før",
    ),
    "nn": (
        "sjukmelding", "heimeteneste", "A- eller B-preparat", "brått", "etter ei undersøking",
        "utslett, sår, skadar", "psykiske", "kronisk", "prøvd å løyse i ein e-konsultasjon før",
    ),
    "en": (
        "sick leave", "home care", "A or B medicines", "suddenly", "after an examination",
        "a rash, a wound, an injury", "mental health", "chronic", "already tried to solve in an e-consultation",
    ),
}  # fmt: skip


def spoken(code: str) -> ServiceSettings:
    return DEFAULTS[Kind.E_CONSULTATION].in_language(code)


@pytest.mark.parametrize("code", FITS)
def test_there_are_four_that_fit_and_nine_that_do_not(code: str) -> None:
    said = spoken(code)
    assert (len(said.fits), len(said.fits_not)) == (4, 9)
    assert len({*said.fits, *said.fits_not}) == 13


@pytest.mark.parametrize("code", FITS)
def test_each_is_about_the_same_at_the_same_place_in_every_language(code: str) -> None:
    said = spoken(code)
    for examples, about in ((said.fits, FITS[code]), (said.fits_not, FITS_NOT[code])):
        found = [[n for n, words in enumerate(about) if re.search(re.escape(words), text)] for text in examples]
        assert found == [[n] for n in range(len(about))]
