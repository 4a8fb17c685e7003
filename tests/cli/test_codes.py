"""`legesvar codes`: a list of diagnoses is loaded whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from legesvar.cli import codes
from legesvar.domain.diagnoses.models import Code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_loaded_however_it_was_saved(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    path = tmp_path / "icpc2.csv"
    path.write_bytes("kode;tittel\nH01;Øreverk\n".encode(encoding))
    assert codes.main([str(path)]) == 0
    assert capsys.readouterr().out == "1 codes can be chosen now.\n"
    assert Code.objects.get().title == "Øreverk"


@pytest.mark.parametrize("content", ["", "kode;tittel\nH1;x\n", "\0"])
def test_a_broken_list_is_not(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    path = tmp_path / "icpc2.csv"
    path.write_text(content)
    assert codes.main([str(path)]) == 1
    assert "Nothing was loaded" in capsys.readouterr().err
    assert not Code.objects.exists()


def test_a_list_that_is_not_there_is_said_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes.main(["/nowhere/icpc2.csv"]) == 1
    assert "Nothing was loaded" in capsys.readouterr().err


def test_the_short_list_comes_along(db: None) -> None:
    assert codes.main(["-"]) == 0
    assert Code.objects.filter(in_use=True).count() > 50
