"""The file that codes are loaded from: lines of code, title and further words to find it by. Pure.

The first line names the columns: `kode`, `tittel` and, if there are any, `sokeord`, parted by semicolons or commas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

CODE = re.compile(r"[A-Z][0-9]{2}")
LONGEST_TITLE = 200
MOST = 5_000


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code of ICPC-2. `words` is what it is found by besides its title."""

    code: str
    title: str
    words: str = ""


def read(written: str) -> list[CodeLine]:
    """Read a whole file.

    :raises ValueError: naming the line that is wrong; nothing of such a file is to be used
    """
    lines = written.removeprefix("\ufeff").splitlines()
    parted = ";" if lines and ";" in lines[0] else ","
    found = csv.DictReader(lines, delimiter=parted)
    if not {"kode", "tittel"} <= {(name or "").strip().lower() for name in found.fieldnames or ()}:
        raise ValueError("line 1: the columns kode and tittel must be named")
    codes = {line.code: line for line in _lines(found)}
    if not 0 < len(codes) <= MOST:
        raise ValueError(f"{len(codes)} codes: there must be from 1 to {MOST}")
    return list(codes.values())


def _lines(rows: csv.DictReader[str]) -> Iterator[CodeLine]:
    for row in rows:
        given = {(name or "").strip().lower(): (value or "") for name, value in row.items() if isinstance(value, str)}
        code, title = given.get("kode", "").strip().upper(), " ".join(given.get("tittel", "").split())
        if not CODE.fullmatch(code) or not 0 < len(title) <= LONGEST_TITLE:
            raise ValueError(f"line {rows.line_num}: «{code}» «{title[:40]}» is not a code and its title")
        yield CodeLine(code, title, " ".join(given.get("sokeord", "").split())[:1_000])
