"""A file of patients as other systems write it: read line by line, without the database (docs/patients.md).

Each line is read by itself. A quotation mark too many therefore spoils its own line, and never the rest of the file.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import IO

from legesvar.core import identity_number
from legesvar.core.identity_number import InvalidIdentityNumber
from legesvar.domain.identity import contacts
from legesvar.domain.patients.policies import is_name

MOST_LINES = 20_000
MOST_BYTES = 4 * 1024 * 1024
LONGEST_LINE = 2_000  # bytes
DELIMITERS = ";,\t"


class FileFault(StrEnum):
    """Why a whole file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    NO_TEXT = "no_text"
    NO_NUMBER_COLUMN = "no_number_column"
    NO_NAME_COLUMN = "no_name_column"
    COLUMN_TWICE = "column_twice"


class LineFault(StrEnum):
    """What is wrong with one line, or is said about it."""

    TOO_LONG = "too_long"
    QUOTES = "quotes"
    COLUMNS = "columns"
    CHARACTERS = "characters"
    NUMBER_LENGTH = "not_eleven_digits"
    NUMBER_DATE = "no_such_date"
    NUMBER_CHECK = "check_digits"
    NUMBER_SYNTHETIC = "synthetic"
    NUMBER_NO_BIRTH_DATE = "no_birth_date"
    NAME = "name"
    EMAIL = "email"
    MOBILE = "mobile"
    GP = "gp"
    GP_TWO = "gp_two"
    TWICE = "twice"
    NEW_NAME = "new_name"
    NEW_GP = "new_gp"
    NEW_EMAIL = "new_email"
    NEW_MOBILE = "new_mobile"
    KEPT_EMAIL = "kept_email"
    KEPT_MOBILE = "kept_mobile"


class UnreadableFile(ValueError):
    """A file that cannot be read as a list of patients."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line as it says; what is empty says nothing. `notes` are faults with what they are about."""

    number: int
    identity_number: str = ""
    birth_date: date | None = None
    name: str = ""
    email: str = ""
    mobile: str = ""
    gp_id: int | None = None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Say whether the line cannot be imported."""
        return bool(self.notes)


@dataclass(frozen=True, slots=True)
class PatientFile:
    """A file that could be read: its lines, and the columns in it that nobody here knows."""

    lines: tuple[FileLine, ...]
    ignored: tuple[str, ...]
    digest: str


# What the columns are called elsewhere, in small letters and without anything but letters and digits.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": (
        "fodselsnummer", "fodselsnr", "fodselsogpersonnummer", "fodselsnummerdnummer", "fnr", "fnummer", "personnummer",
        "personnr", "pnr", "identitetsnummer", "idnummer", "idnr", "dnummer", "fodselsnummer11siffer", "nin",
    ),
    "name": ("navn", "pasient", "pasientnavn", "fulltnavn", "pasientensnavn", "name"),
    "first": ("fornavn", "fornavnmellomnavn", "fornavnogmellomnavn", "firstname"),
    "middle": ("mellomnavn",),
    "last": ("etternavn", "slektsnavn", "lastname"),
    "email": ("epost", "epostadresse", "email", "mail", "emailadresse"),
    "mobile": ("mobil", "mobilnummer", "mobilnr", "mobiltelefon", "mobiltlf", "telefon", "tlf", "telefonnummer", "sms"),
    "gp": (
        "fastlege", "fastlegenavn", "fastlegensnavn", "lege", "hpr", "hprnummer", "hprnr", "fastlegehpr",
        "fastlegehprnummer", "fastlegenshprnummer", "legeshprnummer", "legenshprnummer",
    ),
}  # fmt: skip
_KNOWN = {variant: column for column, variants in COLUMNS.items() for variant in variants}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_NUMBER = re.compile(r'^(?:="|\')?(.*?)"?$')  # what spreadsheets put around a number to keep its zeros


@dataclass(slots=True)
class _Gps:
    """The clinic's GPs by name and by HPR number; None for a name that two of them have."""

    by_key: dict[str, int | None] = field(default_factory=dict)

    def add(self, key: str, gp_id: int) -> None:
        if key:
            self.by_key[key] = None if key in self.by_key else gp_id


