"""What no page of ours would send: every form and address with what breaks others. A clear answer, never a fault.

The owner is logged in throughout, so that what is sent reaches the code behind the door.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode, urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.personas import LogIn
from tests.web.addresses import PAGES, Found, address_of, in_groups, walk
from tests.web.belongings import Belongings, row_counts

from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED as SLUGS
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.kinds import Why
from legesvar.domain.services.settings import DEFAULTS

ADDRESSES = walk()
BY_NAME = {found.name: found for found in ADDRESSES}
POSTED = [found for found in ADDRESSES if found.allows("POST")]
SCRIPT = "<script>alert(1)</script>"
# Percent-encoded as a browser would send it, so that bytes which are no text can be among them.
NASTY = {
    "nothing": "",
    "blanks": "%20%0A%09",
    "script": quote(SCRIPT),
    "attribute": quote("\" onmouseover=alert(1) x='"),
    "null byte": "a%00b",
    "control characters": "%01%02%7F%C2%85",
    "no UTF-8": "%FF%FE%C0%80",
    "half a surrogate pair": "%ED%A0%80",
    "no characters": "%EF%BF%BE%EF%BF%BF",
    "right to left": quote("\u202egnp.exe\u2066"),
    "many marks": quote("e" + "\u0301" * 3000),
    "a family": quote("\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 5),
    "long": "x" * 60_000,
    "a line of header": quote("x\r\nSet-Cookie: fanget=1"),
    "a template": quote("{{ 7|add:7 }}{% debug %}${7*7}"),
    "a format": quote("%s%n%x{0.__class__}"),
    "SQL": quote("'; DROP TABLE dialogues_dialogue; --"),
    "a path": quote("../../../../etc/passwd"),
    "an address": quote("https://evil.example/"),
    "a number below nothing": "-1",
    "a huge number": "9" * 5000,
    "another kind of digits": quote("١٢٣"),
    "no number": "NaN",
    "JSON": quote('{"$ne": null}'),
    "a list": quote("[1,2,3]"),
    "an id of nobody": "0190a8a0-0000-7000-8000-000000000000",
    "an id with braces": quote("{0190a8a0-0000-7000-8000-000000000000}"),
}


Visitor = Callable[[Found], Client]
# Kinds beside the one that the addresses of the walk are of, with their words in addresses.
OTHERS = {kind: pages.slug for kind, pages in SLUGS.items() if kind is not Kind.E_CONSULTATION}


@pytest.fixture
def visitor(request: pytest.FixtureRequest, logged_in: LogIn) -> Visitor:
    """Give the browser of who may use a page."""

    def client(found: Found) -> Client:
        browser = logged_in(request.getfixturevalue(found.colleague if found.at_the_clinic else "patient"))
        browser.raise_request_exception = False
        return browser

    return client


def faults(response: HttpResponse) -> list[str]:
    """Say what is wrong with an answer, whatever was asked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    found = []
    if response.status_code >= 500 or (response.status_code == 403 and "CSRF" in text):
        found.append(f"status {response.status_code}")
    for sign in (
        SCRIPT,
        "onmouseover=alert(1) x='\"",
        "Traceback",
        "psycopg",
        "DataError",
        "/etc/passwd\n",
        "OperationalError",
    ):
        if sign in text:
            found.append(f"holds {sign}")
    if "fanget" in response.cookies or any("\n" in value for _, value in response.items()):
        found.append("a header of the sender's")
    # The installed app's script and its manifest are the same for everybody.
    shared = response["Content-Type"].startswith(("text/javascript", "application/manifest+json"))
    if "no-store" not in response["Cache-Control"] and not shared:
        found.append(f"kept: {response['Cache-Control']}")
    if "evil.example" in response.get("Location", "").split("?")[0]:
        found.append(f"leads to {response['Location']}")
    return found


FORM = "application/x-www-form-urlencoded"
# Fields that views read without their standing in the good form of `addresses.PAGES`.
ALSO = ("til", "fjern", "action", "autosave", "_parkert", "csrfmiddlewaretoken", "symptoms", "file")


