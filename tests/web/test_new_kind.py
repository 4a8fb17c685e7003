"""A new kind of dialogue is what docs/kinds.md says and no more: one is added to a copy of the source, and used."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import legesvar

SOURCE = Path(legesvar.__file__).parent
ROOT = SOURCE.parents[1]
WALK = "tests/web/patient/walk_of_a_new_kind.py"
MEMBER = 'REFERRAL = "referral"'

# Module → the table in it that gets an entry. Where a value has to be made up, another kind's is taken.
TABLES = {
    "core/kinds.py": "DECLARED",
    "domain/services/settings.py": "DEFAULTS",
    "domain/services/examples.py": "TRANSLATIONS",
    "words/kinds.py": "WORDS",
    "words/labels.py": "TABLES",
    "words/people.py": "SERVICES",
}


class Adding(ast.NodeTransformer):
    """Declare the kind, and give it what an inquiry has wherever an inquiry is listed."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        if node.name in {"Kind", "Service"}:
            node.body.append(ast.parse(MEMBER).body[0])
        return self.generic_visit(node)  # type: ignore[return-value]  # what is visited stays a class

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        for key, value in list(zip(node.keys, node.values, strict=True)):
            if key is not None and ast.unparse(key) in {"Kind.INQUIRY", "Service.INQUIRY"}:
                node.keys.append(ast.parse(ast.unparse(key).replace("INQUIRY", "REFERRAL"), mode="eval").body)
                node.values.append(ast.parse(_of_its_own(ast.unparse(value)), mode="eval").body)
        return self.generic_visit(node)  # type: ignore[return-value]  # what is visited stays a dict


def _of_its_own(value: str) -> str:
    return value.replace("'annet'", "'henvisning'").replace("kind=Kind.INQUIRY", "kind=Kind.REFERRAL")


def with_a_new_kind(copy: Path) -> None:
    """Copy the source and change it in the listed modules only."""
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for module in TABLES:
        changed = Adding().visit(ast.parse((copy / module).read_text()))
        (copy / module).write_text(ast.unparse(ast.fix_missing_locations(changed)))


def test_a_new_kind_is_had_by_changing_only_what_is_listed(tmp_path: Path) -> None:
    with_a_new_kind(tmp_path / "src" / "legesvar")
    (tmp_path / ".demo").mkdir()
    # A run of its own on the same server, that is no worker of this one.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = inherited | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "src"), str(ROOT)])}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", WALK],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_page_about_kinds_lists_what_is_changed() -> None:
    section = (ROOT / "docs" / "kinds.md").read_text().split("## What a new kind needs")[1].split("\n## ")[0]
    rows = "\n".join(line.split("|")[1] for line in section.splitlines() if line.startswith("|"))
    assert set(re.findall(r"`([a-z/_]+\.py)`", rows)) == set(TABLES)
