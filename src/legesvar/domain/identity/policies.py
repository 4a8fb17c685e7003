"""When a session holds, and when it ends. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from legesvar.core.refusal import Refusal
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.settings import LIMITS, SEEN_EVERY


class SessionRefusal(Refusal):
    """Why a session no longer holds."""

    IDLE = "session_idle"
    TOO_OLD = "session_too_old"
    ENDED = "session_ended"


class ParkedRefusal(Refusal):
    """Why a form that was kept cannot be sent."""

    ALREADY_SENT = "parked_post_already_sent"


def session_refusal(
    started_at: datetime, seen_at: datetime, ended_at: datetime | None, audience: Audience, now: datetime
) -> SessionRefusal | None:
    """Say why a session does not hold at an instant, or None when it does (ID-7).

    :param seen_at: when the person last did something
    """
    limits = LIMITS[audience]
    if ended_at is not None:
        return SessionRefusal.ENDED
    if now >= started_at + limits.longest:
        return SessionRefusal.TOO_OLD
    if now >= seen_at + limits.idle:
        return SessionRefusal.IDLE
    return None


def ends_at(started_at: datetime, seen_at: datetime, audience: Audience) -> datetime:
    """Say when a session ends by itself if nobody does anything more."""
    limits = LIMITS[audience]
    return min(seen_at + limits.idle, started_at + limits.longest)


def is_final(started_at: datetime, seen_at: datetime, audience: Audience) -> bool:
    """Say whether doing something can no longer put off the end."""
    return ends_at(started_at, seen_at, audience) == started_at + LIMITS[audience].longest


def is_due(seen_at: datetime, now: datetime) -> bool:
    """Say whether it is time to write down again that the person is here."""
    return now - seen_at >= SEEN_EVERY


def is_stale(parked_at: datetime, lasts: timedelta, now: datetime) -> bool:
    """Say whether a form has been kept for too long to be sent."""
    return now - parked_at >= lasts


def same_health_personnel(registered: str, vouched_for: str | None) -> bool:
    """Say whether the provider vouches for the HPR number an account stands with (ID-2).

    An account without a number is not held to one. Registers differ in leading zeros.
    """
    return not registered or registered.lstrip("0") == (vouched_for or "").lstrip("0")
