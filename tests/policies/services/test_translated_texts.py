"""A clinic's texts in other languages: laid over its bokmål, never over something else than was translated."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from legesvar.core import languages
from legesvar.core.kinds import Kind
from legesvar.domain.services.red_flags import CURRENT, AgeGroup
from legesvar.domain.services.settings import DEFAULTS, LISTS, ServiceSettings, laid_over


@pytest.mark.parametrize("code", languages.TRANSLATED)
@pytest.mark.parametrize("kind", Kind)
def test_every_built_in_text_is_there_in_every_language(kind: Kind, code: str) -> None:
    default = DEFAULTS[kind]
    spoken = default.in_language(code)
    for name in (*LISTS, "field_labels"):
        here, there = getattr(default, name), getattr(spoken, name)
        assert [bool(text) for text in here] == [bool(text) for text in there], name
    assert [field.name for field in spoken.form] == [field.name for field in default.form]


@pytest.mark.parametrize("group", AgeGroup)
@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_every_sign_of_danger_is_there_in_every_language(code: str, group: AgeGroup) -> None:
    spoken, written = CURRENT[group].in_language(code), CURRENT[group].signs
    assert (len(spoken.life), len(spoken.soon)) == (len(written.life), len(written.soon))
    assert not {*spoken.life, *spoken.soon} & {*written.life, *written.soon}


def test_bokmal_and_a_language_nobody_has_translated_into_are_what_the_clinic_wrote() -> None:
    settings = DEFAULTS[Kind.INQUIRY]
    for code in ("nb", "se", "xx", ""):
        assert settings.in_language(code).fits == settings.fits
        assert CURRENT[AgeGroup.ADULT].in_language(code) == CURRENT[AgeGroup.ADULT].signs


def test_what_a_language_lacks_stays_in_bokmal() -> None:
    settings = replace(
        ServiceSettings(purpose="Bare sykmelding", pause_reason="Ferie"), translations={"nn": {"purpose": "Berre sjuk"}}
    )
    spoken = settings.in_language("nn")
    assert (spoken.purpose, spoken.pause_reason) == ("Berre sjuk", "Ferie")


def test_an_empty_translation_is_none() -> None:
    settings = ServiceSettings(purpose="Bare sykmelding", translations={"en": {"purpose": "", "fits": ()}})
    assert settings.in_language("en").purpose == "Bare sykmelding"


def test_one_label_may_lack_its_translation() -> None:
    settings = ServiceSettings(three_fields=True, translations={"en": {"field_labels": ("Why?", "", "How?")}})
    assert [field.label for field in settings.in_language("en").form] == ["Why?", "Hvilke plager har du?", "How?"]


def test_a_built_in_translation_falls_away_where_the_clinic_has_its_own_bokmal() -> None:
    settings = laid_over(Kind.INQUIRY, {"fits": ["bare dette"]})
    assert settings.in_language("nn").fits == ("bare dette",)
    assert settings.in_language("nn").fits_not == DEFAULTS[Kind.INQUIRY].in_language("nn").fits_not


def test_a_clinics_own_translation_goes_with_its_own_bokmal() -> None:
    settings = laid_over(Kind.INQUIRY, {"fits": ["bare dette"], "translations": {"nn": {"fits": ["berre dette"]}}})
    assert settings.in_language("nn").fits == ("berre dette",)
    assert settings.in_language("en").fits == ("bare dette",)


@pytest.mark.parametrize("kind", Kind)
def test_translations_are_the_same_after_being_stored(kind: Kind) -> None:
    assert laid_over(kind, json.loads(json.dumps(asdict(DEFAULTS[kind])))) == DEFAULTS[kind]


@pytest.mark.parametrize(
    ("translations", "problem"),
    [
        ({"xx": {"purpose": "Hei"}}, "a language"),
        ({"nb": {"purpose": "Hei"}}, "a language"),
        ({"nn": {"is_open": "Hei"}}, "only texts"),
        ({"nn": {"purpose": 7}}, "only texts"),
        ({"nn": {"fits": "ikkje ei liste"}}, "only texts"),
        ({"nn": {"fits": (1, 2)}}, "only texts"),
        ({"nn": {"field_labels": ("berre ein",)}}, "only texts"),
    ],
)
def test_nothing_else_can_be_translated(translations: dict, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        ServiceSettings(translations=translations)
