"""What is sealed opens for the same key and purpose only, and only unchanged."""

from __future__ import annotations

import pytest

from legesvar.core import sealing

KEY = sealing.new_key()


def test_what_was_sealed_opens() -> None:
    content = {"tekst": "Blåbær 🫐", "tall": [1, None]}
    assert sealing.unseal(sealing.seal(content, key=KEY, purpose="a"), key=KEY, purpose="a") == content


def test_two_seals_of_the_same_are_different() -> None:
    assert sealing.seal("x", key=KEY, purpose="a") != sealing.seal("x", key=KEY, purpose="a")


def test_a_changed_seal_does_not_open() -> None:
    sealed = bytearray(sealing.seal("x", key=KEY, purpose="a"))
    for place in range(len(sealed)):
        broken = bytes([*sealed[:place], sealed[place] ^ 1, *sealed[place + 1 :]])
        with pytest.raises(sealing.BrokenSeal):
            sealing.unseal(broken, key=KEY, purpose="a")


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 12, b"x" * 500])
def test_rubbish_does_not_open(sealed: bytes) -> None:
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal(sealed, key=KEY, purpose="a")


def test_another_purpose_key_or_length_of_key_does_not_open() -> None:
    sealed = sealing.seal("x", key=KEY, purpose="a")
    for key, purpose in [(KEY, "b"), (sealing.new_key(), "a"), (KEY[:-1], "a"), (b"", "a")]:
        with pytest.raises(sealing.BrokenSeal):
            sealing.unseal(sealed, key=key, purpose=purpose)


def test_each_purpose_has_its_own_key() -> None:
    assert sealing.derived_key("secret", "a") == sealing.derived_key("secret", "a")
    assert sealing.derived_key("secret", "a") != sealing.derived_key("secret", "b")
