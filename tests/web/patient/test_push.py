"""Turning push on and off: by the person at the device, for services we know, and only where there is a key."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.jobs.test_push import new_key
from tests.personas import LogIn

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import PushSubscription

pytestmark = pytest.mark.django_db
HERE = "https://fcm.googleapis.com/fcm/send/telefon"


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def form(endpoint: str = HERE) -> dict[str, str]:
    return {"endpoint": endpoint, "public_key": text(b"\x04" + b"p" * 64), "secret": text(b"s" * 16)}


@pytest.fixture
def with_key(settings: LazySettings) -> None:
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, push_key=new_key())


@pytest.fixture
def client(logged_in: LogIn, patient: Actor) -> Client:
    return logged_in(patient)


def owners() -> list[tuple[int, str]]:
    return list(PushSubscription.objects.order_by("id").values_list("person_id", "endpoint"))


def test_without_a_key_there_is_no_push(client: Client) -> None:
    assert "data-push" not in client.get("/profil/").content.decode()
    assert client.post("/profil/enheter/", form()).status_code == 404
    assert owners() == []


def test_a_device_is_turned_on_and_off(with_key: None, client: Client, patient: Actor) -> None:
    assert 'data-key="B' in client.get("/profil/").content.decode()
    assert client.post("/profil/enheter/", form())["Location"] == "/profil/?varsler=1"
    assert owners() == [(patient.person_id, HERE)]
    device = PushSubscription.objects.get().public_id
    assert str(device) in client.get("/profil/").content.decode()
    assert client.post(f"/profil/enheter/{device}/av/").status_code == 302
    assert owners() == []


def test_it_cannot_be_turned_on_by_a_link(with_key: None, client: Client) -> None:
    assert client.get("/profil/enheter/", form()).status_code == 405


@pytest.mark.parametrize(
    "endpoint",
    ["https://127.0.0.1/x", "http://fcm.googleapis.com/x", "https://169.254.169.254/latest/", "", "x" * 9000],
)
def test_a_subscription_to_an_internal_address_is_refused(with_key: None, client: Client, endpoint: str) -> None:
    answer = client.post("/profil/enheter/", form(endpoint))
    assert (answer.status_code, owners()) == (422, [])
    assert "Vi kan ikke sende varsler til denne nettleseren" in answer.content.decode()


def test_a_device_is_one_persons(
    with_key: None, client: Client, logged_in: LogIn, patient: Actor, other_patient: Actor
) -> None:
    client.post("/profil/enheter/", form())
    logged_in(other_patient).post("/profil/enheter/", form())
    assert owners() == [(other_patient.person_id, HERE)]


def test_somebody_elses_device_cannot_be_turned_off(
    with_key: None, client: Client, logged_in: LogIn, other_patient: Actor
) -> None:
    client.post("/profil/enheter/", form())
    device = PushSubscription.objects.get().public_id
    assert logged_in(other_patient).post(f"/profil/enheter/{device}/av/").status_code == 404
    assert len(owners()) == 1


def test_a_person_has_ten_devices_and_the_oldest_gives_way(with_key: None, client: Client) -> None:
    for n in range(12):
        client.post("/profil/enheter/", form(f"{HERE}{n}"))
    assert [endpoint for _, endpoint in owners()] == [f"{HERE}{n}" for n in range(2, 12)]
