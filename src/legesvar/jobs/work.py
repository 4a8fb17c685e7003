"""The one wrapper around every job: fresh connection, a named actor, retries, and a line in the log when they end.

A job may be run more than once and be killed at any point, so what it does outside carries a key or claims first.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import connection
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import Actor

log = structlog.get_logger(__name__)

# A day and a half in all: long enough for a mail server that is down for a night and a morning.
ATTEMPTS = 14
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=8)


class TryAgain(Exception):
    """The world outside did not answer now; the job is to be tried again later."""


class Later(Exception):
    """It is too early: the job is to be done at an instant, and that does not count as having failed."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class BackOff(BaseRetryStrategy):
    """Wait twice as long each time, and give up after `ATTEMPTS`."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again, or None when it has been tried often enough."""
        if isinstance(exception, Later):
            return RetryDecision(retry_at=exception.at.astimezone(UTC))
        if job.attempts + 1 >= ATTEMPTS:
            log.error("job_given_up", task=job.task_name, job=job.id, error=type(exception).__name__)
            return None
        wait = min(FIRST_WAIT * 2**job.attempts, LONGEST_WAIT)
        return RetryDecision(retry_at=clock.now() + wait)


def task(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Bind a task's name to the one function that does it. The function takes a system actor and the payload."""

    def bind(function: Callable[..., Any]) -> Callable[..., Any]:
        @app.task(name=name, retry=BackOff(), pass_context=False)
        @functools.wraps(function)
        def run(**payload: Any) -> Any:
            return _run(function, actors.system(name), payload)

        return run

    return bind


def _run(function: Callable[..., Any], actor: Actor, payload: dict[str, Any]) -> Any:
    try:
        return function(actor, **payload)
    finally:
        # A job's thread may never come back, and a connection that died while nobody worked must not meet the next.
        if not connection.in_atomic_block:
            connection.close()
