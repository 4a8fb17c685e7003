"""Who stands behind a request's cookies: at most one query per door, and none until somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import Actor, Role, Scope
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.selectors import StaffSession
from legesvar.domain.identity import policies
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.policies import SessionRefusal
from legesvar.domain.identity.selectors import PatientSession
from legesvar.domain.identity.tokens import token_hash

COOKIES = {Audience.PATIENT: "pasient", Audience.CLINIC: "klinikk"}
_LONGEST_TOKEN = 100
REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that a cookie named, what it makes its owner, and why it no longer holds, if so."""

    audience: Audience
    actor: Actor
    session: PatientSession | StaffSession
    refusal: SessionRefusal | None
    seen_at: datetime

    def seconds_left(self, now: datetime) -> int:
        """Say how long the session lasts if nobody does anything more."""
        ends = policies.ends_at(self.session.started_at, self.seen_at, self.audience)
        return max(0, int((ends - now).total_seconds()))

    def is_final(self) -> bool:
        """Say whether the end can no longer be put off."""
        return policies.is_final(self.session.started_at, self.seen_at, self.audience)


class Visits:
    """The visits of one request, by door. Looked up when first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def at(self, audience: Audience) -> Visit | None:
        """Return the visit at one of the doors, also one that no longer holds."""
        return self._patient if audience is Audience.PATIENT else self._clinic

    @cached_property
    def _patient(self) -> Visit | None:
        token = self._token(Audience.PATIENT)
        found = identity.patient_session(token_hash(token)) if token else None
        if found is None:
            return None
        actor = actors.patient(
            person_id=found.person_id, name=found.name, session_id=found.id, public_id=found.public_id
        )
        return _visit(Audience.PATIENT, actor, found)

    @cached_property
    def _clinic(self) -> Visit | None:
        token = self._token(Audience.CLINIC)
        found = clinics.staff_session(token_hash(token)) if token else None
        return _visit(Audience.CLINIC, _staff_actor(found), found) if found else None

    def _token(self, audience: Audience) -> str:
        token = self._request.COOKIES.get(cookie_name(COOKIES[audience]), "")
        return token if len(token) <= _LONGEST_TOKEN else ""


def _visit(audience: Audience, actor: Actor, found: PatientSession | StaffSession) -> Visit:
    refusal = policies.session_refusal(found.started_at, found.seen_at, found.ended_at, audience, clock.now())
    if isinstance(found, StaffSession):
        if not (found.account_active and found.memberships) or (found.local and found.staff_id is None):
            refusal = SessionRefusal.ENDED
        if found.ended_why == REMOVED:
            refusal = SessionRefusal.REMOVED
    return Visit(audience, actor, found, refusal, found.seen_at)


def _staff_actor(found: StaffSession) -> Actor:
    if found.staff_id is None or found.clinic_id is None or found.role is None:
        return colleague_without_clinic(found.account_id, found.account_name, found.id)
    return actors.staff(
        clinic_id=found.clinic_id, staff_id=found.staff_id, account_id=found.account_id, role=found.role,
        name=found.name, session_id=found.id, public_id=found.public_id,
    )  # fmt: skip


def colleague_without_clinic(account_id: int, name: str, session_id: int | None = None) -> Actor:
    """Return the actor for somebody who has logged in as staff and not chosen where to work: they see nothing yet."""
    return Actor(scope=Scope.NONE, role=Role.ANONYMOUS, name=name, account_id=account_id, session_id=session_id)


def cookie_name(name: str) -> str:
    """Return a cookie's full name: over https, the browser itself then keeps it to this host."""
    return f"__Host-{name}" if settings.HTTPS else name


def set_cookie(response: HttpResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    """Give the browser a cookie that no script can read.

    :param seconds: how long it lasts; until the browser is closed when not given
    """
    response.set_cookie(
        cookie_name(name), value, max_age=seconds, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def delete_cookie(response: HttpResponse, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(cookie_name(name), path="/", samesite="Lax")
