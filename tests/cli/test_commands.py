"""The program `legesvar` itself: what it says when it is asked, and when it is asked wrongly."""

import importlib
import subprocess
import sys

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from legesvar.cli import __main__ as program


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "legesvar.cli", *arguments],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_lists_every_command_in_plain_words():
    said = run("--help")
    assert said.returncode == 0
    for name in program.COMMANDS:
        assert f"  {name} " in said.stdout


def test_help_loads_no_command_and_reads_no_settings():
    assert run().returncode == 0


def test_an_unknown_command_is_named_and_the_known_ones_are_listed():
    said = run("fly")
    assert said.returncode == 2
    assert "«fly»" in said.stderr
    assert "serve" in said.stderr


@pytest.mark.parametrize("name", program.COMMANDS)
def test_every_command_explains_itself(name, capsys):
    module = importlib.import_module(f"legesvar.cli.{program.COMMANDS[name][0]}")
    with pytest.raises(SystemExit) as ended:
        module.main(["--help"])
    assert ended.value.code == 0
    assert f"legesvar {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["serve", "work", "migrate", "check"])
def test_missing_settings_are_listed_all_at_once(name):
    said = run(name)
    assert said.returncode != 0
    assert "LEGESVAR_SECRET_KEY is missing" in said.stderr
    assert "LEGESVAR_PUBLIC_URL is missing" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_database_cannot_be_prepared_under_names_the_migrations_do_not_know():
    said = run(
        "prepare-database",
        "--superuser-url=postgresql://postgres@127.0.0.1:1/postgres",
        LEGESVAR_DATABASE_URL="postgresql://portal:x@127.0.0.1:1/legesvar",
        LEGESVAR_OWNER_DATABASE_URL="postgresql://legesvar_owner:x@127.0.0.1:1/legesvar",
    )
    assert said.returncode == 1
    assert "legesvar_app" in said.stderr


def test_what_one_account_gathers_another_may_serve():
    assert staticfiles_storage.file_permissions_mode == 0o644
    assert staticfiles_storage.directory_permissions_mode == 0o755


def test_what_works_on_the_code_alone_needs_no_settings():
    said = run("migrate", "--check-models")
    assert said.returncode == 0, said.stderr
    assert "LEGESVAR_" not in said.stderr
