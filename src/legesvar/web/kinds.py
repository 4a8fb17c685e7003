"""Reads and writes a kind in addresses, by the word it is declared with."""

from __future__ import annotations

from django.urls import register_converter

from legesvar.core.kinds import DECLARED, Kind

_BY_SLUG = {declared.slug: kind for kind, declared in DECLARED.items()}


class KindConverter:
    """Reads a kind from an address: `<kind:kind>`."""

    regex = "|".join(_BY_SLUG)

    def to_python(self, value: str) -> Kind:
        """Return the kind that a word of an address means."""
        return _BY_SLUG[value]

    def to_url(self, value: str) -> str:
        """Return the word of a kind."""
        return DECLARED[Kind(value)].slug


register_converter(KindConverter, "kind")
