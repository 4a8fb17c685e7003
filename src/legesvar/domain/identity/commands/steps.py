"""What a browser has shown so far, between two pages of a local login: begun, looked up, ended. Once, and shortly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.identity.kinds import Purpose
from legesvar.domain.identity.models import LoginStep
from legesvar.domain.identity.settings import SETUP_LASTS
from legesvar.domain.identity.tokens import new_token, token_hash


@command
def begin_step(
    *, actor: Actor, purpose: Purpose, login_id: int | None = None, invitation_id: int | None = None,
    content: Any = None, key: bytes, now: datetime,
) -> str:  # fmt: skip
    """Let a browser go on to the next page.

    :param content: what that page needs and the browser must not see, such as a secret that is not in use yet
    :returns: the token, for the browser alone
    """
    token = new_token()
    sealed = sealing.seal(content, key=key, purpose=f"step {token_hash(token)}")
    LoginStep.objects.create(
        token_hash=token_hash(token), purpose=purpose, login_id=login_id, invitation_id=invitation_id, sealed=sealed,
        begun_at=now,
    )  # fmt: skip
    return token


@command
def ask(*, actor: Actor, step_id: int, challenge: str) -> None:
    """Remember what the browser was asked. A newer question makes the older worthless."""
    LoginStep.objects.filter(id=step_id).update(challenge=challenge)


@command
def take_challenge(*, actor: Actor, step_id: int) -> str:
    """Give the question that an answer must fit, and forget it: it is answered once, right or wrong."""
    row = LoginStep.objects.select_for_update(of=("self",), no_key=True).filter(id=step_id).first()
    if row is None:
        return ""
    challenge = row.challenge
    LoginStep.objects.filter(id=step_id).update(challenge="")
    return challenge


@command
def end_step(*, actor: Actor, step_id: int) -> bool:
    """End a step, and say whether this was the one that ended it."""
    return LoginStep.objects.filter(id=step_id).delete()[0] > 0


@command
def forget_steps(*, actor: Actor, now: datetime) -> int:
    """Remove what was begun and never finished.

    :returns: how many
    """
    return LoginStep.objects.filter(begun_at__lt=now - SETUP_LASTS - timedelta(hours=1)).delete()[0]
