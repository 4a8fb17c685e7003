"""`@command`: how the domain is changed. Keyword-only, one transaction, nothing swallowed."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

from legesvar.core import wall
from legesvar.core.actor import Actor

F = TypeVar("F", bound=Callable[..., Any])

_failures: ContextVar[list[BaseException] | None] = ContextVar("legesvar_command_failures", default=None)


class SwallowedFailure(RuntimeError):
    """An inner command failed and its caller went on as if nothing had happened."""


def command(function: F) -> F:
    """Make `function` a change of the domain.

    The outermost command takes a savepoint, so that a page can go on after `Refused`; commands that it calls join it.
    An exception from an inner command that somebody caught undoes the whole act and raises `SwallowedFailure`.

    :raises TypeError: at import, when a parameter is not keyword-only or `actor` is missing
    """
    return _made(function, savepoint=True)


def reading_command(function: F) -> F:
    """Make `function` a command that reads and traces, and that refuses before it writes anything or not at all.

    It needs no savepoint, which costs a hot page two round trips (docs/speed.md): when it fails later, so does the
    page, and all that it did is undone.

    :raises TypeError: as `command` does
    """
    return _made(function, savepoint=False)


def _made(function: F, *, savepoint: bool) -> F:
    _require_keyword_only(function)

    @functools.wraps(function)
    def run(**arguments: Any) -> Any:
        wall.require(arguments["actor"])
        failures = _failures.get()
        if failures is not None:
            return _joined(function, arguments, failures)
        return _outermost(function, arguments, savepoint)

    run.is_command = True  # type: ignore[attr-defined]  # read by tests/architecture
    return run  # type: ignore[return-value]  # the wrapper keeps the signature


def _require_keyword_only(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    by_name = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    positional = [name for name, p in parameters.items() if p.kind not in by_name]
    if positional or "actor" not in parameters:
        raise TypeError(f"{function.__qualname__}: a command is keyword-only and takes actor; wrong: {positional}")


def _outermost(function: Callable[..., Any], arguments: dict[str, Any], savepoint: bool) -> Any:
    failures: list[BaseException] = []
    token = _failures.set(failures)
    try:
        with transaction.atomic() if savepoint else nullcontext():
            result = function(**arguments)
            if failures:
                raise SwallowedFailure(function.__qualname__) from failures[0]
            return result
    finally:
        _failures.reset(token)


def _joined(function: Callable[..., Any], arguments: dict[str, Any], failures: list[BaseException]) -> Any:
    try:
        return function(**arguments)
    except BaseException as failure:
        failures.append(failure)
        raise


def is_command(function: Any) -> bool:
    """Say whether `function` was made by `@command`."""
    return getattr(function, "is_command", False)


__all__ = ["Actor", "SwallowedFailure", "command", "is_command"]
