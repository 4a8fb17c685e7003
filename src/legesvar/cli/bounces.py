"""`legesvar bounces`: what a mail server hands on of e-mail that came back."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import django

# sysexits.h: a mail server tries a message again later, instead of sending a bounce about a bounce.
TRY_LATER = 75


def main(argv: Sequence[str]) -> int:
    """Take the reports; what is none, or about something else, is passed over."""
    parser = argparse.ArgumentParser(
        prog="legesvar bounces",
        description="Reads e-mail that came back (RFC 3464), marks the notice, and lets the patient be told by SMS. "
        "Let the mail server pipe what comes to the sender's address: legesvar bounces -",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="an e-mail as it came; - reads it from the pipe")
    options = parser.parse_args(argv)
    django.setup()
    from django.db import OperationalError

    try:
        taken = sum(_take(name) for name in options.files)
    except OperationalError:
        print("The database does not answer.", file=sys.stderr)
        return TRY_LATER
    print(f"{taken} of {len(options.files)} about a notice.")
    return 0


def _take(name: str) -> bool:
    from legesvar.adapters.bounces import LARGEST
    from legesvar.core import actor as actors
    from legesvar.jobs import bounces

    if name == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST + 1)
    return bounces.take(actors.system("cli.bounces"), raw)
