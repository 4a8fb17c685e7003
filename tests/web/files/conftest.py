"""A patient at the page with the message, with a phone full of files, and a store of this test's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from moto.server import ThreadedMotoServer
from tests.consultations import draft, send
from tests.personas import FURNISHER, LogIn

from legesvar.adapters.object_store import ObjectStore
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.files.models import File
from legesvar.web.files import store as stores

ADD = "/start/e-konsultasjon/bilde/"
MESSAGE = "/start/e-konsultasjon/beskjed/"


@pytest.fixture(autouse=True)
def _own_store(settings: LazySettings, tmp_path: Path) -> None:
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=(tmp_path / "lager").as_uri(), malware_url="")


@pytest.fixture
def store() -> ObjectStore:
    return stores.store()


@pytest.fixture
def s3(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep this test's files in a bucket."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint, bucket = f"http://{host}:{port}", f"b{uuid.uuid4().hex}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=bucket)
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=f"s3://{bucket}?endpoint={endpoint}")
    yield
    server.stop()


class Phone:
    """A browser that somebody is logged in to, which sends files as upload.js does."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, *contents: bytes, name: str = "IMG_0001.jpg", **options: Any) -> HttpResponse:
        """Send files in one request."""
        files = [SimpleUploadedFile(name, content, "image/jpeg") for content in contents]
        options.setdefault("headers", {"accept": "application/json"})
        return self.client.post(ADD, {"file": files}, **options)

    def put(self, content: bytes, name: str = "IMG_0001.jpg") -> dict[str, Any]:
        """Send a file that is taken, and give what the page is told of it."""
        response = self.send(content, name=name)
        assert response.status_code == 201, response.content
        return response.json()

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def take_out(self, file: dict[str, Any], **headers: str) -> HttpResponse:
        return self.client.post(file["remove_url"], headers=headers or {"accept": "application/json"})


@pytest.fixture
def tariff(clinic: Clinic, now: datetime) -> None:
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=20_400, first_date=date(2020, 1, 1), now=now
        )


Writing = Callable[[Actor], Phone]


@pytest.fixture
def writing(tariff: None, clinic: Clinic, doctor: Actor, logged_in: LogIn, now: datetime) -> Writing:
    """Give the phone of a patient who has come to the message."""

    def begin(actor: Actor) -> Phone:
        draft(actor, clinic, doctor, now)
        return Phone(logged_in(actor))

    return begin


@pytest.fixture
def phone(writing: Writing, patient: Actor) -> Phone:
    return writing(patient)


@pytest.fixture
def sent(patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> Callable[[], Dialogue]:
    """Send the patient's draft."""

    def now_sent() -> Dialogue:
        return send(patient, draft(patient, clinic, doctor, now), now)

    return now_sent


def rows() -> list[File]:
    with acting_as(FURNISHER):
        return list(File.objects.order_by("id"))


def objects(store: ObjectStore) -> set[str]:
    """Give the keys of everything that lies in the store."""
    return {found.key for found in store.listing()}


def owned() -> set[str]:
    """Give the keys that files own."""
    return {key for row in rows() for key in (row.object_key, row.thumbnail_key) if key}


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
