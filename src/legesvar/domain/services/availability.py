"""Pure rules about when a kind may be started and sent (START-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from legesvar.core.clock import OSLO
from legesvar.core.refusal import Refusal
from legesvar.domain.services.settings import ServiceSettings


class Closed(Refusal):
    """Why a kind is not to be had just now."""

    OFF = "services.kind_off"
    NOT_YET = "services.not_yet"
    OVER = "services.over"
    PAUSED = "services.paused"
    OUTSIDE_HOURS = "services.outside_hours"
    FULL_TODAY = "services.full_today"


@dataclass(frozen=True, slots=True)
class Moment:
    """The clinic's settings at an instant, and how many had been sent that day by then."""

    settings: ServiceSettings
    at: datetime
    sent_today: int


def closed(moment: Moment) -> Closed | None:
    """Say why a kind cannot be sent at a moment, or None."""
    settings, local = moment.settings, moment.at.astimezone(OSLO)
    first, last = settings.period
    if not settings.is_open:
        return Closed.OFF
    if first is not None and local.date() < first:
        return Closed.NOT_YET
    if last is not None and local.date() > last:
        return Closed.OVER
    if settings.resumes_at is not None and moment.at < settings.resumes_at:
        return Closed.PAUSED
    if not _within_hours(settings, local):
        return Closed.OUTSIDE_HOURS
    full = settings.daily_limit is not None and moment.sent_today >= settings.daily_limit
    return Closed.FULL_TODAY if full else None


def _within_hours(settings: ServiceSettings, local: datetime) -> bool:
    hours = settings.opening_hours
    clock = local.time().replace(tzinfo=None)
    return not hours or any(day == local.weekday() and start <= clock < end for day, start, end in hours)


def closed_for(now: Moment, while_writing: Moment | None) -> Closed | None:
    """Say why somebody cannot send now, or None: who was writing while it was open may finish within the grace.

    :param while_writing: the earliest moment that is both within the grace and after they began to write; None for
        somebody who has not begun
    """
    reason = closed(now)
    if reason is None or while_writing is None:
        return reason
    return reason if closed(while_writing) is not None else None


def looks_back_to(settings: ServiceSettings, now: datetime, begun_at: datetime) -> datetime:
    """Return the moment that decides whether somebody who began at an instant may finish now."""
    return max(begun_at, now - timedelta(minutes=settings.grace_minutes))
