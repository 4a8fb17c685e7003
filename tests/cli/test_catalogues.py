"""Texts gathered from the sources, merged into catalogues, looked through and compiled, without another program."""

from __future__ import annotations

import gettext
from pathlib import Path

import polib
import pytest

from legesvar.cli import catalogues
from legesvar.cli.catalogues import Found, Text

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
a = _("Hei, " "du")
b = pgettext_lazy("hilsen", "Hei %(name)s")
c = ngettext("%(n)d dag", "%(n)d dager", 2)
d = f"{a} {_('inne i en annen')}"
"""
TEMPLATE = """<div>
        <p title="{% translate "Tittel" %}">{% translate 'Med «hake»' context "sted" %}</p>
    {% blocktranslate trimmed count n=n %}Én
      ting{% plural %}{{ n }} ting{% endblocktranslate %}
  {# Ikke denne {% translate "kommentar" %} #}
</div>"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree of sources, with a place for its catalogues."""
    (tmp_path / "words.py").write_text(CODE)
    (tmp_path / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path


def test_texts_are_found_in_code_and_in_templates(sources: Path) -> None:
    assert list(catalogues.gather(sources).files) == [
        Text(None, "Tittel"),
        Text("sted", "Med «hake»"),
        Text(None, "Én ting", "%(n)s ting"),
        Text(None, "Hei, du"),
        Text("hilsen", "Hei %(name)s"),
        Text(None, "%(n)d dag", "%(n)d dager"),
        Text(None, "inne i en annen"),
    ]


def test_what_was_translated_is_kept_and_what_nobody_uses_goes(sources: Path) -> None:
    catalogues.merge("nn", catalogues.gather(sources))
    kept = catalogues.load("nn")
    kept.find("Tittel").msgstr = "Tittelen"
    kept.save()
    (sources / "words.py").unlink()
    catalogues.merge("nn", catalogues.gather(sources))
    again = catalogues.load("nn")
    assert {entry.msgid for entry in again} == {"Tittel", "Med «hake»", "Én ting"}
    assert again.find("Tittel").msgstr == "Tittelen"


def test_a_catalogue_names_files_and_no_lines(sources: Path) -> None:
    catalogues.merge("nn", catalogues.gather(sources))
    written = catalogues.where("nn").read_text()
    assert "#: words.py\n" in written
    assert "words.py:" not in written


def test_an_empty_catalogue_of_northern_sami_has_room_for_the_dual(sources: Path) -> None:
    catalogues.merge("se", catalogues.gather(sources))
    entry = catalogues.load("se").find("Én ting")
    assert sorted(entry.msgstr_plural) == [0, 1, 2]
    entry.msgstr_plural = {0: "okta", 1: "guokte", 2: "máŋga"}
    merged = polib.POFile()
    merged.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": catalogues.PLURALS["se"]}
    merged.append(entry)
    merged.save(str(catalogues.where("se")))
    catalogues.compile_all(catalogues.LOCALE)
    with catalogues.where("se").with_suffix(".mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    assert [spoken.ngettext("Én ting", "%(n)s ting", n) for n in (1, 2, 3)] == ["okta", "guokte", "máŋga"]


def entry(msgid: str, msgstr: str, **more: object) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, **more))
    return catalogue


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Hei", "", "is not translated"),
        ("Hei", "  ", "is not translated"),
        ("Hei %(name)s", "Hei", "has other placeholders"),
        ("Hei %(name)s", "Hei %(namn)s", "has other placeholders"),
        ("Hei {n}", "Hei n", "has other placeholders"),
        ("f. %s", "fødd", "has other placeholders"),
        ("Ring <a href='x'>oss</a>", "Ring oss", "has other placeholders"),
        ("Hei ", "Hei", "begins or ends"),
    ],
)
def test_a_translation_that_would_break_is_told(msgid: str, msgstr: str, fault: str) -> None:
    found = Found()
    found.add(Text(None, msgid), "a.py")
    assert len(told := catalogues.problems(entry(msgid, msgstr), found)) == 1
    assert fault in told[0]


def test_fuzzy_missing_and_unused_texts_are_told() -> None:
    found = Found()
    found.add(Text(None, "Ny"), "a.py")
    assert catalogues.problems(entry("Ny", "Ny", flags=["fuzzy"]), found) == ["'Ny' is fuzzy"]
    assert catalogues.problems(entry("Gammel", "Gamal"), found) == ["lacks 'Ny'", "nobody uses 'Gammel'"]


def test_both_forms_of_a_plural_are_looked_at() -> None:
    found = Found()
    found.add(Text(None, "%(n)d dag", "%(n)d dager"), "a.py")
    catalogue = polib.POFile()
    catalogue.append(
        polib.POEntry(msgid="%(n)d dag", msgid_plural="%(n)d dager", msgstr_plural={0: "%(n)d dag", 1: "dagar"})
    )
    assert catalogues.problems(catalogue, found) == ["'%(n)d dag' has other placeholders in 'dagar'"]


def test_only_what_is_outdated_is_compiled(sources: Path) -> None:
    catalogues.merge("nn", catalogues.gather(sources))
    catalogues.compile_all(catalogues.LOCALE)
    compiled = catalogues.where("nn").with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    catalogues.compile_all(catalogues.LOCALE)
    assert compiled.stat().st_mtime_ns == first


def test_an_installation_without_compiled_languages_is_told(sources: Path) -> None:
    assert catalogues.outdated() == ["nn", "en"]