def read(
    stream: IO[bytes], *, gps: Sequence[tuple[int, str, str]], synthetic_allowed: bool, refused: bool = False
) -> PatientFile:
    """Read a file.

    :param gps: id, name and HPR number of each GP at the clinic
    :param refused: it was too large to come in at all
    :raises UnreadableFile: when it is no list of patients, or a longer one than is taken at once
    """
    data = b"" if refused else stream.read(MOST_BYTES + 1)
    if refused or len(data) > MOST_BYTES:
        raise UnreadableFile(FileFault.TOO_LARGE)
    rows = _rows(data)
    head = next(rows, None)
    if head is None:
        raise UnreadableFile(FileFault.EMPTY)
    written = _decoder(data)(head[1])
    delimiter = max(DELIMITERS, key=written.count)
    columns, ignored = _columns(_cells(written, delimiter) or [])
    reader = _Reader(_decoder(data), delimiter, columns, _known(gps), synthetic_allowed)
    lines = tuple(reader.line(number, raw) for number, raw in rows)
    return PatientFile(_without_twins(lines), ignored, hashlib.sha256(data).hexdigest())


def _rows(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the lines that hold something, with their numbers; stop early at more than may be.

    :raises UnreadableFile: TOO_MANY_LINES, NO_TEXT
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\0" in data[:4096]:
        raise UnreadableFile(FileFault.NO_TEXT)
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES + 4:
        raise UnreadableFile(FileFault.TOO_MANY_LINES)
    found = 0
    for number, row in enumerate(re.split(rb"\r\n|\r|\n", data), start=1):
        if row.strip(b' \t;,"'):
            found += 1
            if found > MOST_LINES + 1:
                raise UnreadableFile(FileFault.TOO_MANY_LINES)
            yield number, row


def _decoder(data: bytes) -> Callable[[bytes], str]:
    """Return how the file's bytes are letters: UTF-8 when all of it is, else as Windows writes them in the West."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return lambda row: row.decode("cp1252", "replace")
    return lambda row: row.decode("utf-8")


def _cells(row: str, delimiter: str) -> list[str] | None:
    """Return a line's cells, or None when its quotation marks do not come in pairs."""
    try:
        return next(csv.reader([row], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _key(written: str) -> str:
    """Return a heading or a name as it is compared."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", written).casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isalnum() and letter.isascii())


def _columns(head: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    columns: dict[str, int] = {}
    ignored = []
    for place, written in enumerate(head):
        column = _KNOWN.get(_key(written))
        if column is None:
            ignored += [written.strip()[:60]] if written.strip() else []
        elif column in columns and column != "gp":
            raise UnreadableFile(FileFault.COLUMN_TWICE)
        else:
            columns.setdefault(column, place)
    if "number" not in columns:
        raise UnreadableFile(FileFault.NO_NUMBER_COLUMN)
    if "name" not in columns and not {"first", "last"} <= set(columns):
        raise UnreadableFile(FileFault.NO_NAME_COLUMN)
    return columns, tuple(ignored[:20])


def _known(gps: Sequence[tuple[int, str, str]]) -> _Gps:
    known = _Gps()
    for gp_id, name, hpr_number in gps:
        known.add(_key(name), gp_id)
        known.add(_key(_turned(name)), gp_id)
        known.add(_key(hpr_number), gp_id)
    return known


def _turned(name: str) -> str:
    first, _, last = name.rpartition(" ")
    return f"{last} {first}"


@dataclass(frozen=True, slots=True)
class _Reader:
    decode: Callable[[bytes], str]
    delimiter: str
    columns: dict[str, int]
    gps: _Gps
    synthetic_allowed: bool

    def line(self, number: int, raw: bytes) -> FileLine:
        """Read one line."""
        if len(raw) > LONGEST_LINE:
            return FileLine(number, notes=((LineFault.TOO_LONG, ""),))
        written = self.decode(raw)
        cells = _cells(written, self.delimiter)
        if cells is None:
            return FileLine(number, notes=((LineFault.QUOTES, ""),))
        if len(cells) <= max(self.columns["number"], min(self._name_places())):
            return FileLine(number, notes=((LineFault.COLUMNS, ""),))
        if "\ufffd" in written or any(unicodedata.category(letter) == "Cc" and letter != "\t" for letter in written):
            return FileLine(number, notes=((LineFault.CHARACTERS, ""),))
        return self._read(number, cells)

    def _name_places(self) -> list[int]:
        return [self.columns[column] for column in ("name", "first", "last") if column in self.columns]

    def _cell(self, cells: Sequence[str], column: str) -> str:
        place = self.columns.get(column)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    def _read(self, number: int, cells: Sequence[str]) -> FileLine:
        notes: list[tuple[str, str]] = []
        digits, born = self._number(self._cell(cells, "number"), notes)
        name = self._cell(cells, "name") or " ".join(
            part for part in (self._cell(cells, column) for column in ("first", "middle", "last")) if part
        )
        name = unicodedata.normalize("NFC", _in_order(name))
        if not is_name(name):
            notes.append((LineFault.NAME, name[:60]))
        email = self._address(self._cell(cells, "email"), contacts.email, LineFault.EMAIL, notes)
        mobile = self._address(self._cell(cells, "mobile"), contacts.mobile, LineFault.MOBILE, notes)
        gp_id = self._gp(self._cell(cells, "gp"), notes)
        return FileLine(number, digits, born, name[:100], email, mobile, gp_id, tuple(notes))

    def _number(self, written: str, notes: list[tuple[str, str]]) -> tuple[str, date | None]:
        match = _NUMBER.match(written)
        digits = re.sub(r"[\s.-]", "", match[1] if match else written)
        try:
            found = identity_number.parse(digits, synthetic_allowed=self.synthetic_allowed)
        except InvalidIdentityNumber as wrong:
            notes.append((LineFault(wrong.fault.value), ""))
            return digits[:20], None
        if found.birth_date is None:
            notes.append((LineFault.NUMBER_NO_BIRTH_DATE, ""))
        return found.digits, found.birth_date

    @staticmethod
    def _address(
        written: str, clean: Callable[[str], str | None], fault: LineFault, notes: list[tuple[str, str]]
    ) -> str:
        address = clean(written) if written else ""
        if address is None:
            notes.append((fault, written[:60]))
        return address or ""

    def _gp(self, written: str, notes: list[tuple[str, str]]) -> int | None:
        if not written:
            return None
        key = _key(written.removeprefix("HPR"))
        gp_id = self.gps.by_key.get(key)
        if gp_id is None:
            notes.append((LineFault.GP_TWO if key in self.gps.by_key else LineFault.GP, written[:60]))
        return gp_id


def _in_order(name: str) -> str:
    """Turn «Nordmann, Kari» into «Kari Nordmann»."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".split()) if comma and first.strip() and "," not in first else name


def _without_twins(lines: Sequence[FileLine]) -> tuple[FileLine, ...]:
    """Refuse a line whose number stands further up in the file: which of the two is right, nobody here knows."""
    seen: dict[str, int] = {}
    kept = []
    for line in lines:
        first = seen.setdefault(line.identity_number, line.number) if line.identity_number else line.number
        twin = first != line.number and line.birth_date is not None
        kept.append(_noted(line, LineFault.TWICE, str(first)) if twin else line)
    return tuple(kept)


def _noted(line: FileLine, fault: LineFault, about: str) -> FileLine:
    return FileLine(
        line.number, line.identity_number, line.birth_date, line.name, line.email, line.mobile, line.gp_id,
        (*line.notes, (fault, about)),
    )  # fmt: skip