def forms(good: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give each wrong form, with what is wrong with it."""
    for field in good:
        rest = urlencode({name: value for name, value in good.items() if name != field})
        yield f"{field} missing", rest
        yield f"{field} twice", f"{urlencode(good)}&{field}=a&{field}=b"
        for what, value in NASTY.items():
            yield f"{field}: {what}", f"{rest}&{field}={value}"
    for what, value in NASTY.items():
        yield f"everything: {what}", "&".join(f"{field}={value[:9000]}" for field in {*ALSO, *good})
        yield f"besides: {what}", urlencode(good) + "".join(f"&{field}={value[:9000]}" for field in {*ALSO} - {*good})
    yield "a field called by a number", urlencode(good) + "&1=1&=2&a[b]=3&%00=4&%FF=5"


@pytest.mark.parametrize("found", POSTED, ids=[found.name for found in POSTED])
def test_no_form_breaks_a_page(found: Found, visitor: Visitor, belongings: Belongings) -> None:
    wrong, client = {}, visitor(found)
    for what, body in forms(belongings.form(PAGES[found.name].form)):
        response = client.post(address_of(found, belongings), body, content_type=FORM)
        if told := faults(response):
            wrong[what] = told
        if "login" in found.name:
            client = visitor(found)  # some of these pages end it
    assert wrong == {}


@pytest.mark.parametrize("kind", OTHERS)
def test_no_text_breaks_a_page_of_another_kind(
    kind: Kind, tariff: None, logged_in: LogIn, patient: Actor, doctor: Actor
) -> None:
    client, start, wrong = logged_in(patient), f"/start/{OTHERS[kind]}/", {}
    client.raise_request_exception = False
    recipient = {"recipient": str(doctor.public_id)} if kind is Kind.PRESCRIPTION else {}
    for step, good in (("mottaker/", recipient), ("passer-det/", {"danger": "nei", "not_urgent": "on"})):
        for what, body in forms(good or {"recipient": ""}):
            if told := faults(client.post(start + step, body, content_type=FORM)):
                wrong[f"{step} {what}"] = told
        client.post(start + step, good)
    with acting_as(patient):
        begun = dialogues.draft(patient, kind)
    assert begun
    # A kind's fields are drawn alike, so the last of them speaks for all.
    for what, body in forms({"utkast": str(begun.public_id), DEFAULTS[kind].form[-1].name: "Paracet"}):
        answers = (client.post(f"{start}beskjed/", body, content_type=FORM), client.get(f"{start}beskjed/"),
                   client.get(f"{start}se-over/"))  # fmt: skip
        if told := [fault for answer in answers for fault in faults(answer)]:
            wrong[what] = told
    assert wrong == {}


QUERIES = (
    "side", "vis", "grunn", "svart", "neste", "arsak", "legekontor", "fil", "utseende", "endre", "mangler", "endret",
    "feil", "state", "code", "iss", "error", "error_description", "sid",
)  # fmt: skip


@in_groups([found for found in ADDRESSES if found.allows("GET")])
def test_no_query_breaks_a_page(several: list[Found], visitor: Visitor, belongings: Belongings) -> None:
    wrong = {}
    asked = ["&".join(f"{name}={value[:3000]}" for name in QUERIES) for value in NASTY.values()]
    asked += ["&" * 3000, "%zz=%&a[]=1&a[b]=2&=&;", "side=" + "A" * 8000]
    for found in several:
        client, address = visitor(found), address_of(found, belongings)
        for query in asked:
            if told := faults(client.get(f"{address}?{query}")):
                wrong[f"{found.name} {query[:200]}"] = told
    assert wrong == {}


def key(*values: Any) -> str:
    """Make a page key as the portal makes them, with what it would never put in one."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def raw(values: bytes) -> str:
    return base64.urlsafe_b64encode(values).decode()


MOMENT, DAY = "2026-01-01T00:00:00+00:00", "2026-01-01"
KEYS = [
    key(), key(False), key(False, 1), key(False, "tull", 1), key(False, "", 1), key(True, MOMENT, 2**63),
    key(False, MOMENT, 10**40), key(False, MOMENT, -(2**63) - 1), key(False, "\0", 1), key(False, "\ud800", 1),
    key(False, "infinity", 1), key(False, "now", 1), key(False, "294277-01-01", 1), key(False, "0001-01-01T00:00", 1),
    key(False, "0001-01-01T00:00:00+23:59", 1), key(True, "9999-12-31T23:59:59-23:59", 1), key(False, DAY, 1, 1),
    key(False, DAY, 10**9, 1), key(False, DAY, 1, 10**40), key(False, DAY, -1, -1), key(False, "-infinity", 1, 1),
    key(False, "\0", 1, 1), key(1, DAY, 1, 1), key(False, DAY, 1.5, 1), key(False, DAY, None, 1),
    key(False, [DAY], 1, 1), key(False, "2026-W01-1", 1, 1), key(False, "9999-12-31", 32767, 2**63 - 1),
    key(True, "0001-01-01", 0, 0), raw(b"[" * 290), raw(b"[false,NaN,1]"), raw(b"[false," + b"9" * 200 + b",1]"),
    "å", "=", "====", "A" * 399,
]  # fmt: skip


@pytest.mark.parametrize("name", ["patient:inbox", "patient:archive", "clinic:worklist", "clinic:dialogue"])
def test_no_forged_key_breaks_a_list(name: str, visitor: Visitor, belongings: Belongings) -> None:
    found = next(one for one in ADDRESSES if one.name == name)
    client, address, wrong = visitor(found), address_of(found, belongings), {}
    for forged in KEYS:
        answer = client.get(f"{address}?side={quote(forged)}")
        if answer.status_code != 200 or faults(answer):
            wrong[forged] = [answer.status_code, *faults(answer)]
    assert wrong == {}


BODIES = {
    "JSON": ("application/json", b'{"text": "Hei", "action": "answer"}'),
    "JSON called a form": (FORM, b'{"text": "Hei", "action": "answer"}'),
    "plain text": ("text/plain", b"text=Hei"),
    "nothing said": ("", b"text=Hei"),
    "bytes": ("application/octet-stream", bytes(range(256))),
    "XML": ("application/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "too many fields": (FORM, b"&".join(b"f%d=1" % number for number in range(300))),
    "too large": (FORM, b"text=" + b"x" * 300_000),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "parts cut off": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n'),
    "no parts": ("multipart/form-data; boundary=x", b"text=Hei"),
    "a part of no name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
    ),
    "a part in base64 that is none": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--',
    ),
    "a boundary of a mile": ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"),
    "a boundary with signs": ('multipart/form-data; boundary="\xe5"', b"--x--"),
}


