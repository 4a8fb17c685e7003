"""Forms that came too late: kept sealed, with the key in the browser that sent them, and sent once (ID-7)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import selectors
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.parked import Parked
from legesvar.domain.identity.policies import ParkedRefusal
from legesvar.domain.identity.settings import PARKED_FOR
from legesvar.web.visits import Visit, cookie_name, delete_cookie, set_cookie

COOKIE = "parkert"
FIELD = "_parkert"
MOST_IN_COOKIE = 3
LARGEST = 262_144
# A secret is written again rather than kept, however well it were sealed.
_NOT_KEPT = {"csrfmiddlewaretoken", FIELD, "password", "new_password", "new_password_again", "credential"}


@dataclass(frozen=True)
class Kept:
    """A form that waits for its owner."""

    public_id: UUID
    post: Parked

    @property
    def own_words(self) -> list[str]:
        """Give what was written, to be recognised by; short values are choices and numbers."""
        return [value for name, value in self.post.fields if len(value) > 20 and not name.startswith("_")]


def park(request: HttpRequest, response: HttpResponse, visit: Visit) -> None:
    """Keep the form of a request whose session is over, for the session's owner."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _NOT_KEPT]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return
    owner = visit.actor
    post = Parked(request.get_full_path(), tuple(fields), bool(request.FILES), owner.staff_id)
    with acting_as(owner):
        public_id, key = identity.park_post(actor=owner, audience=visit.audience, post=post, now=clock.now())
    mine = [*_in_cookie(request, visit.audience), (public_id, key)][-MOST_IN_COOKIE:]
    set_cookie(response, _cookie(visit.audience), _written(mine), seconds=int(PARKED_FOR.total_seconds()))


def waiting(request: HttpRequest, audience: Audience, actor: Actor) -> list[Kept]:
    """Return the forms this browser sent too late that are the actor's own, and fit the clinic they act at."""
    now = clock.now()
    found = [(name, selectors.parked_post(actor, name, key, now)) for name, key in _in_cookie(request, audience)]
    return [Kept(name, post) for name, post in found if post and post.staff_id in {None, actor.staff_id}]


def any_key(request: HttpRequest, audience: Audience) -> bool:
    """Say whether this browser has the key to a form; whose it is, is known only after logging in."""
    return bool(_in_cookie(request, audience))


def use(request: HttpRequest) -> None:
    """Let a kept form through to its view, once. Belongs to the view's transaction: if it fails, the form is kept.

    :raises Refused: ALREADY_SENT
    """
    if request.method != "POST" or FIELD not in request.POST:
        return
    asked = request.POST[FIELD]
    # Whoever is at the keyboard sent it, also when they act for somebody else.
    actor, audience = request.visit.actor, request.visit.audience
    with acting_as(actor):
        kept = next((one for one in waiting(request, audience, actor) if str(one.public_id) == asked), None)
        if kept is None or kept.post.address != request.get_full_path():
            raise Refused(ParkedRefusal.ALREADY_SENT)
        identity.unpark_post(actor=actor, public_id=kept.public_id, now=clock.now())


def forget(response: HttpResponse, audience: Audience) -> None:
    """Take the keys back from the browser."""
    delete_cookie(response, _cookie(audience))


def _cookie(audience: Audience) -> str:
    return COOKIE if audience is Audience.PATIENT else f"{COOKIE}-klinikk"


def _written(kept: list[tuple[UUID, bytes]]) -> str:
    return ".".join(f"{name.hex}-{base64.urlsafe_b64encode(key).decode().rstrip('=')}" for name, key in kept)


def _in_cookie(request: HttpRequest, audience: Audience) -> list[tuple[UUID, bytes]]:
    raw = request.COOKIES.get(cookie_name(_cookie(audience)), "")
    return list(_read(raw))[-MOST_IN_COOKIE:] if len(raw) < 1000 else []


def _read(raw: str) -> Iterator[tuple[UUID, bytes]]:
    for part in raw.split("."):
        name, _, key = part.partition("-")
        try:
            yield UUID(hex=name), base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        except (ValueError, binascii.Error):
            continue
