"""The file of codes: read whole or not at all; and when a diagnosis is needed."""

from __future__ import annotations

from itertools import product

import pytest

from legesvar.cli.often_used_codes import OFTEN_USED
from legesvar.domain.diagnoses.code_list import CodeLine, read
from legesvar.domain.diagnoses.policies import Refusal, closing_refused
from legesvar.domain.diagnoses.settings import DiagnosisSettings
from legesvar.domain.journal.kinds import Omitted, Omitting
from legesvar.domain.journal.policies import Refusal as JournalRefusal
from legesvar.domain.journal.policies import omitting_refused
from legesvar.domain.journal.settings import JournalSettings


@pytest.mark.parametrize(
    "written",
    [
        "kode;tittel\nR05;Hoste\n", "\ufeffkode,tittel\r\nR05,Hoste\r\n", "Tittel;Kode;annet\nHoste;r05;x",
        'kode,tittel\nR05,"Hoste"',
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_was_saved(written: str) -> None:
    assert read(written) == [CodeLine("R05", "Hoste")]


@pytest.mark.parametrize(
    "written",
    [
        "", "kode;tittel\n", "R05;Hoste\n", "kode;navn\nR05;Hoste", "kode;tittel\nR5;Hoste", "kode;tittel\nR05;\n",
        "kode;tittel\nR05;Hoste\n;Feber\n", "kode;tittel\nR05;" + "a" * 201, "\0", "kode;tittel\nR05\n",
        "kode;tittel\n<script>;x",
    ],
)  # fmt: skip
def test_a_list_with_one_wrong_line_is_not_used(written: str) -> None:
    with pytest.raises(ValueError, match=r"line|codes"):
        read(written)


def test_the_short_list_of_our_own_can_be_read() -> None:
    assert len(read(OFTEN_USED)) == len(OFTEN_USED.splitlines()) - 1


@pytest.mark.parametrize(("asks", "is_charged", "closing", "given", "has_one"), list(product((True, False), repeat=5)))
def test_a_diagnosis_is_needed_only_to_close_what_is_paid_for_where_the_clinic_asks(
    asks: bool, is_charged: bool, closing: bool, given: bool, has_one: bool
) -> None:
    refusal = closing_refused(
        DiagnosisSettings(asks=asks), is_charged=is_charged, closing=closing, given="R05" if given else "",
        has_one=has_one,
    )  # fmt: skip
    needed = asks and is_charged and closing and not given and not has_one
    assert refusal is (Refusal.MISSING if needed else None)


@pytest.mark.parametrize(("reason", "rule", "is_charged"), list(product([*Omitted, "tull"], Omitting, (True, False))))
def test_an_answer_stays_out_of_the_record_only_for_a_reason_that_holds(
    reason: str, rule: Omitting, is_charged: bool
) -> None:
    holds = {"", *([] if rule is Omitting.NEVER else ["elsewhere"] if is_charged else ["elsewhere", "practical"])}
    refusal = omitting_refused(reason, rule, is_charged=is_charged)
    assert refusal is (None if reason in holds else JournalRefusal.MUST_BE_JOURNALED)


def test_a_rule_that_nobody_knows_is_not_set() -> None:
    assert JournalSettings(omitting="never").omitting is Omitting.NEVER
    with pytest.raises(ValueError, match="sometimes"):
        JournalSettings(omitting="sometimes")
