"""What each style page shows, by the name of its template."""

from __future__ import annotations

from typing import Any

from legesvar.web.style import examples
from legesvar.web.style.forms import Example

APPEARANCES = ("light", "dark", "auto")
TOO_LONG = {"message": "Jeg har hatt hoste i tre uker. " * 18}


def patient(appearance: str) -> dict[str, Any]:
    """Show what patients' pages are made of."""
    return _shown(appearance)


def form(appearance: str, *, refused: bool) -> dict[str, Any]:
    """Show each kind of form field, in order or all refused."""
    return _shown(appearance) | {"form": Example(TOO_LONG if refused else None)}


def clinic(appearance: str) -> dict[str, Any]:
    """Show what the clinic's pages are made of."""
    return _shown(appearance) | {"form": Example()}


def _shown(appearance: str) -> dict[str, Any]:
    parts = {name.lower(): getattr(examples, name) for name in vars(examples) if name.isupper()}
    return {"appearance": appearance if appearance in APPEARANCES else "light", **parts}
