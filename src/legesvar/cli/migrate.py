"""`legesvar migrate`: the tables, made and changed by the role that owns them."""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from legesvar.cli import placeholders


class NewerDatabase(Exception):
    """The database has been migrated by a newer version of Legesvar than this one."""


def main(argv: Sequence[str]) -> int:
    """Migrate as the owner, or (--check-models) say whether a migration is missing from the code."""
    parser = argparse.ArgumentParser(
        prog="legesvar migrate",
        description="Brings the tables up to this version, as the role of LEGESVAR_OWNER_DATABASE_URL. "
        "The portal and the workers may run meanwhile.",
    )
    parser.add_argument("--check-models", action="store_true", help="only say whether a model lacks a migration")
    parser.add_argument("--plan", action="store_true", help="only say what would be done")
    options = parser.parse_args(argv)
    if options.check_models:
        return _check_models()
    os.environ["LEGESVAR_AS_OWNER"] = "yes"
    django.setup()
    try:
        run(plan=options.plan)
    except (NewerDatabase, OperationalError, ProgrammingError) as problem:
        print(f"The database could not be migrated: {problem}", file=sys.stderr)
        return 1
    return 0


def run(*, plan: bool = False, verbosity: int = 1) -> None:
    """Migrate; settings must be loaded, as the owner.

    :raises NewerDatabase: a newer version has been here; going back would lose what it stored
    """
    refuse_newer_database()
    call_command("migrate", interactive=False, plan=plan, verbosity=verbosity)


def refuse_newer_database() -> None:
    """See that every migration of ours in the database is known to this version.

    :raises NewerDatabase: naming one that is not
    """
    loader = MigrationLoader(connection)
    ours = set(loader.migrated_apps)
    unknown = [key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations]
    unknown = [key for key in unknown if not any(key in m.replaces for m in loader.disk_migrations.values())]
    if unknown:
        raise NewerDatabase(f"it was made by a newer version of Legesvar ({'.'.join(sorted(unknown)[-1])}).")


def unapplied() -> list[str]:
    """Return the migrations that this version has and the database lacks."""
    loader = MigrationLoader(connection)
    return sorted(".".join(key) for key in loader.graph.nodes if key not in loader.applied_migrations)


def _check_models() -> int:
    placeholders.fill()
    django.setup()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit:
        print("A model has changed without a migration.", file=sys.stderr)
        return 1
    return 0
