"""How each kind stands in addresses and on the page of choices. A new kind is one line here (docs/kinds.md)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import register_converter

from legesvar.domain.services.kinds import Kind


@dataclass(frozen=True, slots=True)
class KindPages:
    """A kind's word in addresses, which lasts, and its icon."""

    slug: str
    icon: str


PAGES: dict[Kind, KindPages] = {
    Kind.E_CONSULTATION: KindPages("e-konsultasjon", "chat"),
    Kind.PRESCRIPTION: KindPages("resept", "tasklist"),
    Kind.INVOICE_QUESTION: KindPages("faktura", "receipt"),
    Kind.INQUIRY: KindPages("annet", "envelope"),
}
_BY_SLUG = {pages.slug: kind for kind, pages in PAGES.items()}


class KindConverter:
    """Reads a kind from an address: `<kind:kind>`."""

    regex = "|".join(_BY_SLUG)

    def to_python(self, value: str) -> Kind:
        """Return the kind that a word of an address means."""
        return _BY_SLUG[value]

    def to_url(self, value: str) -> str:
        """Return the word of a kind."""
        return PAGES[Kind(value)].slug


register_converter(KindConverter, "kind")
