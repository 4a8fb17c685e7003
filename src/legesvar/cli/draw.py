"""`legesvar draw`: the diagrams in docs/states, from the tables the program itself goes by."""

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import ModuleType

DOMAIN = Path(__file__).resolve().parents[1] / "domain"
DOCS = Path(__file__).resolve().parents[3] / "docs" / "states"


def main(argv: Sequence[str]) -> int:
    """Draw every table of states, or (--check) return 1 when a drawing is out of date."""
    parser = argparse.ArgumentParser(
        prog="legesvar draw", description="Draws what may follow what, from the code, into docs/states."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a drawing is out of date")
    options = parser.parse_args(argv)
    outdated = {path: text for path, text in drawings().items() if not path.exists() or path.read_text() != text}
    for path, text in outdated.items():
        if options.check:
            print(f"{path} is out of date. Run: make docs", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if options.check and outdated else 0


def drawings() -> dict[Path, str]:
    """Return each capability's page, by where it belongs."""
    found = sorted(path.parent.name for path in DOMAIN.glob("*/states.py"))
    modules = {name: importlib.import_module(f"legesvar.domain.{name}.states") for name in found}
    return {DOCS / f"{name}.md": page(name, module) for name, module in modules.items() if hasattr(module, "NEXT")}


def page(capability: str, module: ModuleType) -> str:
    """Return one page: the module's own sentence and the diagram."""
    return "\n".join(
        [
            f"# States of {capability}",
            "",
            f"Drawn by `make docs` from `src/legesvar/domain/{capability}/states.py`; change it there.",
            "",
            "```mermaid",
            *diagram(module.NEXT, list(module.State)),
            "```",
            "",
        ]
    )


def diagram(following: Mapping[tuple[StrEnum, StrEnum], StrEnum], states: Sequence[StrEnum]) -> list[str]:
    """Return the lines of a Mermaid state diagram; it begins in the first state and ends where nothing follows."""
    going_on = {state for state, _ in following}
    arrows = [f"    {before} --> {after}: {action}" for (before, action), after in following.items()]
    ends = [f"    {state} --> [*]" for state in states if state not in going_on]
    return ["stateDiagram-v2", f"    [*] --> {states[0]}", *arrows, *ends]
