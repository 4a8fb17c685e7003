"""A file's name is for people to read: nothing in it hides, turns or leads anywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.names import MAX_LENGTH, display_name


@pytest.mark.parametrize(
    ("given_name", "media_type", "shown"),
    [
        ("utslett.jpg", MediaType.JPEG, "utslett.jpg"),
        ("IMG_0001.HEIC", MediaType.JPEG, "IMG_0001.jpg"),
        ("lying.pdf", MediaType.PNG, "lying.png"),
        ("Prøvesvar fra Ås – 12. mai.pdf", MediaType.PDF, "Prøvesvar fra Ås – 12. mai.pdf"),
        ("../../etc/passwd", MediaType.JPEG, "passwd.jpg"),
        (r"C:\Users\kari\hånd.png", MediaType.PNG, "hånd.png"),
        ("bilde\u202egpj.exe", MediaType.JPEG, "bildegpj.jpg"),
        ("a\0b\x1b[31mc.png", MediaType.PNG, "ab[31mc.png"),
        ("linje\r\nSet-Cookie: x.pdf", MediaType.PDF, "linje Set-Cookie_ x.pdf"),
        ('"><script>.jpg', MediaType.JPEG, "___script_.jpg"),
        ("\u200b\u200f", MediaType.JPEG, "bilde.jpg"),
        ("", MediaType.PDF, "dokument.pdf"),
        ("...", MediaType.JPEG, "bilde.jpg"),
        (".htaccess", MediaType.JPEG, "bilde.jpg"),
        ("a" * 500 + ".jpg", MediaType.JPEG, "a" * 116 + ".jpg"),
    ],
)
def test_a_name_is_cleaned_and_gets_the_true_suffix(given_name, media_type, shown):
    assert display_name(given_name, media_type) == shown


@given(st.text(), st.sampled_from(MediaType))
def test_any_name_becomes_short_visible_and_pathless(given_name, media_type):
    shown = display_name(given_name, media_type)
    assert 5 <= len(shown) <= MAX_LENGTH
    assert not set(shown) & set('/\\<>"|?*:%\r\n\0')
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert display_name(shown, media_type) == shown
