"""What is a wish for a prescription, and what is a question that only mentions medicine (START-12)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.domain.services.wishes import wishes_for_prescription


@pytest.mark.parametrize(
    "text",
    [
        "Kan jeg få fornyet Levaxin?",
        "Hei! Jeg trenger ny resept på blodtrykksmedisin.",
        "Ønsker fornyelse av resepten min på Metformin 500 mg.",
        "Kan du fornye resepten på astmamedisinen?",
        "Jeg er snart tom for tabletter.",
        "Har gått tom for blodtrykksmedisin, altså medisinen min.",
        "KAN JEG FÅ RESEPT PÅ PARALGIN",
        "Kan du skrive ut flere tabletter til meg",
        "Eg treng ny resept på medisinen min",
        "Vil gjerne ha e-resept på nesespray",
        "I need a new prescription for my asthma medicine.",
        "Can I get a refill of my pills? Please renew my prescription",
        "Jeg har sovet dårlig.\nJeg trenger også resept på sovetabletter.",
    ],
)
def test_a_wish_is_found(text: str) -> None:
    assert wishes_for_prescription(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jeg har hostet i tre uker.",
        "Jeg lurer på om dette er en bivirkning av medisinen.",
        "Kan utslett være en bivirkning av den nye resepten?",
        "Jeg fikk resept på antibiotika, men er ikke blitt bedre.",
        "Kan jeg bruke reseptfri nesespray samtidig?",
        "Finnes det noe jeg kan ta uten resept?",
        "Jeg trenger å fornye sykmeldingen min.",
        "Kan du fornye henvisningen til fysioterapeut?",
        "Jeg må fornye førerkortet og trenger attest.",
        "Jeg er tom for energi.",
        "Medisinen virker dårlig, skal jeg øke dosen?",
        "Jeg trenger ikke ny resept, bare råd.",
        "Hvor lenge må jeg ta tablettene?",
        "Er det farlig å slutte med p-piller?",
        "Can I drink alcohol with this medicine?",
        "Jeg har fått nye tabletter og er svimmel. Bør jeg ringe?",
    ],
)
def test_a_question_about_medicine_is_no_wish(text: str) -> None:
    assert not wishes_for_prescription(text)


@given(st.text(max_size=2_000))
def test_any_text_is_answered(text: str) -> None:
    assert wishes_for_prescription(text) in {True, False}


@pytest.mark.parametrize(
    "text", ["resept " * 3_000, "kan jeg " * 3_000, "a" * 20_000, "medisin forny " * 1_500, " " * 20_000]
)
def test_a_text_that_repeats_itself_is_answered_too(text: str) -> None:
    assert wishes_for_prescription(text) in {True, False}
