"""What `serve` and `work` must see before they begin: a database they can reach, up to date, behind the wall."""

import sys

from django.db import OperationalError, connection

from legesvar.cli import migrate
from legesvar.core import wall


def refuse_unless_ready() -> None:
    """Stop the start, with a sentence, when the database is away, behind this version, or without its wall.

    :raises SystemExit: with code 1
    """
    try:
        problem = _problem()
    except OperationalError as error:
        problem = f"The database cannot be reached: {str(error).splitlines()[0]}"
    finally:
        connection.close()
    if problem:
        print(f"Legesvar does not start. {problem}", file=sys.stderr)
        raise SystemExit(1)


def _problem() -> str | None:
    if missing := migrate.unapplied():
        return f"The database is behind this version by {len(missing)} migrations. Run: legesvar migrate"
    if around := wall.breaches():
        return f"The wall does not stand around: {', '.join(around)}. Is LEGESVAR_DATABASE_URL the role legesvar_app?"
    return None
