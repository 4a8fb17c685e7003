"""Which page a text was written on, as its form says it in two hidden fields (docs/kinds.md)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from legesvar.domain.dialogues.policies import Window

WINDOW, SEEN = "vindu", "skrevet"


def window(request: HttpRequest) -> Window | None:
    """Return which page it was written on; None when it says nothing that can be read."""
    key = _key(request, WINDOW)
    return Window(key, seen(request)) if key else None


def seen(request: HttpRequest) -> UUID | None:
    """Return which page had written what was shown; None when nobody had, or it is not said."""
    return _key(request, SEEN)


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