@in_groups(ADDRESSES)
def test_no_body_breaks_a_page(several: list[Found], visitor: Visitor, belongings: Belongings) -> None:
    """Not even a page that is only read: whatever comes with a GET is looked at too."""
    wrong = {}
    for found, (what, (content_type, body)) in product(several, BODIES.items()):
        client, address = visitor(found), address_of(found, belongings)
        for method in found.rule.methods:
            answer = client.generic(method, f"{address}?side=a%C3%A5", body, content_type)
            if told := faults(answer):
                wrong[f"{found.name} {method} {what}"] = told
    assert wrong == {}


CHARSETS = ("base64", "rot13", "utf-7", "utf-16", "idna", "unicode_escape", "raw_unicode_escape", "hex", "undefined")
LETTERS = b"\\ud800+2AA-"  # two ways to write half a surrogate pair, in encodings that know them
PARTS = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + LETTERS + b"\r\n--x--"


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        (FORM, b"text=%5Cud800%2B2AA-", LETTERS.decode()),
        ("multipart/form-data; boundary=x", PARTS, LETTERS.decode()),
        ("text/plain", LETTERS, None),
    ],
)
def test_a_sender_does_not_choose_how_bytes_become_letters(
    kind: str, body: bytes, text: str | None, charset: str
) -> None:
    from legesvar.config import wsgi  # it reads the settings, which fixtures have changed by now

    assert type(wsgi.application) is wsgi.Handler
    asked = RequestFactory().generic("POST", "/?a=%C3%A5", body, "text/plain").environ
    request = wsgi.Handler.request_class({**asked, "CONTENT_TYPE": f"{kind}; charset={charset}"})
    assert request.GET["a"] == "å"
    assert request.POST.get("text") == text


# What is asked for in another way than pages do.

STRANGE_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "FOO")


