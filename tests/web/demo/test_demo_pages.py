"""The page about the demo: who one can be, and what was sent. Outside the demo there is no such page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import include, path
from tests.web.patient.walk import text_of

from legesvar.adapters.stand_ins import mailbox
from legesvar.config import urls
from legesvar.web.demo import kept

AUD = kept.Person(False, "Aud Prøvestad", "Pasient <b>her</b>", "Den vanlige veien.", "11824148246")
INGRID = kept.Person(True, "Ingrid Testlund", "Fastlege her", "Har flest henvendelser.", "04837548492")


@pytest.fixture
def directory(settings: LazySettings, tmp_path: Path) -> Path:
    """A demo's directory with two people, behind addresses as a demo has them."""
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [*urls.urlpatterns, path("demo/", include("legesvar.web.demo.urls"))]
    settings.ROOT_URLCONF = addresses
    settings.LEGESVAR = replace(settings.LEGESVAR, demo_directory=str(tmp_path))
    kept.write_people(tmp_path, [AUD, INGRID])
    return tmp_path


def receive(directory: Path, channel: str, to: str, body: str, subject: str = "") -> None:
    arrived = f"2026-11-20T08:0{len(kept.messages(directory))}:00+00:00"
    mailbox.append(directory / kept.MAILBOX, mailbox.Message(channel, to, subject, body, arrived))


def test_outside_the_demo_there_is_no_such_page(client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/messages.json").status_code == 404


def test_everybody_is_listed_at_their_door(client: Client, directory: Path) -> None:
    page = client.get("/demo/").content.decode()
    assert page.index("/logg-inn/") < page.index("Aud Prøvestad") < page.index("Ingrid Testlund")
    assert page.index("Aud Prøvestad") < page.index("/klinikk/logg-inn/") < page.index("Ingrid Testlund")
    assert "118241\N{NO-BREAK SPACE}48246" in page
    assert "Ingen meldinger er sendt ennå." in page


def test_the_newest_message_stands_first_and_a_program_gets_them_as_they_came(client: Client, directory: Path) -> None:
    receive(directory, "email", "aud@post.example", "Den første", "Ny melding")
    receive(directory, "sms", "+4709000001", "Den andre")
    page = text_of(client.get("/demo/"))
    assert page.index("SMS til +4709000001") < page.index("E-post til aud@post.example")
    listed = client.get("/demo/messages.json").json()
    assert [message["channel"] for message in listed] == ["email", "sms"]
    assert set(listed[0]) == {"channel", "to", "subject", "body", "time"}


def test_what_was_sent_is_shown_and_never_run(client: Client, directory: Path) -> None:
    attack = "<script>alert(1)</script>"
    receive(directory, "email", f"{attack}@post.example", f"{attack} javascript:alert(1)", attack)
    page = client.get("/demo/").content.decode()
    assert attack not in page
    assert page.count("&lt;script&gt;alert(1)") == 3
    assert 'href="javascript:' not in page
    assert "Pasient &lt;b&gt;her&lt;/b&gt;" in page


def test_a_message_that_is_still_being_written_is_left_for_next_time(client: Client, directory: Path) -> None:
    receive(directory, "sms", "+4709000001", "Hel")
    with (directory / kept.MAILBOX).open("a") as file:
        file.write('{"channel": "sms", "to"')
    assert len(client.get("/demo/messages.json").json()) == 1


def test_without_anything_kept_the_page_is_empty_and_not_broken(client: Client, directory: Path) -> None:
    (directory / kept.PEOPLE).unlink()
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/messages.json").json() == []
