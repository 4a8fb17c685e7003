"""A file goes through the scanner and through decoders in a process of their own, and comes out good or refused."""

from __future__ import annotations

import json

import pytest
from tests.factories import pdfs, uploads

from legesvar.adapters import isolated
from legesvar.adapters.stand_ins.clamd import EICAR, Clamd
from legesvar.domain.files import examination
from legesvar.domain.files.content import examine
from legesvar.domain.files.kinds import Document, Picture
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits
from legesvar.web.files.intake import take_in
from legesvar.words import files as words

LIMITS = FileLimits()


@pytest.mark.parametrize("data", [uploads.jpeg_held(6), uploads.heic(), uploads.transparent_png()])
def test_a_picture_comes_out_as_it_would_in_this_process(data):
    picture = take_in(data, LIMITS, malware_url="")
    assert isinstance(picture, Picture)
    assert picture == examine(data, LIMITS)


def test_a_document_comes_out_as_it_came():
    data = pdfs.pdf(2)
    document = take_in(data, LIMITS, malware_url="")
    assert isinstance(document, Document)
    assert (document.data, document.pages) == (data, 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FileRefusal.EMPTY),
        (b"<svg/>", FileRefusal.NOT_ALLOWED_TYPE),
        (uploads.jpeg()[:200], FileRefusal.BROKEN),
        (uploads.png_of_chunks(16_000, 16_000), FileRefusal.TOO_MANY_PIXELS),
        (pdfs.encrypted(), FileRefusal.ENCRYPTED),
    ],
)
def test_a_refusal_comes_out_with_its_reason(data, reason):
    assert take_in(data, LIMITS, malware_url="") is reason


def test_an_infected_picture_is_refused_though_it_is_a_picture():
    with Clamd() as clamd:
        assert take_in(uploads.jpeg() + EICAR, LIMITS, malware_url=clamd.url) is FileRefusal.MALWARE
        assert isinstance(take_in(uploads.jpeg(), LIMITS, malware_url=clamd.url), Picture)


def test_nothing_comes_in_while_the_scanner_is_down():
    with Clamd() as clamd:
        url = clamd.url
    assert take_in(uploads.jpeg(), LIMITS, malware_url=url) is FileRefusal.SCAN_UNAVAILABLE


@pytest.mark.parametrize("failure", [isolated.IsolationFailed("exit -11"), isolated.TooBusy()])
def test_a_decoder_that_crashes_or_has_no_room_refuses_one_file_and_no_more(monkeypatch, failure):
    def fails(*args, **kwargs):
        raise failure

    monkeypatch.setattr(isolated, "run", fails)
    expected = FileRefusal.BUSY if isinstance(failure, isolated.TooBusy) else FileRefusal.BROKEN
    assert take_in(uploads.jpeg(), LIMITS, malware_url="") is expected


JPEG = uploads.jpeg()


def said(media_type, width):
    facts = {"media_type": media_type, "width": width, "height": 1, "size": len(JPEG)}
    return json.dumps(facts).encode() + b"\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"refusal": "unheard of"}',
        b'{"pages": 1}',
        b'{"media_type": "text/html", "width": 1, "height": 1, "size": 1}\n<script>',
        b'{"media_type": "application/pdf", "width": 1, "height": 1, "size": 1}\n%PDF-',
        said("image/png", 1) + JPEG * 2,
        said("image/jpeg", 0) + JPEG * 2,
        said("image/jpeg", 9999) + JPEG * 2,
        said("image/jpeg", 1) + JPEG,
    ],
    ids=lambda answer: repr(answer[:40]),
)
def test_what_a_taken_over_decoder_says_is_not_believed(answer):
    with pytest.raises(examination.NotUnderstood):
        examination.understood(answer, JPEG, LIMITS)


def test_every_reason_has_a_sentence():
    for reason in FileRefusal:
        assert words.sentence(reason, LIMITS).endswith(".")
        assert "%(" not in words.sentence(reason, LIMITS)
