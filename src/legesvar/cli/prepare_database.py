"""`legesvar prepare-database`: the only step that needs a superuser, and only once."""

import argparse
import os
import sys
from collections.abc import Sequence
from urllib.parse import SplitResult, unquote, urlsplit

import psycopg

from legesvar.cli import database_roles


def main(argv: Sequence[str]) -> int:
    """Make both roles, with the passwords of their addresses, and the database."""
    parser = argparse.ArgumentParser(
        prog="legesvar prepare-database",
        description="Makes the roles legesvar_owner and legesvar_app, with the passwords that stand in "
        "LEGESVAR_OWNER_DATABASE_URL and LEGESVAR_DATABASE_URL, and the database. May be repeated.",
    )
    parser.add_argument(
        "--superuser-url",
        default=os.environ.get("LEGESVAR_SUPERUSER_DATABASE_URL"),
        help="postgresql:// address of a role that may create roles and databases "
        "(default: LEGESVAR_SUPERUSER_DATABASE_URL)",
    )
    options = parser.parse_args(argv)
    if not options.superuser_url:
        parser.error("name the superuser's address, by --superuser-url or LEGESVAR_SUPERUSER_DATABASE_URL")
    try:
        owner, app = _address("LEGESVAR_OWNER_DATABASE_URL"), _address("LEGESVAR_DATABASE_URL")
        _refuse_other_names(owner.username, app.username)
        database_roles.prepare(
            options.superuser_url,
            database=unquote(app.path.strip("/")),
            owner_password=unquote(owner.password or ""),
            app_password=unquote(app.password or ""),
        )
    except (ValueError, database_roles.RoleTooPowerful, psycopg.Error) as problem:
        print(f"The database could not be prepared: {problem}", file=sys.stderr)
        return 1
    print("The database and its roles are there.")
    return 0


def _address(variable: str) -> SplitResult:
    parts = urlsplit(os.environ.get(variable, ""))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError(f"{variable} must look like postgresql://user:password@host:5432/name.")
    return parts


def _refuse_other_names(owner: str | None, app: str | None) -> None:
    if (owner, app) != (database_roles.OWNER, database_roles.APP):
        raise ValueError(
            f"the owner's role must be {database_roles.OWNER} and the portal's {database_roles.APP}: "
            "migrations grant rights to them by name."
        )
