"""What the provider remembers while it runs: requests, codes, tokens and sessions. All in memory."""

import secrets
import threading
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .registrations import Client, Fault, Person

CODE_SECONDS = 60
REQUEST_SECONDS = 3600
PROOF_SECONDS = 600

T = TypeVar("T")


@dataclass(frozen=True)
class AuthorizationRequest:
    """What a client asked for, checked."""

    client: Client
    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str
    acr_values: str


@dataclass
class Session:
    """A person logged in here with one browser. ``sid`` is what clients know it by; ``browser`` is the cookie."""

    sid: str
    browser: str
    person: Person
    clients: list[Client] = field(default_factory=list)


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    request: AuthorizationRequest
    claims: dict[str, Any]
    fault: Fault | None


class Shelf:
    """Things that are put away under a secret name and are gone after a while."""

    def __init__(self, seconds: int):
        self._seconds = seconds
        self._things: dict[str, tuple[int, Any]] = {}
        self._lock = threading.Lock()

    def put(self, thing: Any, now: int, name: str | None = None) -> str | None:
        """Put something away and give its name, or None when the name is taken."""
        with self._lock:
            self._things = {key: kept for key, kept in self._things.items() if kept[0] > now}
            if name in self._things:
                return None
            name = name or secrets.token_urlsafe(32)
            self._things[name] = now + self._seconds, thing
            return name

    def look(self, name: str, now: int) -> Any | None:
        """Give the thing and let it lie."""
        until, thing = self._things.get(name, (0, None))
        return thing if until > now else None

    def take(self, name: str, now: int) -> Any | None:
        """Give the thing, to one asker only."""
        with self._lock:
            until, thing = self._things.pop(name, (0, None))
            return thing if until > now else None


class Book:
    """The memory of one issuer."""

    def __init__(self) -> None:
        self.pushed = Shelf(CODE_SECONDS)
        self.pending = Shelf(REQUEST_SECONDS)
        self.codes = Shelf(CODE_SECONDS)
        self.access = Shelf(CODE_SECONDS)
        self.proofs = Shelf(PROOF_SECONDS)
        self.nonces = Shelf(PROOF_SECONDS)
        self.sessions: dict[str, Session] = {}
        self.ordered: Fault | None = None
        self._lock = threading.Lock()

    def log_in(self, browser: str, person: Person, client: Client) -> Session:
        """Join the browser's session when it is this person's, or begin a new one."""
        with self._lock:
            for session in self.sessions.values():
                if session.browser == browser and session.person == person:
                    break
            else:
                session = Session(secrets.token_urlsafe(24), browser, person)
                self.sessions[session.sid] = session
            if client not in session.clients:
                session.clients.append(client)
            return session

    def log_out(self, *, sid: str = "", browser: str = "") -> list[Session]:
        """End the session with this sid, or else all sessions of this browser."""
        with self._lock:
            gone = [s for s in self.sessions.values() if (s.sid == sid if sid else browser and s.browser == browser)]
            for session in gone:
                del self.sessions[session.sid]
            return gone

    def fault(self, chosen: Fault | None) -> Fault | None:
        """Give the fault for this login: the one chosen on the page, or the one ordered beforehand, used once."""
        with self._lock:
            ordered, self.ordered = self.ordered, None
            return chosen or ordered
