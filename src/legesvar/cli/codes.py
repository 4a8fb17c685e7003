"""`legesvar codes`: loads the list of diagnoses (ICPC-2) that staff choose from when they answer."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import DatabaseError

from legesvar.cli.often_used_codes import OFTEN_USED
from legesvar.core import actor as actors
from legesvar.core.wall import acting_as
from legesvar.domain.diagnoses import code_list, commands

LARGEST = 5_000_000


def main(argv: Sequence[str]) -> int:
    """Load a file whole, or nothing of it."""
    parser = argparse.ArgumentParser(
        prog="legesvar codes",
        description="Loads ICPC-2 from a CSV file (UTF-8, or Windows-1252) whose first line names the columns kode, "
        "tittel and, if you like, sokeord. The official list is published by Helsedirektoratet. Codes that are not in "
        "the file can no longer be chosen; what was chosen with them stays.",
    )
    parser.add_argument("file", type=Path, help="the CSV file, or «-» for the short list that Legesvar brings along")
    options = parser.parse_args(argv)
    try:
        lines = code_list.read(OFTEN_USED if str(options.file) == "-" else _text(options.file))
    except (OSError, ValueError) as problem:
        print(f"Nothing was loaded: {problem}", file=sys.stderr)
        return 1
    loader = actors.system("codes")
    try:
        with acting_as(loader):
            number = commands.load(actor=loader, lines=lines)
    except DatabaseError as problem:
        print(f"Nothing was loaded: {str(problem).splitlines()[0]}", file=sys.stderr)
        return 1
    print(f"{number} codes can be chosen now.")
    return 0


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} is larger than any list of codes")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")
