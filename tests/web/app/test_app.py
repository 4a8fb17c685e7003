"""The portal as an app: installable, honest without a net, and nothing of a patient's kept on the phone (ALL-4)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from tests.personas import LogIn

from legesvar.core.actor import Actor

STATIC = Path(settings.STATICFILES_DIRS[0])


def told(client: Client) -> dict[str, object]:
    """Read what the worker is told that it may keep."""
    script = client.get("/sw.js").content.decode()
    found: dict[str, object] = json.loads(re.match(r"const KEPT = (.*);\n", script)[1])
    return found


def test_the_manifest_is_what_a_phone_asks_for_before_it_installs(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"], manifest["lang"]) == ("/innboks/", "standalone", "nb")
    assert {(i["sizes"], i["purpose"]) for i in manifest["icons"]} >= {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip


def test_the_icons_are_there_in_the_size_they_claim(client: Client) -> None:
    for icon in json.loads(client.get("/manifest.webmanifest").content)["icons"]:
        with Image.open(STATIC / icon["src"].removeprefix("/static/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_a_maskable_icon_has_ground_to_its_corners(client: Client) -> None:
    with Image.open(STATIC / "built/app-maskable-512.png") as picture:
        assert picture.convert("RGBA").getpixel((0, 0)) == (11, 95, 112, 255)


def test_the_worker_covers_every_page_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"


def test_only_static_files_and_the_page_without_a_net_may_be_kept(client: Client) -> None:
    may = told(client)
    assert {url.split("/")[1] for url in may["files"]} == {"static"}
    assert may["page"] == "/uten-nett/"
    assert [url for url in may["files"] if finders.find(url.removeprefix("/static/")) is None] == []


def test_the_worker_never_writes_down_an_answer(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    assert "cache.put" not in script
    assert ".put(" not in script
    assert script.count("addAll") == 1


@pytest.mark.django_db
def test_the_page_without_a_net_is_the_same_for_everybody(client: Client, patient: Actor, logged_in: LogIn) -> None:
    anonymous, known = client.get("/uten-nett/"), logged_in(patient).get("/uten-nett/")
    assert anonymous.content == known.content
    for said in ("Du er uten nett", "116 117", "113"):
        assert said in known.content.decode()


@pytest.mark.django_db
def test_a_patients_page_names_the_manifest_and_is_stored_nowhere(patient: Actor, logged_in: LogIn) -> None:
    answer = logged_in(patient).get("/innboks/")
    assert '<link rel="manifest" href="/manifest.webmanifest">' in answer.content.decode()
    assert "js/app.js" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_logging_out_takes_the_apps_store_with_it(patient: Actor, logged_in: LogIn) -> None:
    assert logged_in(patient).post("/logg-ut/")["Clear-Site-Data"] == '"cache", "storage"'