def test_no_method_but_a_pages_own_is_answered(visitor: Visitor, belongings: Belongings) -> None:
    wrong = {}
    for found in ADDRESSES:
        client, address = visitor(found), address_of(found, belongings)
        for method in {*STRANGE_METHODS, "GET", "POST"} - set(found.rule.methods):
            status = client.generic(method, address).status_code
            if status != 405:
                wrong[f"{method} {found.name}"] = status
    assert wrong == {}


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_in_a_header_or_a_field_changes_nothing(
    header: str, visitor: Visitor, belongings: Belongings, patient: Actor
) -> None:
    before = row_counts()
    for name in ("patient:review", "patient:discard", "patient:dialogue", "clinic:credit", "login:log_out"):
        found = BY_NAME[name]
        answer = visitor(found).get(address_of(found, belongings), {"_method": "POST"}, headers={header: "POST"})
        assert answer.status_code == 200
    assert row_counts() == before | {"identity_session": before["identity_session"] + 5}


STRANGE_HEADERS = [
    {"Range": "bytes=0-10"}, {"Range": "bytes=9999999999-"}, {"Range": "bytes=-1,0-,5-1"}, {"If-Modified-Since": "x"},
    {"If-None-Match": '"*'}, {"If-Modified-Since": "Mon, 01 Jan 0000 00:00:00 GMT"}, {"Accept": "text/html;q=abc,,;"},
    {"Accept": "x" * 9000}, {"Accept": "application/json"}, {"Accept-Language": "xx-" + "y" * 5000},
    {"Accept-Language": "nb;q=NaN, \x01"}, {"Accept-Encoding": "gzip, br;q=x"}, {"User-Agent": SCRIPT},
    {"X-Forwarded-For": "127.0.0.1, x"}, {"X-Forwarded-For": "\x00" * 50}, {"X-Forwarded-Proto": "javascript"},
    {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Port": "x"}, {"X-Real-Ip": "127.0.0.1"},
    {"Forwarded": "host=evil.example;proto=javascript"}, {"X-Original-Url": "/klinikk/arbeidsliste/"},
    {"X-Rewrite-Url": "/klinikk/arbeidsliste/"}, {"Origin": "null"}, {"Origin": "http://[evil"},
    {"Referer": "http://[evil"}, {"Referer": "x" * 8000}, {"Referer": "http://127.0.0.1:8000/\\evil.example"},
    {"Hx-Request": "true"}, {"X-Autosave": "1"}, {"Content-Length": "-1"}, {"Content-Length": "x"},
    {"Cookie": "skjema=; pasient=;;;=x; klinikk"}, {"Cookie": "sprak=../../etc/passwd"}, {"Cookie": "x=" + "y" * 8000},
    {"Cookie": "parkert=....-; parkert-klinikk=\xff.-.x-=;"}, {"Cookie": "parkert=" + "00" * 16 + "-===="},
    {"Cookie": "innlogging-x=\xff; innlogging-" + "a" * 3000 + "=b"}, {"Cookie": "skjema=" + "a" * 64},
    {"Remote-User": "admin"}, {"X-Request-Id": "x" * 500}, {"Traceparent": "00-\n-x"}, {"Sec-Fetch-Site": "cross-site"},
]  # fmt: skip


# One page of each way in, with and without ids, read and written; headers meet the same code in front of all of them.
SOME = (
    "login:welcome", "login:door", "login:start", "login:return", "login:left", "login:log_out", "patient:inbox",
    "patient:dialogue", "patient:message", "files:add", "files:full", "clinic:worklist", "clinic:answer",
    "clinic_login:choose", "clinic:invoice_pdf", "ready",
)  # fmt: skip


@pytest.mark.parametrize("name", SOME)
def test_no_header_breaks_a_page_or_leads_away(name: str, visitor: Visitor, belongings: Belongings) -> None:
    found, wrong = BY_NAME[name], {}
    client, address = visitor(found), address_of(found, belongings)
    for number, headers in enumerate(STRANGE_HEADERS):
        for method in found.rule.methods:
            answer = client.generic(method, address, headers=headers)
            body = b"" if answer.streaming else answer.content
            if (told := faults(answer)) or b"evil.example" in body or "evil.example" in str(answer.headers):
                wrong[f"{number} {method} {headers}"[:200]] = told
        if name == "login:log_out":
            client = visitor(found)
    assert wrong == {}


HOSTS = ("evil.example", "127.0.0.1:8000@evil.example", "127.0.0.1, evil.example", "a b", "", "[::1", "127.0.0.1.evil")


@pytest.mark.parametrize("host", HOSTS)
def test_no_other_host_is_answered_for(host: str, visitor: Visitor, belongings: Belongings) -> None:
    for name in SOME:
        found = BY_NAME[name]
        answer = visitor(found).generic(found.rule.methods[0], address_of(found, belongings), HTTP_HOST=host)
        if name != "ready":
            assert answer.status_code == 400, name
        assert "evil" not in answer.content.decode() + str(answer.headers)
        assert faults(answer) == []


LEADS_AWAY = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/%09/evil.example",
    "/\r\nSet-Cookie: fanget=1",
    "http:///evil.example",
    "/innboks/\\..//evil.example",
    "@evil.example",
    "/\u2028/evil.example",
    "/.//evil.example",
    "x" * 3000,
    "\0",
    "/\0//evil.example",
]


