"""Settings as they are stored: JSON, read into a frozen dataclass with defaults (ADR 0017). Pure."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, ClassVar, Protocol, TypeVar


class Settings(Protocol):
    """A frozen dataclass of what a clinic may set, with defaults; one per capability, in its `settings.py`."""

    capability: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


S = TypeVar("S", bound=Settings)


def from_values(cls: type[S], values: dict[str, Any]) -> S:
    """Make a settings dataclass out of stored JSON; lists become tuples."""
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known})


def rebuilt(settings: Any, values: dict[str, Any]) -> Any:
    """Make settings of the same capability out of stored values; one that is of a kind does so itself.

    :raises ValueError: when the values contradict each other
    """
    own = getattr(settings, "with_values", None)
    return own(values) if own else from_values(type(settings), values)


def plain(settings: Any) -> dict[str, Any]:
    """Return settings as they are stored."""
    return dict(json.loads(json.dumps(dataclasses.asdict(settings))))


def complete(settings: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return stored values of the settings' capability with the defaults for what was never set."""
    return plain(rebuilt(settings, values))
