from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from legesvar.cli import verify_audit
from legesvar.domain.audit.verification import Kind, Report

if TYPE_CHECKING:
    from tests.domain.audit.conftest import Trace


@pytest.mark.django_db(transaction=True)
def test_an_intact_trace_ends_with_zero_and_names_the_last_seal(
    trace: Trace, capsys: pytest.CaptureFixture[str]
) -> None:
    trace.leave_sealed(2)
    assert verify_audit.main([]) == 0
    said = capsys.readouterr().out
    assert "Kontrollerte 2 segl med 2 linjer" in said
    assert "Alt som er forseglet, er uendret." in said
    last = said.split("Siste segl: ")[1].split()[0]
    assert verify_audit.main(["--kjent", last]) == 0


@pytest.mark.django_db(transaction=True)
def test_a_changed_entry_ends_with_one_and_says_where(
    trace: Trace, owner: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    trace.leave_sealed(2)
    owner.execute("DELETE FROM audit_entry WHERE txid >= (SELECT from_txid FROM audit_seal WHERE number = 2)")
    assert verify_audit.main([]) == 1
    said = capsys.readouterr().out
    assert "I segl 2 er det fjernet linjer. Antall: 1." in said
    assert "Forseglet etter 02.03.2026 kl. 13.00.01 og til og med 02.03.2026 kl. 13.00.02" in said


@pytest.mark.django_db(transaction=True)
def test_sealing_that_lags_behind_is_told(trace: Trace) -> None:
    trace.leave()
    report = trace.verify()
    assert not any("etter" in line for line in verify_audit.describe(report, trace.now))
    late = verify_audit.describe(report, trace.now + timedelta(hours=1))
    assert any(line.startswith("Forseglingen ligger etter.") for line in late)


@pytest.mark.parametrize("raw", ["7", "x:" + "0" * 64, "7:abc"])
def test_a_seal_that_cannot_be_read_is_refused(raw: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        verify_audit.main(["--kjent", raw])
    assert "skriv nummeret" in capsys.readouterr().err


def test_every_kind_of_fault_has_words() -> None:
    assert set(verify_audit.FOUND) == set(Kind)


def test_a_trace_broken_everywhere_is_told_in_few_lines(trace: Trace) -> None:
    report = Report(seals=900, sealed=0, unsealed=0, oldest_unsealed=None, last=None, broken=900, faults=())
    assert "Bare de 0 første feilene er vist." in verify_audit.describe(report, trace.now)
