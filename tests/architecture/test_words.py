"""What people read: nothing that is not translated, no English by accident, no clash with Django's catalogues."""

from __future__ import annotations

import ast
import html.parser
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.utils.translation import activate, get_language_info

import legesvar
from legesvar.cli import catalogues
from legesvar.core import languages

SOURCE = Path(legesvar.__file__).parent
TEMPLATES = sorted((SOURCE / "web" / "templates").rglob("*.html"))
CATALOGUES = Path(django.__file__).parent
# The style page is for those who build.
FOR_BUILDERS = ("style/",)
CALLS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
         "npgettext"}  # fmt: skip
SPOKEN = ("web", "words", "jobs")
HOST = re.compile(r"\w+\.no\b")
# By its letters, and by small words that hardly a sentence does without.
SMALL = r"(?:[Dd]et|[Dd]en|[Dd]u|[Dd]ine?|[Ee]r|[Ee]ller|[Hh]ar|[Ii]kke|[Kk]an|og|som|[Tt]il|av|med|fra|noe|[Ll]egen)"
NORWEGIAN = re.compile(rf"[æøåÆØÅ]|\b{SMALL}(?=\s)|(?<=\s){SMALL}\b")


def msgids() -> set[str]:
    """Return every text of ours that is translated without a context."""
    return {text.msgid for text in catalogues.gather().files if text.context is None}


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_no_text_of_ours_is_also_djangos(code: str) -> None:
    """gettext("Time") would give «Tid», from Django's own catalogue."""
    theirs = set()
    for path in CATALOGUES.rglob(f"locale/{code}/LC_MESSAGES/*.po"):
        theirs |= {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr and not entry.msgctxt}
    assert msgids() & theirs == set()


def test_there_is_something_to_translate() -> None:
    assert len(msgids()) > 50


class Shown(html.parser.HTMLParser):
    """Gathers what a template says by itself, outside its tags and variables."""

    SAID = frozenset({"aria-label", "title", "placeholder", "alt", "content"})
    SILENT = frozenset({"script", "style", "code", "svg"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.within.append(tag)
        if tag != "meta":
            self.said += [
                value for name, value in attrs if value and (name in self.SAID or name.startswith("data-text"))
            ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            self.within.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


def said_by(template: str) -> list[str]:
    """Return the words that a template says without asking any catalogue."""
    text = re.sub(r"{#.*?#}|{% *comment *%}.*?{% *endcomment *%}", "", template, flags=re.DOTALL)
    text = re.sub(r"{% *blocktranslate.*?{% *endblocktranslate *%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% *block \w*(?:class|scheme|size|sheet|home) *%}.*?{% *endblock *%}", "", text)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    shown = Shown()
    shown.feed(text)
    return [part.strip() for part in shown.said if re.search(r"[^\W\d_]{2,}", HOST.sub("", part))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE / "web/templates").as_posix())
def test_a_template_says_nothing_that_is_not_translated(path: Path) -> None:
    if not path.relative_to(SOURCE / "web/templates").as_posix().startswith(FOR_BUILDERS):
        assert said_by(path.read_text(encoding="utf-8")) == []


def test_what_is_not_translated_would_be_found() -> None:
    assert said_by('<p title="{% translate "Hei" %}">{{ x }}</p>') == []
    assert said_by("<p>Hei {% translate 'du' %}</p>") == ["Hei"]
    assert said_by('<p aria-label="Hei">{# ikke dette #}</p>') == ["Hei"]


def untranslated(tree: ast.Module) -> Iterator[str]:
    """Return the Norwegian words of a module that stand outside gettext and outside docstrings."""
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
        for part in ast.walk(node)
    }
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in inside | alone:
            continue
        # The page of last resort says in which language it is.
        if NORWEGIAN.search(node.value) and '<html lang="nb">' not in node.value:
            yield node.value


def test_a_sentence_is_known_also_by_its_small_words() -> None:
    code = 'a = "Legen er borte."; b = _("Legen er borte."); c = "Nå"; d = "/profil/av/"; e = "open till late"'
    assert list(untranslated(ast.parse(code))) == ["Legen er borte.", "Nå"]


@pytest.mark.parametrize("layer", SPOKEN)
def test_code_says_no_sentence_that_is_not_translated(layer: str) -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): words
        for path in sorted((SOURCE / layer).rglob("*.py"))
        if "style" not in path.parts and (words := list(untranslated(ast.parse(path.read_text()))))
    }
    assert found == {}


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """gettext(f"…{x}") is a new text for each x, and in no catalogue."""
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args)
    ]  # fmt: skip
    assert found == []


def test_scripts_get_their_words_from_the_page() -> None:
    """A page knows its language; a script has none."""
    found = {}
    for path in sorted((SOURCE / "web" / "static" / "js").glob("*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        words = [
            text
            for _, text in re.findall(r"([\"'`])((?:(?!\1).)*)\1", code)
            if re.search(r"[æøå]|^[A-ZÆØÅ]\w* \w{2,}", text)
        ]
        if words:
            found[path.name] = words
    assert found == {}


def test_django_knows_every_language_we_are_ready_for() -> None:
    for code in languages.KNOWN:
        activate(code)
        assert get_language_info(code)["name_local"]
        assert code in catalogues.PLURALS or code == languages.BOKMAL
    activate(languages.BOKMAL)


def said_at_import(tree: ast.Module) -> list[int]:
    """Return the lines that ask a catalogue when the module is loaded, when nobody has chosen a language yet."""
    eager = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}
    }
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef)
        for part in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in eager and id(node) not in inside
    ]


def test_no_text_is_fixed_when_the_program_starts() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): lines
        for path in sorted(SOURCE.rglob("*.py"))
        if (lines := said_at_import(ast.parse(path.read_text())))
    }
    assert found == {}
    assert said_at_import(ast.parse('from django.utils.translation import gettext as _\nA = _("Hei")')) == [2]
