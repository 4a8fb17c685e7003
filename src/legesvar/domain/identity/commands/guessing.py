"""Wrong passwords and codes are counted, per account and per place, and waited for (ID-2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import policies
from legesvar.domain.identity.models import Guess
from legesvar.domain.identity.settings import GUESSES_FORGOTTEN_AFTER


@command
def count_guess(*, actor: Actor, keys: Mapping[str, int], now: datetime) -> timedelta | None:
    """Count a guess before it is tried, so that a thousand at once are counted one by one.

    An account that does not exist is counted like one that does. Counted as wrong until `take_back` says otherwise.

    :param keys: keyed hashes of what is guessed at and from where, and how many wrong ones each has free
    :returns: how long to wait; then nothing may be tried, and nothing was counted
    """
    Guess.objects.bulk_create([Guess(key_hash=key, last_at=now) for key in sorted(keys)], ignore_conflicts=True)
    rows = list(Guess.objects.filter(key_hash__in=keys).select_for_update(no_key=True).order_by("key_hash"))
    for row in rows:
        if now - row.last_at > GUESSES_FORGOTTEN_AFTER:
            row.failures = 0
    waits = [_wait(row, keys[row.key_hash], now) for row in rows]
    if longest := max((wait for wait in waits if wait), default=None):
        return longest
    for row in rows:
        row.failures, row.last_at = row.failures + 1, now
    Guess.objects.bulk_update(rows, ["failures", "last_at"])
    return None


def _wait(row: Guess, free: int, now: datetime) -> timedelta | None:
    return policies.must_wait(failures=row.failures, free=free, last_at=row.last_at, now=now)


@command
def take_back(*, actor: Actor, keys: Mapping[str, int]) -> None:
    """Let a guess that was right not count."""
    Guess.objects.filter(key_hash__in=keys, failures__gt=0).update(failures=F("failures") - 1)


@command
def forgive(*, actor: Actor, key: str) -> None:
    """Forget what was wrong for one account: its owner has come in."""
    Guess.objects.filter(key_hash=key).delete()


@command
def lift_lock(*, actor: Actor, key: str, account_id: int, now: datetime) -> None:
    """Let a colleague try again at once. Why they were locked out, the administrator has asked them."""
    Guess.objects.filter(key_hash=key).delete()
    audit.record(actor=actor, event=Event.LOCK_LIFTED, now=now, account=account_id)


@command
def forget_guesses(*, actor: Actor, now: datetime) -> int:
    """Remove what was wrong long ago.

    :returns: how many
    """
    return Guess.objects.filter(last_at__lt=now - GUESSES_FORGOTTEN_AFTER).delete()[0]
