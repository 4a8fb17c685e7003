"""A real provider on a real port, portals registered with it, and a browser that clicks on people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey

from legesvar.adapters.oidc import Handshake, Login, Provider, RelyingParty
from legesvar.adapters.stand_ins.openid_provider import Audience, Client, Fault, Person, RunningProvider, serve

RETURN = "http://127.0.0.1:8000/logg-inn/retur/"
HELSEID = "helseid://claims/"
PEOPLE = [
    Person(subject="kari", name="Kari <b>Test</b>", pid="21906977751", audience=Audience.PATIENT, role="Pasient"),
    Person(subject="lege", name="Lise Lege", pid="08925498190", audience=Audience.STAFF, hpr_number="9144889"),
    Person(subject="sekretær", name="Siv Sekretær", pid="20914695016", audience=Audience.STAFF),
]


@dataclass
class World:
    """The provider, and what is needed to log in at it."""

    running: RunningProvider
    private_keys: dict[str, str]

    def provider(self, client_id: str, **changes: Any) -> Provider:
        """Give our agreement with the provider for one of the clients."""
        path = "helseid" if client_id.startswith("helseid") else "idporten"
        with_key = client_id in self.private_keys
        common = {
            "issuer": self.running.issuer(path),
            "client_id": client_id,
            "client_secret": None if with_key else f"secret of {client_id}",
            "private_key": self.private_keys.get(client_id),
            "use_par": client_id.endswith("par") or path == "helseid",
        }
        if path == "helseid":
            common |= {
                "level_claim": f"{HELSEID}identity/security_level",
                "required_levels": frozenset({"4"}),
                "pid_claim": f"{HELSEID}identity/pid",
                "hpr_claim": f"{HELSEID}hpr/hpr_number",
                "use_dpop": True,
            }
        else:
            common |= {"required_levels": frozenset({"idporten-loa-high"}), "acr_values": "idporten-loa-high"}
        return Provider(**(common | changes))

    def party(self, client_id: str = "portal", http: httpx.Client | None = None, **changes: Any) -> RelyingParty:
        """Give our half of the protocol."""
        return RelyingParty(self.provider(client_id, **changes), http)


class Browser:
    """Follows a person through the provider's pages, without redirecting by itself."""

    def __init__(self) -> None:
        self.http = httpx.Client(timeout=10)
        self.page = ""

    def visit(self, url: str) -> httpx.Response:
        answer = self.http.get(url)
        self.page = answer.text
        return answer

    def click(self, url: str, subject: str, *, level: str = "high", fault: Fault | None = None) -> dict[str, str]:
        """Choose a person on the provider's page, and give the parameters of the return."""
        self.visit(url)
        request = re.search(r'name="request" value="([^"]+)"', self.page)
        action = re.search(r'action="([^"]+/velg)"', self.page)
        assert request, self.page
        assert action, self.page
        parts = urlsplit(url)
        form = {"request": request[1], "subject": subject, "level": level, "fault": fault.value if fault else ""}
        answer = self.http.post(f"{parts.scheme}://{parts.netloc}{action[1]}", data=form)
        assert answer.status_code == 303
        location = answer.headers["location"]
        assert location.startswith(RETURN + "?")
        return dict(parse_qsl(urlsplit(location).query))

    def log_in(
        self, party: RelyingParty, subject: str = "kari", *, now: datetime | None = None, **choices: Any
    ) -> Login:
        """Go all the way from departure to a login."""
        handshake, answer = self.return_from(party, subject, **choices)
        return party.finish(handshake=handshake, answer=answer, now=now or datetime.now(UTC))

    def return_from(
        self, party: RelyingParty, subject: str = "kari", **choices: Any
    ) -> tuple[Handshake, dict[str, str]]:
        """Go from departure to the return, and stop there."""
        departure = party.begin(redirect_uri=RETURN, now=datetime.now(UTC))
        return departure.handshake, self.click(departure.url, subject, **choices)


def _clients(public: dict[str, dict[str, Any]]) -> list[Client]:
    portal = Client(
        client_id="portal",
        issuer="idporten",
        redirect_uris=(RETURN,),
        secret="secret of portal",
        post_logout_redirect_uris=("http://127.0.0.1:8000/",),
        frontchannel_logout_uri="http://127.0.0.1:8000/logg-ut/fra-leverandor/",
    )
    by_key = {
        name: replace(portal, client_id=name, secret=None, jwks={"keys": [public[name]]})
        for name in ("portal-key", "portal-key-par")
    }
    staff = replace(
        by_key["portal-key"],
        client_id="helseid-klinikk",
        issuer="helseid",
        jwks={"keys": [public["helseid-klinikk"]]},
        require_par=True,
        require_dpop=True,
    )
    return [portal, *by_key.values(), staff]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    keys = {
        "portal-key": RSAKey.generate_key(2048),
        "portal-key-par": ECKey.generate_key("P-256", {"kid": "vår-2026"}),
        "helseid-klinikk": RSAKey.generate_key(2048, {"kid": "klinikk", "alg": "PS256"}),
    }
    for key in keys.values():
        key.ensure_kid()
    private = {name: json.dumps(key.as_dict(private=True)) for name, key in keys.items()}
    private["portal-key"] = keys["portal-key"].as_pem(private=True).decode()
    public = {name: key.as_dict(private=False) for name, key in keys.items()}
    running = serve(0, PEOPLE, _clients(public), slow_seconds=1.0)
    yield World(running, private)
    running.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.http.close()


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
