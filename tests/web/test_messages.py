"""Messages drawn by shape: all that somebody wrote is text, and what a message does not have leaves nothing behind."""

from __future__ import annotations

from types import SimpleNamespace

from legesvar.web import messages

EVIL = "<script>alert('1')</script> {who} %s"
PLAIN = {"side": "mine", "who": "Kari", "when": "I dag", "iso": "2026-11-30T08:00:00Z", "text": "Hei"}


def test_what_somebody_wrote_is_text_wherever_it_stands():
    one = SimpleNamespace(**PLAIN | {"who": EVIL, "text": EVIL, "seen": EVIL, "anchor": '" onclick="'})
    html = messages.draw([one])
    assert "<script" not in html
    assert 'onclick="' not in html
    assert html.count("{who} %s") == 3


def test_a_plain_message_has_neither_marks_nor_anchor():
    html = messages.draw([SimpleNamespace(**PLAIN)])
    assert html.startswith('<article class="message message--mine">')
    assert "ds-tag" not in html
    assert "id=" not in html


def test_what_is_new_and_what_the_patient_does_not_see_is_said_in_words():
    assert "Ny</span>" in messages.draw([SimpleNamespace(**PLAIN, new=True)])
    assert "Vises ikke for pasienten" in messages.draw([SimpleNamespace(**PLAIN | {"side": "note"})])
