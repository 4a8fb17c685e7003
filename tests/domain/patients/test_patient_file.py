"""A file of patients as other systems write it, and as nobody should: encodings, delimiters, headings, broken lines."""

from __future__ import annotations

import contextlib
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.personas import number

from legesvar.core import identity_number
from legesvar.domain.patients.patient_file import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_LINES,
    FileFault,
    FileLine,
    LineFault,
    PatientFile,
    UnreadableFile,
    read,
)

BORN = date(1961, 2, 3)
GPS = [(1, "Lise Lege", "9144889"), (2, "Dag Doktor", "9144890")]


def looked_at(text: str | bytes, encoding: str = "utf-8", gps: list[tuple[int, str, str]] = GPS) -> PatientFile:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read(io.BytesIO(data), gps=gps, synthetic_allowed=True)


def line(row: str, head: str = "fødselsnummer;navn;e-post;mobil;fastlege") -> FileLine:
    (found,) = looked_at(f"{head}\n{row}\n").lines
    return found


def faults(found: FileLine) -> list[str]:
    return [code for code, _ in found.notes]


def fault(text: str | bytes) -> FileFault:
    with pytest.raises(UnreadableFile) as unreadable:
        looked_at(text)
    return unreadable.value.fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_all_read_the_same(encoding: str, delimiter: str, end: str) -> None:
    rows = (
        ("Fødselsnummer", "Navn", "E-post", "Mobil", "Fastlege"),
        (number(BORN), '"Åse Ærlig Øvre"', "ase@eksempel.no", "912 34 567", "Lise Lege"),
    )
    found = looked_at(end.join(delimiter.join(row) for row in rows) + end, encoding)
    assert found.lines == (FileLine(2, number(BORN), BORN, "Åse Ærlig Øvre", "ase@eksempel.no", "+4791234567", 1, ()),)


@pytest.mark.parametrize(
    "head",
    ["fødselsnummer;navn", "FØDSELSNUMMER;Pasient", "Fnr;NAVN", "Fødselsnr.;Pasientnavn", "personnummer;Fullt navn",
     '"D-nummer";"navn"', " fødselsnummer (11 siffer) ; navn ", "Fodselsnummer;name"],
)  # fmt: skip
def test_headings_have_many_names(head: str) -> None:
    assert line(f"{number(BORN)};Åse Øvre", head).notes == ()


def test_a_name_in_parts_and_a_name_turned_round_are_put_together() -> None:
    assert line(f"{number(BORN)};Åse;Marie;Øvre", "fnr;fornavn;mellomnavn;etternavn").name == "Åse Marie Øvre"
    assert line(f'{number(BORN)};"Øvre, Åse Marie"', "fnr;navn").name == "Åse Marie Øvre"


def test_columns_nobody_knows_are_named_and_not_used() -> None:
    assert looked_at(f"fnr;navn;diagnose;kjønn\n{number(BORN)};Åse Øvre;hemmelig;K\n").ignored == ("diagnose", "kjønn")


@pytest.mark.parametrize(
    ("written", "found"),
    [("", None), ("lise lege", 1), ("Lege, Lise", 1), ("9144890", 2), ("HPR 9144890", 2), ("Dag  Doktor", 2)],
)
def test_a_gp_is_known_by_name_or_number(written: str, found: int | None) -> None:
    assert line(f'{number(BORN)};Åse Øvre;;;"{written}"').gp_id == found


def test_a_gp_of_another_clinic_is_not_known_and_two_of_a_name_are_not_guessed_at() -> None:
    assert faults(line(f"{number(BORN)};Åse Øvre;;;Frida Fremmed")) == [LineFault.GP]
    twins = [(1, "Lise Lege", "1"), (2, "Lise Lege", "2")]
    (found,) = looked_at(f"fnr;navn;fastlege\n{number(BORN)};Åse Øvre;Lise Lege\n", gps=twins).lines
    assert faults(found) == [LineFault.GP_TWO]


