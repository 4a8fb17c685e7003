"""The documents name what is there: files, tests and each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
RECORDS = sorted((DOCS / "adr").glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?:[\w.-]+/)*[\w-]+\.(?:py|html|js|css|json|txt|in|toml|sh)")
FOLDER = re.compile(r"(?:tests|scripts|docs|domain|web|words|adapters|jobs|cli|core|config)(?:/[\w-]+)+/?")
# Where a short name such as `billing/kid.py` or `commands/hooks.py` may be meant from.
SOURCE = ROOT / "src" / "legesvar"


def ids(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def there(name: str) -> bool:
    name = name.rstrip("/")
    return (ROOT / name).exists() or any(SOURCE.rglob(name)) or any((ROOT / "tests").rglob(name))


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_files_that_are_named_are_there(page: Path) -> None:
    named = [name for name in QUOTED.findall(page.read_text()) if FILE.fullmatch(name) or FOLDER.fullmatch(name)]
    assert [name for name in named if name != "helpers.py" and not there(name)] == []


def test_tests_that_are_named_are_there() -> None:
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    named = {name for page in PAGES for name in QUOTED.findall(page.read_text()) if re.fullmatch(r"test_\w+", name)}
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()


@pytest.mark.parametrize("record", RECORDS, ids=ids(RECORDS))
def test_a_decision_says_what_else_there_was_and_how_it_is_kept(record: Path) -> None:
    parts = re.findall(r"^## (.+)$", record.read_text(), re.MULTILINE)
    assert parts == ["Context", "Options", "Decision", "Consequences", "How it is checked"]


def test_every_page_stands_in_the_index() -> None:
    linked = {(DOCS / link).resolve() for link in LINK.findall((DOCS / "README.md").read_text())}
    assert {page for page in PAGES if DOCS in page.parents} - linked - {DOCS / "README.md"} == set()
