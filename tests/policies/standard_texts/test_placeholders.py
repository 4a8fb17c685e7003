"""What is a placeholder, what may be saved, what may be sent, and who may change what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core.actor import Role
from legesvar.domain.standard_texts.kinds import Placeholder
from legesvar.domain.standard_texts.policies import (
    Refusal,
    adding_refused,
    changing_refused,
    outdated,
    plain,
    resolved,
    saving_refused,
    sending_refused,
)
from legesvar.domain.standard_texts.settings import StandardTextSettings

VALUES = {name.value: f"<{name}>" for name in Placeholder}


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("Hei {fornavn}.", None), ("Hei { Fornavn }.", None), ("{bestill time}", None), ("{Bestill-time}", None),
        ("{navn}", Refusal.UNKNOWN_PLACEHOLDER), ("{pasient_navn}", Refusal.UNKNOWN_PLACEHOLDER),
        ("{{navn}} er tekst", None), ("{ } og {1, 2} og {} er tekst", None), ("a < b { c", None),
        ("Hei {fornavn", Refusal.BROKEN_PLACEHOLDER), ("Hei fornavn}", Refusal.BROKEN_PLACEHOLDER),
        ("Hei {{fornavn}", None), ("{for\nnavn}", Refusal.BROKEN_PLACEHOLDER),
        ("", Refusal.EMPTY), (" \n", Refusal.EMPTY), ("a" * 5_001, Refusal.TOO_LONG), ("👩‍👩‍👧" * 5_000, None),
        ("{" * 4_000, None), ("{æøå}", Refusal.UNKNOWN_PLACEHOLDER),
    ],
)  # fmt: skip
def test_only_known_and_whole_placeholders_are_saved(written: str, refusal: Refusal | None) -> None:
    assert saving_refused("Navn", written) is refusal


@pytest.mark.parametrize(
    ("title", "refusal"), [("", Refusal.NO_TITLE), ("  ", Refusal.NO_TITLE), ("a" * 81, Refusal.TITLE_TOO_LONG)]
)
def test_a_text_has_a_name_that_fits_a_list(title: str, refusal: Refusal) -> None:
    assert saving_refused(title, "Tekst") is refusal


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("Hei Kari.", None), ("Hei {fornavn}.", Refusal.UNRESOLVED), ("Ring {et nummer}", Refusal.UNRESOLVED),
        ("{{fornavn}} er tekst", None), ("Se {1}", None), ("Smil :-}", None), ("{ fornavn }", Refusal.UNRESOLVED),
    ],
)  # fmt: skip
def test_nothing_unresolved_is_sent(written: str, refusal: Refusal | None) -> None:
    assert sending_refused(written) is refusal


def test_a_text_is_filled_in_once() -> None:
    assert resolved("Hei {fornavn} {Lege}", VALUES | {"fornavn": "{lege}"}) == "Hei {lege} <lege>"


def test_what_has_no_value_stays_and_holds_the_answer_back() -> None:
    left = resolved("Ring {telefon}.", VALUES | {"telefon": ""})
    assert (left, sending_refused(left)) == ("Ring {telefon}.", Refusal.UNRESOLVED)


def test_two_braces_on_each_side_are_the_words_and_their_braces() -> None:
    kept = resolved("{{fornavn}} blir {fornavn}", VALUES)
    assert (sending_refused(kept), plain(kept)) == (None, "{fornavn} blir <fornavn>")


@given(st.text(alphabet="{} abæ1_\n", max_size=60))
def test_whatever_may_be_saved_can_be_sent_when_it_is_filled_in(written: str) -> None:
    if saving_refused("Navn", written) is None:
        assert sending_refused(resolved(written, VALUES)) is None


@given(st.text(alphabet="() abæ1_\n", max_size=60))
def test_a_text_without_braces_is_never_touched(written: str) -> None:
    assert plain(written) == resolved(written, VALUES) == written


@pytest.mark.parametrize("role", Role)
def test_doctors_and_administrators_change_the_clinics_and_everybody_their_own(role: Role) -> None:
    shared = changing_refused(role, is_clinics=True)
    assert (shared is None) is (role in {Role.FASTLEGE, Role.VIKAR, Role.ADMINISTRATOR})
    assert changing_refused(role, is_clinics=False) is None


def test_a_list_ends_and_an_old_page_is_held() -> None:
    assert (adding_refused(199), adding_refused(200)) == (None, Refusal.TOO_MANY)
    assert (outdated(2, 2), outdated(2, 1)) == (None, Refusal.NEWER_VERSION)


@pytest.mark.parametrize("link", ["", "https://time.eksempel.no/bestill", "https://eksempel.no:8443/?a=1"])
def test_a_booking_link_is_an_address_patients_can_follow(link: str) -> None:
    assert StandardTextSettings(booking_link=link).booking_link == link


@pytest.mark.parametrize(
    "link",
    [
        "http://eksempel.no", "javascript:alert(1)", "eksempel.no", "https://", "https://a b.no", "https://{lege}.no",
        "https://eksempel.no\n", "https://bank.no@ond.no/", "https://eksempel.no/" + "a" * 200, "https://[::1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_set(link: str) -> None:
    with pytest.raises(ValueError, match="booking_link"):
        StandardTextSettings(booking_link=link)
