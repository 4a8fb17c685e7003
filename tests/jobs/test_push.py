"""Push over the real protocol: signed for one service, opened by one browser only, forgotten when it is gone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.jobs.conftest import Post, hurry, run_worker
from tests.jobs.test_notices import reach, states, tell

from legesvar.adapters import push
from legesvar.adapters.outcome import Outcome
from legesvar.adapters.push import Browser
from legesvar.adapters.stand_ins.push_service import BrowserStandIn, PushStandIn
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.identity.commands import push as subscriptions
from legesvar.domain.identity.models import PushSubscription

pytestmark = pytest.mark.django_db(transaction=True)


def new_key() -> str:
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def refusals() -> dict[str, int]:
    return {}


@pytest.fixture
def service(settings, refusals: dict[str, int], post: Post) -> Iterator[PushStandIn]:
    """A push service that we speak to, beside e-mail and SMS."""
    with PushStandIn(refusals=refusals) as standing:
        settings.LEGESVAR = dataclasses.replace(
            settings.LEGESVAR, push_key=new_key(), push_contact="mailto:drift@portal.example",
            push_services=(standing.origin,),
        )  # fmt: skip
        yield standing


def turn_on(actor: Actor, service: PushStandIn, path: str) -> BrowserStandIn:
    browser = service.browser(path)
    with acting_as(actor):
        subscriptions.turn_on(
            actor=actor, endpoint=browser.endpoint, public_key=browser.public_key, secret=browser.secret,
            services=(service.origin,), now=clock.now(),
        )  # fmt: skip
    return browser


def test_every_device_is_told_beside_the_email_and_nothing_more_than_the_email(
    post: Post, service: PushStandIn, doctor: Actor, patient: Actor, settings
) -> None:
    reach(patient, email="aud@eksempel.example")
    phone, tablet = turn_on(patient, service, "/telefon"), turn_on(patient, service, "/brett")
    tell(doctor, patient)
    run_worker()
    (shown,) = phone.shown
    assert tablet.shown == [shown]
    assert (shown["title"], shown["body"]) == ("Ny melding i Legesvar", "Logg inn for å lese den.")
    assert set(shown) == {"title", "body", "path"}
    assert shown["path"].startswith("/dialog/")
    assert sorted(states()) == [("email", "sent"), ("push", "sent")]
    assert service.senders == {push.public_key(settings.LEGESVAR.push_key)}


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(
    post: Post, service: PushStandIn, refusals: dict[str, int], doctor: Actor, patient: Actor, status: int
) -> None:
    reach(patient, email="aud@eksempel.example")
    turn_on(patient, service, "/telefon")
    refusals["/telefon"] = status
    tell(doctor, patient)
    run_worker()
    assert not PushSubscription.objects.exists()
    assert ("push", "failed") in states()
    tell(doctor, patient)
    assert len(states()) == 3


def test_a_busy_service_is_asked_again_and_holds_up_no_email(
    post: Post, service: PushStandIn, refusals: dict[str, int], doctor: Actor, patient: Actor
) -> None:
    reach(patient, email="aud@eksempel.example")
    phone = turn_on(patient, service, "/telefon")
    refusals["/telefon"] = 503
    tell(doctor, patient)
    tell(doctor, patient)
    run_worker()
    assert (phone.shown, len(post.received())) == ([], 2)
    refusals.clear()
    hurry()
    run_worker()
    hurry()
    run_worker()
    assert len(phone.shown) == 2


def test_a_redirect_to_somewhere_else_is_not_followed(
    post: Post, service: PushStandIn, refusals: dict[str, int], doctor: Actor, patient: Actor
) -> None:
    elsewhere = service.browser("/annet-sted")
    turn_on(patient, service, "/telefon")
    refusals["/telefon"] = 307
    tell(doctor, patient)
    run_worker()
    assert elsewhere.shown == []


def test_a_service_we_no_longer_speak_to_is_not_called(
    post: Post, service: PushStandIn, doctor: Actor, patient: Actor, settings
) -> None:
    phone = turn_on(patient, service, "/telefon")
    settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, push_services=("https://push.example",))
    tell(doctor, patient)
    run_worker()
    assert phone.shown == []


def test_what_is_for_one_browser_cannot_be_opened_by_another(service: PushStandIn, settings) -> None:
    mine, other = service.browser("/min"), service.browser("/annen")
    crossed = Browser(mine.endpoint, other.public_key, other.secret)
    outcome = push.send(
        crossed, b'{"title": "x"}', key=settings.LEGESVAR.push_key, contact="mailto:a@b.example", at=clock.now()
    )
    assert mine.shown == other.shown == []
    assert outcome is not Outcome.SENT


def test_a_signature_that_has_grown_old_is_refused(service: PushStandIn, settings) -> None:
    mine = service.browser("/min")
    browser = Browser(mine.endpoint, mine.public_key, mine.secret)
    long_ago = clock.now() - timedelta(days=2)
    outcome = push.send(browser, b"{}", key=settings.LEGESVAR.push_key, contact="mailto:a@b.example", at=long_ago)
    assert outcome is Outcome.REJECTED_FOR_GOOD


def test_no_service_at_all_is_tried_again(settings) -> None:
    browser = BrowserStandIn("http://127.0.0.1:1/telefon")
    reached = Browser(browser.endpoint, browser.public_key, browser.secret)
    outcome = push.send(reached, b"{}", key=new_key(), contact="mailto:a@b.example", at=clock.now())
    assert outcome is Outcome.TRY_AGAIN


@pytest.mark.parametrize("key", ["", "noe annet", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_said_to_be_none(key: str) -> None:
    browser = BrowserStandIn("http://127.0.0.1:1/telefon")
    reached = Browser(browser.endpoint, browser.public_key, browser.secret)
    with pytest.raises(ValueError):
        push.send(reached, b"{}", key=key, contact="mailto:a@b.example", at=clock.now())


def test_the_keys_of_a_browser_stand_in_no_traceback() -> None:
    browser = BrowserStandIn("https://push.example/1")
    assert browser.secret not in repr(Browser(browser.endpoint, browser.public_key, browser.secret))