@pytest.mark.parametrize(
    ("row", "said"),
    [("123;Åse Øvre", LineFault.NUMBER_LENGTH), ("01029912345;Åse Øvre", LineFault.NUMBER_CHECK),
     ("00000000000;Åse Øvre", LineFault.NUMBER_DATE), (f"{number(BORN)};Åse", LineFault.NAME),
     (f"{number(BORN)};", LineFault.NAME), (f"{number(BORN)};=cmd|' /C calc'!A0 B", LineFault.NAME),
     (f"{number(BORN)};Åse Øvre;ikke en adresse", LineFault.EMAIL),
     (f"{number(BORN)};Åse Øvre;;22001122", LineFault.MOBILE),
     (f'{number(BORN)};"Åse Øvre', LineFault.QUOTES), (number(BORN), LineFault.COLUMNS),
     (f"{number(BORN)};Åse\x01 Øvre", LineFault.CHARACTERS), ("x" * (LONGEST_LINE + 1), LineFault.TOO_LONG)],
)  # fmt: skip
def test_a_broken_line_says_what_is_wrong_with_it(row: str, said: LineFault) -> None:
    assert said in faults(line(row))


def test_a_quotation_mark_too_many_spoils_its_own_line_only() -> None:
    rows = [f"{number(BORN, serial)};Åse Øvre" for serial in range(3)]
    rows[1] = rows[1].replace(";", ';"')
    assert [one.is_wrong for one in looked_at("fnr;navn\n" + "\n".join(rows)).lines] == [False, True, False]


def test_a_number_that_a_spreadsheet_has_wrapped_is_read_and_one_that_lost_its_zero_is_not_guessed_at() -> None:
    assert line(f'"=""{number(BORN)}""";Åse Øvre').identity_number == number(BORN)
    assert line(f"'{number(BORN)};Åse Øvre").identity_number == number(BORN)
    assert number(date(1961, 2, 3))[0] == "0"
    assert faults(line(f"{number(BORN)[1:]};Åse Øvre")) == [LineFault.NUMBER_LENGTH]


def test_d_numbers_are_read_and_synthetic_ones_only_where_allowed() -> None:
    d_number = identity_number.synthetic(birth_date=BORN, serial=0, d_number=True).digits
    assert line(f"{d_number};Åse Øvre").birth_date == BORN
    (found,) = read(
        io.BytesIO(f"fnr;navn\n{d_number};Åse Øvre\n".encode()), gps=[], synthetic_allowed=False
    ).lines  # fmt: skip
    assert faults(found) == [LineFault.NUMBER_SYNTHETIC]


def test_the_same_number_twice_is_taken_once() -> None:
    found = looked_at(f"fnr;navn\n{number(BORN)};Åse Øvre\n{number(BORN)};Åse Øvrebø\n").lines
    assert [one.notes for one in found] == [(), ((LineFault.TWICE, "2"),)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", FileFault.EMPTY), ("\n\n;;\n", FileFault.EMPTY), ("navn;e-post\nx;y", FileFault.NO_NUMBER_COLUMN),
     ("fnr;e-post\nx;y", FileFault.NO_NAME_COLUMN), ("fnr;navn;navn\n", FileFault.COLUMN_TWICE),
     (b"PK\x03\x04 a spreadsheet", FileFault.NO_TEXT), ("fnr;navn\n".encode("utf-16"), FileFault.NO_TEXT),
     (b"\x00" * 100, FileFault.NO_TEXT)],
)  # fmt: skip
def test_what_is_no_list_of_patients_says_so(text: str | bytes, said: FileFault) -> None:
    assert fault(text) is said


def test_two_million_lines_are_refused_before_they_are_read() -> None:
    assert fault(b"fnr;navn\n" + b";\n" * 2_000_000) is FileFault.TOO_MANY_LINES
    assert fault(b"fnr;navn\n" + b"12345678901;A B\n" * 2_000_000) is FileFault.TOO_LARGE

    class Endless(io.BytesIO):
        """A file that has no end: only as much as may be is ever asked for."""

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= MOST_BYTES + 1
            return b"x" * size

    with pytest.raises(UnreadableFile):
        read(Endless(), gps=[], synthetic_allowed=True)


def test_as_many_lines_as_may_be_are_read_and_not_one_more() -> None:
    row = b"1;A\n"
    assert len(looked_at(b"fnr;navn\n" + row * MOST_LINES).lines) == MOST_LINES
    assert fault(b"fnr;navn\n" + row * (MOST_LINES + 1)) is FileFault.TOO_MANY_LINES


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_they_are_read_or_refused(data: bytes) -> None:
    for whole in (data, b"fnr;navn\n" + data):
        with contextlib.suppress(UnreadableFile):
            assert len(looked_at(whole).lines) <= len(whole)
