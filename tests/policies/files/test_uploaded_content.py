"""A file is what its bytes say, whatever it is called; anything else is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.factories import pdfs, uploads

from legesvar.domain.files.content import examine
from legesvar.domain.files.documents import Document
from legesvar.domain.files.kinds import Kind, kind_of
from legesvar.domain.files.pictures import Picture
from legesvar.domain.files.policies import FileRefusal, count_refusal, size_refusal
from legesvar.domain.files.settings import FileLimits

LIMITS = FileLimits()
# As small as files can be, so that a mutation often hits something that matters.
SMALL = {
    "jpeg": uploads.jpeg_held(6),
    "progressive": uploads.jpeg(progressive=True),
    "cmyk": uploads.cmyk_jpeg(),
    "profile": uploads.with_profile(),
    "png": uploads.transparent_png(),
    "xmp": uploads.png_with_xmp(),
    "grey16": uploads.grey16_png(),
    "gif": uploads.animated_gif(),
    "webp": uploads.encoded(uploads.scene(mode="RGBA"), "WEBP", exif=uploads.exif(3)),
    "heic": uploads.heic(64, 64),
    "pdf": pdfs.passive_but_rich(),
    "plain-pdf": pdfs.pdf(2),
}


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\0" + b"\0" * 100,
        uploads.zip_of("word/document.xml", b"<w/>"),
        uploads.encoded(uploads.scene(), "BMP"),
        uploads.encoded(uploads.scene(), "TIFF"),
        uploads.encoded(uploads.scene(), "AVIF"),
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"%!PS-Adobe-3.0",
        b"\xff\xd8",
        b"GIF",
        b"\0",
    ],
    ids=lambda data: repr(data[:6]),
)
def test_what_is_not_on_the_list_is_refused_whatever_it_is_called(data):
    assert examine(data, LIMITS) is FileRefusal.NOT_ALLOWED_TYPE


@pytest.mark.parametrize("name", SMALL)
def test_every_sample_is_good_before_it_is_spoilt(name):
    assert isinstance(examine(SMALL[name], LIMITS), Picture | Document)


def test_an_empty_file_is_refused():
    assert examine(b"", LIMITS) is FileRefusal.EMPTY


def test_the_size_limit_is_exact():
    assert size_refusal(LIMITS.max_bytes, LIMITS) is None
    assert size_refusal(LIMITS.max_bytes + 1, LIMITS) is FileRefusal.TOO_LARGE
    assert examine(b"\xff\xd8\xff" + b"\0" * LIMITS.max_bytes, LIMITS) is FileRefusal.TOO_LARGE


def test_the_sixth_file_is_refused():
    assert count_refusal(4, LIMITS) is None
    assert count_refusal(5, LIMITS) is FileRefusal.TOO_MANY


HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic", b"%PDF-1.4\n")


@pytest.mark.parametrize("head", HEADS)
def test_the_first_bytes_alone_do_not_make_a_file(head):
    assert kind_of(head) is not None
    assert examine(head + b"<script>alert(1)</script>" * 20, LIMITS) in (
        FileRefusal.BROKEN,
        FileRefusal.TOO_MANY_PIXELS,
    )


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("other", ["BMP", "TIFF", "PPM", "JPEG", "PNG"])
def test_one_format_is_never_read_as_another(head, other):
    tail = uploads.encoded(Image.effect_noise((20, 20), 50), other)
    assert isinstance(examine(head + tail, LIMITS), FileRefusal)


def assert_good_or_refused(data: bytes) -> None:
    result = examine(data, LIMITS)
    if isinstance(result, Picture):
        assert 1 <= result.width <= LIMITS.picture_edge
        assert 1 <= result.height <= LIMITS.picture_edge
        assert kind_of(result.data[:12]) in (Kind.JPEG, Kind.PNG)
        assert kind_of(result.thumbnail[:12]) is Kind.JPEG
    elif isinstance(result, Document):
        assert result.data == data
    else:
        assert isinstance(result, FileRefusal)


quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(head=st.sampled_from([data[:12] for data in SMALL.values()]), rest=st.binary(max_size=2000))
@quickly
def test_noise_behind_any_beginning_is_refused_or_good(head, rest):
    assert_good_or_refused(head + rest)


SPOT = st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8))


@given(
    data=st.sampled_from(list(SMALL.values())),
    spots=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=8
    ),
    cut=st.floats(0, 1),
)
@settings(quickly, max_examples=250)
def test_a_spoilt_file_is_refused_or_good(data, spots, cut):
    spoilt = bytearray(data)
    for where, what in spots:
        at = 12 + int(where * (len(data) - 12))
        spoilt[at : at + len(what)] = what
    if cut < 0.3:
        del spoilt[int(cut / 0.3 * len(spoilt)) :]
    assert_good_or_refused(bytes(spoilt))


@given(first=st.sampled_from(list(SMALL.values())), second=st.sampled_from(list(SMALL.values())))
@quickly
def test_two_files_glued_together_give_one_or_none(first, second):
    assert_good_or_refused(first + second)
