"""What the import linter cannot see: names, sizes, tables, commands, words, templates."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import django.forms
import pytest
from django.apps import apps
from django.db import models
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

import legesvar
from legesvar.core import refusal
from legesvar.core.command import is_command
from legesvar.core.models import Posted, Record, Root, Staff
from legesvar.words import refusals

SOURCE = Path(legesvar.__file__).parent
ROOT = SOURCE.parents[1]
DOMAIN = SOURCE / "domain"
CAPABILITIES = sorted(p.name for p in DOMAIN.iterdir() if (p / "apps.py").exists())
OURS = [m for m in apps.get_models() if m.__module__.startswith("legesvar.")]

# What may stand in a capability. A pure module is named for what it holds, and is listed here when it is made.
VOCABULARY = {
    "__init__", "apps", "states", "kinds", "events", "roles", "tariff", "tasks", "settings", "policies", "models",
    "selectors", "commands", "migrations",
}  # fmt: skip
PURE = {
    "audit": {"sealing", "verification", "rows"},
    "billing": {"kid", "invoices"},
    "diagnoses": {"code_list"},
    "clinics": {"reach", "staffing", "stored"},
    "files": {"content", "documents", "examination", "names", "pictures"},
    "identity": {"codes", "contacts", "devices", "parked", "passkeys", "passwords", "tokens"},
    "patients": {"patient_file"},
    "services": {"availability", "examples", "red_flags", "wishes"},
    "statistics": {"figures"},
}


def modules(package: str) -> list[str]:
    """Name every module beneath a package."""
    found = importlib.import_module(package)
    return [package, *(m.name for m in pkgutil.walk_packages(found.__path__, package + "."))]


DOMAIN_MODULES = [name for name in modules("legesvar.domain") if ".migrations" not in name]


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_capability_holds_only_what_has_a_name_in_the_house(capability: str) -> None:
    found = {p.stem for p in (DOMAIN / capability).iterdir() if not p.name.startswith(("__pycache__", "."))}
    assert found - VOCABULARY - PURE.get(capability, set()) == set()


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_table_is_of_one_of_the_four_kinds(model: type[models.Model]) -> None:
    assert sum(issubclass(model, kind) for kind in (Record, Staff, Posted, Root)) == 1


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_keys_never_cascade_and_point_nowhere_back(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field
            assert field.remote_field.related_name == "+", field


def functions(module: str) -> list[tuple[str, object]]:
    """Return the public functions that a module defines itself."""
    found = importlib.import_module(module)
    return [
        (name, f) for name, f in inspect.getmembers(found, inspect.isfunction)
        if f.__module__ == module and not name.startswith("_")
    ]  # fmt: skip


# Parts of commands that are called inside them, and the trace of somebody who has no scope.
NOT_COMMANDS = {
    "legesvar.domain.audit.commands.record_refused_access",
    "legesvar.domain.dialogues.commands.drafting.lock",
    "legesvar.domain.dialogues.commands.reading.locked",
    *(f"legesvar.domain.dialogues.commands.noting.{name}" for name in ("refuse", "note")),
    *(f"legesvar.domain.dialogues.commands.hooks.{name}" for name in ("answered", "ended")),
    *(
        f"legesvar.domain.dialogues.commands.following.{name}"
        for name in (
            "message",
            "sendable",
            "author",
            "is_sent",
            "put_on_worklist",
            "put_on_record",
            "trace",
            "trace_within",
            "tell",
        )
    ),
}


@pytest.mark.parametrize("module", [m for m in DOMAIN_MODULES if ".commands" in m])
def test_every_change_of_the_domain_is_a_command(module: str) -> None:
    loose = {f"{module}.{name}" for name, f in functions(module) if not is_command(f)}
    assert loose - NOT_COMMANDS == set()


@pytest.mark.parametrize("module", [m for m in DOMAIN_MODULES if m.endswith(".selectors")])
def test_every_read_begins_with_the_actor_or_is_for_login(module: str) -> None:
    first = {name: next(iter(inspect.signature(f).parameters), "") for name, f in functions(module)}
    before_login = {
        "person_by_number", "account_by_number", "memberships", "from_values", "facts", "consented_price", "payer",
        "visit", "patient_visit", "staff_visit", "open_session", "session_by_token", "patient_session",
        "staff_session", "parked_post", "is_busy", "local_account_by_email", "local_account_by_id", "factors_of",
        "step_by_token", "invitation_by_token", "has_local_accounts", "local_membership",
    }  # fmt: skip
    assert {n for n, p in first.items() if p != "actor"} - before_login == set()


def all_refusals(base: type[refusal.Refusal] = refusal.Refusal) -> set[refusal.Refusal]:
    for name in DOMAIN_MODULES:
        importlib.import_module(name)
    return {reason for sub in base.__subclasses__() for reason in sub}


def test_every_refusal_has_words() -> None:
    missing = {r.value for r in all_refusals()} - set(refusals.SENTENCES)
    assert missing == set()


def test_no_refusals_words_are_left_over() -> None:
    assert set(refusals.SENTENCES) - {r.value for r in all_refusals()} == set()


def test_two_refusals_never_share_a_key() -> None:
    values = [r.value for r in all_refusals()]
    assert len(values) == len(set(values))


def views(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> list[tuple[str, object]]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += views(pattern.url_patterns, address)
        else:
            found.append((address, pattern.callback))
    return found


@pytest.mark.parametrize(("address", "view"), [pytest.param(a, v, id=a or "/") for a, v in views()])
def test_every_view_has_exactly_one_audience(address: str, view: object) -> None:
    assert getattr(view, "audience", None) in {"public", "patient", "clinic"}


PYTHON = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = SOURCE / "web" / "templates"
# Django asks by itself for those that stand in the place of its own.
DJANGOS = Path(django.forms.__file__).parent / "templates"
WRITTEN = [
    *PYTHON, *sorted((ROOT / "tests").rglob("*.py")), *sorted(TEMPLATES.rglob("*.html")),
    *sorted((SOURCE / "web" / "static" / "js").glob("*.js")), *sorted((SOURCE / "web" / "css").glob("*.css")),
]  # fmt: skip


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_five_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 500


def defined(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_half_of_all_functions_are_short_and_nine_of_ten_fit_a_screen() -> None:
    lengths = sorted(body_lines(f) for path in PYTHON for f in defined(path))
    assert lengths[len(lengths) // 2] < 10
    assert lengths[len(lengths) * 9 // 10] < 35


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(SOURCE)))
def test_what_others_call_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text())
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    silent = [n.name for n in public if ast.get_docstring(n) is None and not n.name.startswith("pytest_")]
    assert silent == []


def mentioned(templates: list[Path]) -> str:
    return "\n".join(p.read_text() for p in [*PYTHON, *templates])


def test_no_template_is_unused() -> None:
    templates = sorted(TEMPLATES.rglob("*.html"))
    text = mentioned(templates)
    own = [str(p.relative_to(TEMPLATES)) for p in templates if not (DJANGOS / p.relative_to(TEMPLATES)).exists()]
    assert [name for name in own if name not in text] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_every_template_compiles_and_holds_no_inline_script_or_style(path: Path) -> None:
    engines["django"].get_template(str(path.relative_to(TEMPLATES)))
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert "|safe" not in text


def test_nothing_of_this_machine_stands_in_a_file() -> None:
    places = re.compile(r"(?<![\w.])/(?:work|root)/|files\.pythonhosted|registry\.npmjs|deb\.debian\.org")
    kept = [*WRITTEN, *ROOT.glob("*.*"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scripts/*")]
    read = [p for p in kept if p.is_file() and p.suffix != ".png" and p.name != ".git" and p != Path(__file__)]
    guilty = [str(p.relative_to(ROOT)) for p in read if places.search(p.read_text(errors="ignore"))]
    assert guilty == []
