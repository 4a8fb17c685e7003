"""Providers on a real port, our portal registered with them, and a browser that clicks on people."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client as Browser
from tests.personas import identity_number_of

from legesvar.adapters.stand_ins.openid_provider import Audience as Kind
from legesvar.adapters.stand_ins.openid_provider import Client, Fault, Person, RunningProvider, serve
from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Account

HERE = "http://127.0.0.1:8000"
SECRET = "bare-til-proving-0123456789"


def registered(portal: str) -> list[Client]:
    """Give what a portal at an address has registered at both providers."""
    return [
        Client(
            client_id=client_id,
            issuer=issuer,
            secret=SECRET,
            redirect_uris=(f"{portal}{base}/logg-inn/retur/",),
            post_logout_redirect_uris=(f"{portal}{base}/logg-ut/ferdig/",),
            frontchannel_logout_uri=f"{portal}{base}/logg-inn/ut/",
        )
        for client_id, issuer, base in (
            ("legesvar-pasient", "idporten", ""),
            ("legesvar-klinikk", "helseid", "/klinikk"),
        )
    ]


def agree(settings: LazySettings, running: RunningProvider) -> None:
    """Point our settings at the providers."""
    settings.OPENID = {
        "patient": dataclasses.replace(settings.OPENID["patient"], issuer=running.issuer("idporten")),
        "clinic": dataclasses.replace(settings.OPENID["clinic"], issuer=running.issuer("helseid")),
    }


@pytest.fixture(scope="session")
def running() -> Iterator[RunningProvider]:
    running = serve(0, [], registered(HERE), slow_seconds=1.0)
    yield running
    running.close()


@dataclass
class World:
    """The providers, and a way through them."""

    running: RunningProvider

    def meet(self, actor: Actor) -> None:
        """Let the provider know an actor by their number."""
        account = Account.objects.filter(id=actor.account_id).first() if actor.account_id else None
        self.introduce(
            "klinikk" if account else "pasient", identity_number_of(actor), hpr=account.hpr_number if account else ""
        )

    def introduce(self, side: str, pid: str, hpr: str = "") -> None:
        """Let one of the providers know somebody by their number."""
        audience = Kind.STAFF if side == "klinikk" else Kind.PATIENT
        self.running.introduce(
            Person(subject=pid, name=f"Person {pid}", pid=pid, audience=audience, hpr_number=hpr or None)
        )

    def choose(self, departure: str, pid: str, *, level: str = "high", fault: Fault | None = None) -> str:
        """Click on somebody on the provider's page, and give the path and query of the return."""
        page = httpx.get(departure).text
        request = re.search(r'name="request" value="([^"]+)"', page)
        action = re.search(r'action="([^"]+/velg)"', page)
        assert request, page
        assert action, page
        parts = urlsplit(departure)
        form = {"request": request[1], "subject": pid, "level": level, "fault": fault.value if fault else ""}
        back = httpx.post(f"{parts.scheme}://{parts.netloc}{action[1]}", data=form).headers["location"]
        assert back.startswith(HERE)
        return back.removeprefix(HERE)

    def log_in(
        self, browser: Browser, pid: str, door: str = "/logg-inn/start/", *, level: str = "high",
        fault: Fault | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Go from our door to the provider and back; give our answer to the return."""
        departure = browser.get(door)
        assert departure.status_code == 302, departure.content.decode()
        return browser.get(self.choose(departure["Location"], pid, level=level, fault=fault))


@pytest.fixture
def world(running: RunningProvider, settings: LazySettings, rooms: list[object]) -> World:
    agree(settings, running)
    return World(running)
