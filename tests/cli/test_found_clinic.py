"""`legesvar found-clinic`: all of it or nothing, and nothing on the pages that needs more."""

from __future__ import annotations

import io
from datetime import date

import pytest
from tests.personas import number

from legesvar.cli import found_clinic
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity.models import Account

pytestmark = pytest.mark.django_db
FACTS = {
    "--name": "Nyåpnet legekontor", "--phone": "22 00 11 22", "--street": "Storgata 1", "--postcode": "0155",
    "--city": "Oslo", "--organisation-number": "974760673", "--account-number": "86011117947",
    "--administrator": "Arne Administrator",
}  # fmt: skip


def found(monkeypatch: pytest.MonkeyPatch, typed: str, **changes: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    facts = FACTS | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return found_clinic.main([part for pair in facts.items() for part in pair])


def test_the_administrator_may_log_in_and_nobody_else(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    assert found(monkeypatch, number(date(1970, 6, 6))) == 0
    assert "Nyåpnet legekontor is founded" in capsys.readouterr().out
    account = Account.objects.get()
    ((member, name),) = clinics.memberships(account.id)
    assert (member.role, name) == ("administrator", "Nyåpnet legekontor")


def test_a_clinic_is_founded_once(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    for code in (0, 1):
        assert found(monkeypatch, number(date(1970, 6, 6))) == code
    assert "already" in capsys.readouterr().err
    assert Clinic.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "changes", "said"),
    [
        ("", {}, "identity number"), ("12345678901", {}, "identity number"), ("\0", {}, "identity number"),
        (None, {"organisation_number": "974760674"}, "Organisasjonsnummeret stemmer ikke"),
        (None, {"account_number": "1"}, "Kontonummeret stemmer ikke"), (None, {"postcode": "1"}, "fire siffer"),
        (None, {"name": " "}, "Skriv navnet"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_and_nothing_is_made(monkeypatch, capsys, typed, changes, said) -> None:
    typed = number(date(1970, 6, 6)) if typed is None else typed
    assert found(monkeypatch, typed, **changes) == 1
    assert said in capsys.readouterr().err
    assert not Clinic.objects.exists()
    assert not Account.objects.exists()
