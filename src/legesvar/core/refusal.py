"""How a rule says no: with a reason that has words in every language, never with a bare False."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """The base of every capability's reasons. A reason's value is its key in `words/refusals.py`."""


class Refused(Exception):
    """Raised by a command that will not do what it was asked. Nothing was changed."""

    def __init__(self, reason: Refusal, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details


class Unknown(Exception):
    """There is no such thing for this actor: missing and foreign look the same. Pages answer 404."""


def refuse_if(reason: Refusal | None, **details: Any) -> None:
    """Raise `Refused` when a policy gave a reason.

    :raises Refused: when `reason` is not None
    """
    if reason is not None:
        raise Refused(reason, **details)