@pytest.mark.parametrize("address", LEADS_AWAY)
def test_no_way_in_or_on_leads_to_another_site(
    address: str, logged_in: LogIn, patient: Actor, doctor_at_both: Actor, db: None
) -> None:
    at_home, at_work = logged_in(patient), logged_in(doctor_at_both)
    asked = urlencode({"neste": address})
    answers = [
        at_home.get(f"/logg-inn/?{asked}"),
        Client().get(f"/logg-inn/?{asked}"),
        at_work.get(f"/klinikk/logg-inn/?{asked}"),
        at_work.post(f"/klinikk/velg-klinikk/?{asked}", {"staff": str(doctor_at_both.public_id)}),
        at_home.post("/okt/forleng/", headers={"Referer": f"http://127.0.0.1:8000{address}".replace("\r\n", "")}),
    ]
    for answer in answers:
        target = answer.get("Location", "/")
        assert urlsplit(urljoin("http://127.0.0.1:8000/", target)).netloc == "127.0.0.1:8000", target
        # As browsers read it: back-slashes are slashes, and tabs and line breaks are nothing.
        seen = re.sub(r"[\t\r\n]", "", target.split("?")[0]).replace("\\", "/")
        assert not seen.startswith("//")
        assert "fanget" not in answer.cookies


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example//innboks",
        "/innboks//",
        "/innboks",
        "/%2e%2e/",
        "/..%2f..%2fetc/passwd",
        "/static/..%2f..%2f..%2fsettings.py",
        "/static/%2e%2e/%2e%2e/config/settings.py",
        "/dialog/%2f/",
        "/dialog/%00/",
        "/dialog/x/",
        "/fil/..%2f..%2f/",
        "/%ff%fe/",
        "/innboks/;x=1/",
        "/klinikk/../innboks/",
        "/for/x/innboks/",
        "/for//innboks/",
        "/for/0190a8a0-0000-7000-8000-000000000000/for/0190a8a0-0000-7000-8000-000000000000/innboks/",
        "/" + "a/" * 3000,
        "/\u202e/",
        "/static/",
        "/static/%00",
        "/favicon.ico%00",
        "/.git/config",
        "/.env",
    ],
)
def test_no_path_breaks_or_leads_away(path: str, logged_in: LogIn, patient: Actor) -> None:
    client = logged_in(patient)
    client.raise_request_exception = False
    for method in ("GET", "POST"):
        answer = client.generic(method, "/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"))
        assert faults(answer) == []
        assert answer.status_code in {301, 302, 404, 400}
        location = answer.get("Location", "/")
        assert urlsplit(urljoin("http://127.0.0.1:8000/", location)).netloc in {"127.0.0.1:8000", "testserver"}, (
            location
        )


@pytest.mark.parametrize("reason", ["a\0b", "Kari Nordmann er min nabo", "x" * 5000, "['ikke', 'en', 'grunn']"])
def test_only_our_own_reasons_come_into_the_trace_of_a_reading(
    reason: str, visitor: Visitor, belongings: Belongings, doctor: Actor
) -> None:
    found = BY_NAME["clinic:dialogue"]
    assert visitor(found).get(address_of(found, belongings), {"grunn": reason}).status_code == 200
    with acting_as(doctor):
        traced = Entry.objects.get(event=Event.DIALOGUE_OPENED_BY_CLINIC)
    assert traced.details["why"] == Why.IN_TURN
