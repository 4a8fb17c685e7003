"""When a session holds, and when it ends. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from legesvar.core.refusal import Refusal
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.settings import (
    CODE_TRIES,
    CONFIRM_AFTER_MONTHS,
    FIRST_WAIT,
    LIMITS,
    LONGEST_WAIT,
    SEEN_EVERY,
)


class SessionRefusal(Refusal):
    """Why a session no longer holds."""

    IDLE = "session_idle"
    TOO_OLD = "session_too_old"
    ENDED = "session_ended"
    REMOVED = "session_removed"


class ParkedRefusal(Refusal):
    """Why a form that was kept cannot be sent."""

    ALREADY_SENT = "parked_post_already_sent"


class ContactRefusal(Refusal):
    """Why an address or a code is not taken (ID-4)."""

    NO_EMAIL = "contact_no_email"
    NO_MOBILE = "contact_no_mobile"
    ALREADY_YOURS = "contact_already_yours"
    TOO_MANY_CODES = "contact_too_many_codes"
    WRONG_CODE = "contact_wrong_code"
    LOCKED = "contact_locked"
    EXPIRED = "contact_expired"
    USED = "contact_used"
    NO_PUSH_SERVICE = "contact_no_push_service"


class LocalRefusal(Refusal):
    """Why a local account says no (ID-2)."""

    WRONG = "local_wrong"
    WRONG_PASSWORD = "local_wrong_password"  # noqa: S105 - a reason, not a secret
    WRONG_CODE = "local_wrong_code"
    WRONG_PASSKEY = "local_wrong_passkey"
    WAIT = "local_wait"
    STEP_OVER = "local_step_over"
    TOO_SHORT = "local_too_short"
    TOO_LONG = "local_too_long"
    TOO_COMMON = "local_too_common"
    DIFFERENT = "local_different"
    LAST_FACTOR = "local_last_factor"
    TOO_MANY_FACTORS = "local_too_many_factors"
    KNOWN_PASSKEY = "local_known_passkey"
    EMAIL_TAKEN = "local_email_taken"


class Asking(StrEnum):
    """Whether somebody is to be asked at login if their contact data are right, and whether they may put it off."""

    NO = "no"
    MAY_WAIT = "may_wait"
    NOW = "now"


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


def code_refusal(*, tries: int, ended: bool, expires_at: datetime, now: datetime) -> ContactRefusal | None:
    """Say why no code can be tried any more for an address, or None (ID-4).

    :param tries: how many codes have been tried
    """
    if ended:
        return ContactRefusal.USED
    if now >= expires_at:
        return ContactRefusal.EXPIRED
    return ContactRefusal.LOCKED if tries >= CODE_TRIES else None


def months_between(earlier: date, later: date) -> int:
    """Return how many whole months lie between two days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def asking(*, reachable: bool, failing: bool, confirmed: date, put_off: bool, today: date) -> Asking:
    """Say whether somebody is to be asked at login if their contact data are right (ID-4).

    :param reachable: there is something to confirm
    :param failing: their e-mail address does not work
    :param confirmed: when they, or the clinic that registered them, last said so
    :param put_off: they have been asked, and said «not now», once
    """
    old = reachable and months_between(confirmed, today) >= CONFIRM_AFTER_MONTHS
    if not old and not failing:
        return Asking.NO
    return Asking.NOW if put_off else Asking.MAY_WAIT


def must_wait(*, failures: int, free: int, last_at: datetime, now: datetime) -> timedelta | None:
    """Say how long no password or code is taken any more after so many wrong ones, or None (ID-2).

    The wait doubles from a minute, and ends at a quarter of an hour: nobody can shut a doctor out for a day.

    :param free: how many may be wrong before anybody waits
    """
    if failures < free:
        return None
    wait = min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)
    left = last_at + wait - now
    return left if left > timedelta(0) else None
