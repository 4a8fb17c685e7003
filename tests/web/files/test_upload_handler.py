"""Files are counted while they stream; nobody can make us read, keep or half accept more than a full message."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from itertools import chain

import pytest
from django.core.exceptions import TooManyFilesSent
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory

from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import MEBIBYTE, FileLimits
from legesvar.web.files.size_cap import answers_refused_files, size_cap
from legesvar.web.files.upload_handler import CappedUploadHandler, refusal_of

BOUNDARY = "grense"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"
LIMITS = FileLimits(max_files=2, max_bytes=100_000)


class CountedBody(io.RawIOBase):
    """A form that is made while it is read, and tells how much of it was asked for."""

    def __init__(self, pieces):
        self.pieces, self._left, self.read_bytes = iter(pieces), b"", 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self._left = self._left or next(self.pieces, b"")
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        self.read_bytes += len(taken)
        return len(taken)


def field(name, value):
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file(name, content, filename="bilde.jpg"):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    return head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def post():
    made = []

    def make(*parts, length=None, accept="text/html"):
        body = CountedBody(parts)
        total = sum(map(len, parts)) if length is None else length
        sent = {"CONTENT_LENGTH": str(total), "wsgi.input": body, "HTTP_ACCEPT": accept}
        request = RequestFactory().generic("POST", "/", b"x", TYPE, **sent)
        request.counted = body
        made.append(request)
        return request

    yield make
    for request in made:
        request.close()


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    monkeypatch.setattr(CappedUploadHandler, "limits", LIMITS)


def test_files_within_the_limits_arrive_whole(post):
    one, two = os.urandom(100_000), os.urandom(10)
    request = post(field("tekst", "hei"), file("fil", one), file("fil", two, "to.jpg"), END)
    assert refusal_of(request) is None
    assert request.POST["tekst"] == "hei"
    assert [(f.name, f.size, f.read()) for f in request.FILES.getlist("fil")] == [
        ("bilde.jpg", 100_000, one),
        ("to.jpg", 10, two),
    ]


def test_an_empty_file_arrives_as_empty(post):
    request = post(file("fil", b""), END)
    assert request.FILES["fil"].size == 0
    assert refusal_of(request) is None


def test_a_file_lies_where_nobody_else_can_open_it(post):
    request = post(file("fil", b"x" * 50_000), END)
    descriptor = request.FILES["fil"].file.fileno()
    assert os.fstat(descriptor).st_nlink == 0
    assert os.fstat(descriptor).st_mode & 0o077 == 0


def test_a_file_over_the_limit_is_thrown_away_and_the_text_around_it_is_kept(post):
    request = post(field("for", "før"), file("fil", b"x" * 100_001), field("etter", "etter"), END)
    assert refusal_of(request) is FileRefusal.TOO_LARGE
    assert not request.FILES
    assert request.POST.dict() == {"for": "før", "etter": "etter"}


def test_a_file_too_many_is_refused_and_the_text_is_kept(post):
    request = post(*[file("fil", b"x")] * 3, field("tekst", "hei"), END)
    assert refusal_of(request) is FileRefusal.TOO_MANY
    assert request.POST["tekst"] == "hei"


def test_a_form_far_too_large_is_not_read_beyond_its_first_file(post):
    claimed = 200 * MEBIBYTE
    endless = (b"x" * 65_536 for _ in range(claimed // 65_536))
    request = post(length=claimed)
    request.counted.pieces = chain([field("csrfmiddlewaretoken", "t"), file("fil", b"")[:-2]], endless)
    tracemalloc.start()
    assert refusal_of(request) is FileRefusal.TOO_LARGE
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert request.POST["csrfmiddlewaretoken"] == "t"
    assert not request.FILES
    assert request.counted.read_bytes < MEBIBYTE
    assert peak < 4 * MEBIBYTE


def test_a_form_cut_off_in_the_middle_of_a_file_gives_no_file(post):
    request = post(field("tekst", "hei"), file("fil", b"x" * 50_000)[:-20_000])
    assert refusal_of(request) is FileRefusal.BROKEN
    assert not request.FILES


def test_a_form_that_lies_about_its_length_gets_only_what_it_said(post):
    body = [file("fil", b"x" * 90_000), END]
    request = post(*body, length=50_000)
    assert refusal_of(request) is FileRefusal.BROKEN
    assert request.counted.read_bytes <= 50_000


@pytest.mark.parametrize("body", [b"", b"--", b"--grense", b"--grense\r\n\r\n", b"nothing of the kind"])
def test_a_form_that_is_none_has_no_files(post, body):
    request = post(body)
    assert not request.FILES


def test_other_forms_have_no_refusal(post):
    request = RequestFactory().post("/", {"a": "b"}, content_type="application/x-www-form-urlencoded")
    assert refusal_of(request) is None


def through_the_cap(view, request):
    middleware = size_cap(lambda request: HttpResponse())
    return middleware.process_view(request, view, (), {})


def plain_view(request):
    return HttpResponse("half a form")


def test_a_view_never_sees_half_a_form(post):
    too_large = post(file("fil", b"x" * 100_001), END, accept="application/json")
    assert through_the_cap(plain_view, too_large).status_code == 413
    assert through_the_cap(plain_view, post(file("fil", b"x"), END)) is None


def test_a_view_that_keeps_the_text_may_answer_itself(post):
    @answers_refused_files
    def view(request):
        return JsonResponse({})

    assert through_the_cap(view, post(file("fil", b"x" * 100_001), END)) is None


def test_a_script_gets_the_reason_as_json(post):
    response = through_the_cap(plain_view, post(file("fil", b"x" * 100_001), END, accept="application/json"))
    assert response.status_code == 413
    assert json.loads(response.content) == {
        "refusal": "file_too_large",
        "error": "Filen er for stor. En fil kan være på høyst 20 MB.",
    }


def test_a_person_gets_the_reason_as_a_page(post):
    response = through_the_cap(plain_view, post(*[file("fil", b"x")] * 3, END))
    assert response.status_code == 413
    assert "Du kan legge ved høyst 5 filer." in response.content.decode()


def test_a_form_with_countless_files_is_a_bad_request(post):
    with pytest.raises(TooManyFilesSent):
        refusal_of(post(*[file("fil", b"x")] * 50, END))
