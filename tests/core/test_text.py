import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core.text import BLANKS, count, holds_control_characters, normalise

TABLE = json.loads(Path(__file__).with_name("text_counts.json").read_text())
ANY_TEXT = st.text(st.characters(), max_size=60)
KEYBOARD = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=60)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: ascii(row["text"])[:40])
def test_the_server_counts_what_the_shared_table_says(row):
    assert count(row["text"]) == row["count"]


def test_the_shared_table_covers_what_goes_wrong_elsewhere():
    texts = "".join(row["text"] for row in TABLE)
    for needed in ("\r\n", "\x00", "\u0301", "\u200d", "\ufe0f", "\u00a0", "🇳🇴", "Ŋ", "م", "ท", "न"):
        assert needed in texts
    assert len(TABLE) > 100


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Hei\r\nder\r\n", "Hei\nder"),
        ("Hei\rder", "Hei\nder"),
        ("bla\u030abær", "blåbær"),
        ("null\x00byte\x1b[31m", "nullbyte[31m"),
        ("\ufeff\u200b\u00a0\n", ""),
        ("\ud800halv\udfff", "halv"),
        ("a\tb", "a\tb"),
    ],
)
def test_text_is_stored_in_one_form(written, stored):
    assert normalise(written) == stored


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert count(once) == count(text)


@given(ANY_TEXT)
def test_what_is_stored_is_composed_clean_and_fits_in_utf8(text):
    stored = normalise(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert not holds_control_characters(stored)
    assert "\r" not in stored
    assert stored == stored.strip(BLANKS)
    stored.encode()


@given(KEYBOARD)
def test_the_browsers_line_breaks_do_not_count_twice(text):
    assert count(f"a{text}b\nc") == count(f"a{text}b\r\nc")


@given(KEYBOARD)
def test_a_person_never_sees_more_characters_than_there_are_code_points(text):
    assert count(text) <= len(normalise(text))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Hei\r\n\tder", False),
        ("", False),
        ("👩🏾‍⚕️", False),
        ("\x00", True),
        ("a\x7fb", True),
        ("\x85", True),
        ("\ud83d", True),
    ],
)
def test_control_characters_are_reported(text, held):
    assert holds_control_characters(text) is held
