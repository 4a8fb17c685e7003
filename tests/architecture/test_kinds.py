"""What differs between kinds of dialogue is declared: only these modules name one, and docs/kinds.md says why."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import legesvar
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.services.settings import DEFAULTS, LABELS

SOURCE = Path(legesvar.__file__).parent
DOCUMENT = (SOURCE.parents[1] / "docs" / "kinds.md").read_text()

# A new kind is added to these.
ADDED_TO = {
    "core/kinds.py", "domain/services/settings.py", "domain/services/examples.py", "words/kinds.py", "words/labels.py",
}  # fmt: skip
# These are about one kind, whatever others there are; the document has a line for each.
ABOUT_ONE = {
    "domain/dialogues/commands/drafting.py", "domain/dialogues/commands/hooks.py", "domain/dialogues/kinds.py",
    "domain/services/selectors.py", "domain/statistics/commands.py", "web/clinic/settings/clinic_forms.py",
    "web/clinic/settings/offer.py", "web/patient/dialogue/asking.py", "web/patient/start/closing.py",
    "web/patient/navigation.py", "web/patient/start/flow.py", "web/patient/start/sending.py", "web/preview/views.py",
    "web/templates/patient/inbox/inbox.html",
}  # fmt: skip
# These invent.
INVENT = {"cli/furnish.py", "cli/demo_history.py", "cli/seeding/kinds.py", "cli/seeding/texts.py"}


def names_a_kind(module: Path) -> bool:
    """Say whether a module names a kind of dialogue; pictures and addresses have kinds too, of other classes."""
    tree = ast.parse(module.read_text())
    imported = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "legesvar.core.kinds"
        and "Kind" in {a.name for a in node.names}
        for node in ast.walk(tree)
    )
    return (imported or module == SOURCE / "core/kinds.py") and any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Kind"
        and node.attr in Kind.__members__
        for node in ast.walk(tree)
    )  # fmt: skip


def draws_a_kind(template: Path) -> bool:
    words = "|".join([*Kind, *(f"start/{one.slug}" for one in DECLARED.values())])
    return re.search(rf"[\"'/]({words})[\"'/]", template.read_text()) is not None


def test_only_what_is_listed_names_a_kind() -> None:
    modules = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if names_a_kind(path)}
    templates = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.html") if draws_a_kind(path)}
    assert modules | templates == ADDED_TO | ABOUT_ONE | INVENT


@pytest.mark.parametrize("module", sorted(ABOUT_ONE))
def test_the_document_says_why_a_module_is_about_one_kind(module: str) -> None:
    assert f"`{module}`" in DOCUMENT.split("## What is about one kind")[1].split("\n## ")[0]


@pytest.mark.parametrize("kind", Kind)
def test_a_message_that_is_a_list_has_a_label_for_each_line_and_is_not_divided(kind: Kind) -> None:
    declared = DECLARED[kind]
    assert len(declared.lines) <= LABELS
    assert not (declared.lines and declared.divisible)
    if declared.lines:
        assert [field.name for field in DEFAULTS[kind].form] == list(declared.lines)
        assert all(DEFAULTS[kind].field_labels[: len(declared.lines)])
