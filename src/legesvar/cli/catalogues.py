"""`legesvar catalogues`: the texts people read, gathered from the sources into one file per language, and compiled.

Bokmål is written in the sources themselves (docs/languages.md). No other program is needed, GNU gettext neither.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from legesvar.core import languages

SOURCE = Path(__file__).resolve().parents[1]
LOCALE = SOURCE / "locale"
# The style page shows the parts of pages to those who build them.
FOR_BUILDERS = ("web/style/", "web/templates/style/")
WIDTH = 120
# Django's names for gettext, lazy and not: the places of context (or 0), text and plural among the arguments.
KEYWORDS = {
    "_": (0, 1, 0), "gettext": (0, 1, 0), "gettext_lazy": (0, 1, 0), "gettext_noop": (0, 1, 0),
    "ngettext": (0, 1, 2), "ngettext_lazy": (0, 1, 2), "pgettext": (1, 2, 0), "pgettext_lazy": (1, 2, 0),
    "npgettext": (1, 2, 3), "npgettext_lazy": (1, 2, 3),
}  # fmt: skip
PLURALS = {
    "nn": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    # Northern Sámi has a word form for two of something.
    "se": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it stands in the sources."""

    context: str | None
    msgid: str
    plural: str = ""


@dataclass(slots=True)
class Found:
    """The texts of the sources, in the order they were found, with the files that use each."""

    files: dict[Text, list[str]] = field(default_factory=dict)

    def add(self, text: Text, file: str) -> None:
        """Note that a file uses a text."""
        known = self.files.setdefault(text, [])
        if file not in known:
            known.append(file)


def main(argv: Sequence[str]) -> int:
    """Merge the sources' texts into the catalogues; or compile them; or (--check) say what lacks, and return 1."""
    parser = argparse.ArgumentParser(
        prog="legesvar catalogues",
        description="Gathers the texts people read into src/legesvar/locale, where they are translated. "
        "Gathering needs the packages for tests; compiling does not.",
    )
    parser.add_argument("--compile", action="store_true", help="only make what the portal reads, where it is outdated")
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a text lacks its translation")
    parser.add_argument("--language", action="append", choices=sorted(PLURALS), help="only this one; may be new")
    options = parser.parse_args(argv)
    chosen = options.language or languages.TRANSLATED
    if options.compile:
        compile_all(LOCALE)
        return 0
    found = gather()
    if options.check:
        return _report({code: problems(load(code), found) for code in chosen})
    for code in chosen:
        merge(code, found)
    compile_all(LOCALE)
    return 0


def _report(by_language: dict[str, list[str]]) -> int:
    for code, lines in by_language.items():
        for line in lines:
            print(f"{code}: {line}", file=sys.stderr)
    return 1 if any(by_language.values()) else 0


def gather(source: Path = SOURCE) -> Found:
    """Find every text in the sources."""
    found = Found()
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        name = path.relative_to(source).as_posix()
        if name.startswith(FOR_BUILDERS):
            continue
        for text in _in_template(path) if path.suffix == ".html" else _in_code(path.read_text(encoding="utf-8")):
            found.add(text, name)
    return found


def _in_code(code: str) -> list[Text]:
    """Read the calls out of the syntax tree: within an f-string, others would see no call at all."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    in_order = sorted(calls, key=lambda node: (node.lineno, node.col_offset))
    return [text for node in in_order if (text := _asked(node)) is not None]


def _asked(node: ast.Call) -> Text | None:
    places = KEYWORDS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
    given = ["", *(part.value if isinstance(part, ast.Constant) else "" for part in node.args), "", "", ""]
    if places is None or not given[places[1]]:
        return None
    context, msgid, plural = (given[place] for place in places)
    return Text(context or None, msgid, plural)


def _in_template(path: Path) -> Iterator[Text]:
    """Let Django turn a template into what looks like code, and Babel read it; it is indented as no Python is."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    lines = io.BytesIO("\n".join(line.strip() for line in code.splitlines()).encode())
    for _line, message, _comments, context in extract("python", lines):
        msgid, plural = message if isinstance(message, tuple) else (message, "")
        yield Text(context, msgid, plural or "")


def where(code: str) -> Path:
    """Return where a language's catalogue lies."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def load(code: str) -> polib.POFile:
    """Read a language's catalogue; an empty one when there is none yet."""
    path = where(code)
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)


def merge(code: str, found: Found) -> None:
    """Bring a language's catalogue in step with the sources, keeping what is translated, and say what is left to do."""
    known = {_text(entry): entry for entry in load(code)}
    merged = polib.POFile(wrapwidth=WIDTH)
    merged.metadata = {
        "Language": code, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit", "Plural-Forms": PLURALS[code],
    }  # fmt: skip
    for text, files in found.files.items():
        entry = known.get(text) or _empty(text, code)
        # Names of files without lines: these change with every edit and say nothing.
        entry.occurrences, entry.flags = [(name, "") for name in files], _flags(text)
        merged.append(entry)
    where(code).parent.mkdir(parents=True, exist_ok=True)
    merged.save(str(where(code)))
    print(f"{code}: {len(merged)} texts, {len(problems(merged, found))} to be translated or mended")


def _flags(text: Text) -> list[str]:
    return ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", text.msgid) else []


def _text(entry: polib.POEntry) -> Text:
    return Text(entry.msgctxt, entry.msgid, entry.msgid_plural or "")


def _empty(text: Text, code: str) -> polib.POEntry:
    if not text.plural:
        return polib.POEntry(msgctxt=text.context, msgid=text.msgid)
    match = re.search(r"nplurals=(\d)", PLURALS[code])
    forms = dict.fromkeys(range(int(match[1]) if match else 2), "")
    return polib.POEntry(msgctxt=text.context, msgid=text.msgid, msgid_plural=text.plural, msgstr_plural=forms)


def problems(catalogue: polib.POFile, found: Found) -> list[str]:
    """Say what a catalogue lacks, has too much of, or has wrong, one line each."""
    entries = {_text(entry): entry for entry in catalogue if not entry.obsolete}
    lines = [f"lacks {text.msgid!r}" for text in found.files if text not in entries]
    lines += [f"nobody uses {text.msgid!r}" for text in entries if text not in found.files]
    for text, entry in entries.items():
        lines += [f"{text.msgid!r} {fault}" for fault in _faults(entry)]
    return lines


def _faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "is fuzzy"
    sources = [entry.msgid, *([entry.msgid_plural] * 9)]
    said = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]
    for source, text in zip(sources, said, strict=False):
        if not text.strip():
            yield "is not translated"
        elif placeholders(source) != placeholders(text):
            yield f"has other placeholders in {text!r}"
        elif _edges(source) != _edges(text):
            yield f"begins or ends with other blanks in {text!r}"


def placeholders(text: str) -> set[str]:
    """Return what is filled in, and the marks around words, which must be the same in each language."""
    return set(PLACEHOLDER.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def compile_all(locale: Path) -> None:
    """Write what the portal reads beside each catalogue, where that is older than the catalogue or missing."""
    for path in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns:
            polib.pofile(str(path)).save_as_mofile(str(compiled))


def outdated() -> list[str]:
    """Return the languages whose catalogue has not been compiled."""
    return [code for code in languages.TRANSLATED if not where(code).with_suffix(".mo").exists()]
