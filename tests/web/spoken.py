"""What a page says, held against the catalogues: nothing of another language left in it."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from django.test import Client
from tests.inspection import by_axe, sideways
from tests.web.look.stage import Look

from legesvar.cli import catalogues

PHONE = {"viewport": {"width": 320, "height": 800}, "bypass_csp": True}
SAID = frozenset({"aria-label", "title", "placeholder", "alt", "content", "value"})
# Words that bokmål alone has: one of them on a page is a sentence that nobody translated.
ONLY_BOKMAL = re.compile(
    r"\b(ikke|jeg|noe|noen|hva|hvis|bare|fra|hvem|hvordan|hvorfor|hvilke[nt]?|mer|nå|ennå|senere|senest|siden|"
    r"annet|dere|kommer|gjøre|navn|legene|leger|meldingen|avsluttet|lagret|endret|skrevet|mottatt|velg|"
    r"venter|arbeidsdager|tjenesten|svarene|listen|filen|adressen|fortsett|fortsatt|bilder?|spørre|ble|være|vært|"
    r"tegn|bekreft\w*|varslene|timer|minutter|henvendelse\w*|ansatt|rollen|nettleseren|trenger|uten|åpne[rt]?)\b",
    re.IGNORECASE,
)
# What English has not; names of people and places are the exception.
ONLY_NORWEGIAN = re.compile(r"\w*[æøåÆØÅ]\w*|\b(og|ikke|ikkje|eller|deg|til|på|er|har|fra)\b")


class Words(HTMLParser):
    """Gathers what a page's reader reads or hears, but for what people wrote and for the languages' own names."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "source"})

    def __init__(self, theirs: frozenset[str]) -> None:
        super().__init__()
        self.theirs, self.said, self.silent = theirs, [], [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        mine = tag in {"script", "style", "textarea"} or "hreflang" in given
        mine = mine or bool(self.theirs & set((given.get("class") or "").split()))
        silent = self.silent[-1] or (tag if mine else "")
        if tag not in self.VOID:
            self.silent.append(silent)
        if silent:
            return
        names = SAID if tag == "input" and given.get("type") == "submit" else SAID - {"value"}
        self.said += [value for name, value in attrs if value and (name in names or name.startswith("data-"))]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and len(self.silent) > 1:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent[-1] and data.strip():
            self.said.append(data)


def said_on(html: str, theirs: frozenset[str] = frozenset()) -> list[str]:
    """Return each piece of text on a page.

    :param theirs: classes of what people themselves have written
    """
    words = Words(theirs)
    words.feed(html)
    return [re.sub(r"\s+", " ", text).strip() for text in words.said]


@cache
def _untranslated(code: str) -> frozenset[str]:
    """Return the texts of bokmål that read otherwise in a language."""
    entries = [entry for entry in catalogues.load(code) if entry.msgstr and entry.msgstr != entry.msgid]
    both = {entry.msgstr for entry in entries}
    return frozenset(re.sub(r"\s+", " ", entry.msgid).strip() for entry in entries) - both


def left_over(html: str, code: str, *, names: frozenset[str], theirs: frozenset[str]) -> list[str]:
    """Return what a page says in bokmål although it is to speak another language.

    :param names: proper names that look like it
    """
    found = []
    for text in said_on(html, theirs):
        plain = text
        for name in names:
            plain = plain.replace(name, "")
        plain = re.sub(r"\([^)]*\)|https?://\S+|/[\w/-]+|\w+@\w+", "", plain)
        alone = ONLY_BOKMAL if code == "nn" else ONLY_NORWEGIAN
        if text in _untranslated(code) or alone.search(plain):
            found.append(text)
    return found


def fits(look: Look, pages: dict[str, str]) -> None:
    """Hold pages to 320 pixels with wide letters, and to what axe finds."""
    for name, html in pages.items():
        shown = look.show(html)
        assert by_axe(shown) == [], name
        assert sideways(shown) == [], name


def body(client: Client, address: str, status: int = 200) -> str:
    """Open a page."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()
