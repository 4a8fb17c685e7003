"""What people read: no English from Django by accident, no collision with its catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import django
import polib

import legesvar

SOURCE = Path(legesvar.__file__).parent
CATALOGUES = Path(django.__file__).parent
MARK = re.compile(r"""{%\s*(?:translate|trans)\s+(["'])(?P<text>.*?)\1\s*(?P<rest>[^%]*)%}""")
CALLS = {"gettext", "gettext_lazy", "_", "ngettext", "ngettext_lazy"}


def msgids() -> set[str]:
    """Return every text of ours that is translated without a context."""
    found = set()
    for path in (SOURCE / "web" / "templates").rglob("*.html"):
        found |= {m["text"] for m in MARK.finditer(path.read_text()) if "context" not in m["rest"]}
    for path in SOURCE.rglob("*.py"):
        found |= set(_called(ast.parse(path.read_text())))
    return found


def _called(tree: ast.AST) -> list[str]:
    return [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS and node.args
        and isinstance(node.args[0], ast.Constant)
    ]  # fmt: skip


def test_no_text_of_ours_is_also_djangos() -> None:
    """gettext("Time") would give «Tid», from Django's own catalogue."""
    theirs = set()
    for path in CATALOGUES.rglob("locale/nb/LC_MESSAGES/*.po"):
        theirs |= {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr and not entry.msgctxt}
    assert msgids() & theirs == set()


def test_there_is_something_to_translate() -> None:
    assert len(msgids()) > 50
