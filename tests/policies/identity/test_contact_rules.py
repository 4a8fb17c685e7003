"""Addresses made uniform, codes that lock, and when somebody is asked if what we have is right (ID-4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from legesvar.domain.identity import contacts
from legesvar.domain.identity.policies import Asking, ContactRefusal, asking, code_refusal, months_between

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("912 34 567", "+4791234567"), ("+47 412 34 567", "+4741234567"), ("0047 91234567", "+4791234567"),
        ("+46 70 123 45 67", "+46701234567"), ("(+47) 912-34-567", "+4791234567"), ("22 00 11 22", None),
        ("+47 22001122", None), ("113", None), ("+1", None), ("91234567x", None), ("", None),
    ],
)  # fmt: skip
def test_a_mobile_number_is_made_uniform_or_refused(written: str, number: str | None) -> None:
    assert contacts.mobile(written) == number


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Kari@Eksempel.NO ", "Kari@eksempel.no"), ("kari+lege@sub.eksempel.no", "kari+lege@sub.eksempel.no"),
        ("kari@blåbær.no", "kari@blåbær.no"), ("kari@eksempel", None), ("kari", None), ("a@b@c.no", None),
        ("a..b@c.no", None), (".a@c.no", None), ("a@-c.no", None), ("a@c.no\r\nBcc: d@e.no", None),
        ("a@127.0.0.1", None),
    ],
)  # fmt: skip
def test_an_email_address_is_made_uniform_or_refused(written: str, address: str | None) -> None:
    assert contacts.email(written) == address


def test_a_hash_is_worth_nothing_for_another_verification_or_key() -> None:
    one, key = uuid4(), b"k" * 32
    kept = contacts.code_hash("123456", one, key)
    assert contacts.is_same(kept, contacts.code_hash("123 456", one, key))
    assert not contacts.is_same(kept, contacts.code_hash("123456", uuid4(), key))
    assert not contacts.is_same(kept, contacts.code_hash("123456", one, b"l" * 32))


def test_codes_have_six_digits() -> None:
    assert {len(contacts.new_code()) for _ in range(200)} == {6}


@pytest.mark.parametrize(
    ("tries", "ended", "left", "reason"),
    [
        (0, False, 1, None), (4, False, 1, None), (5, False, 1, ContactRefusal.LOCKED),
        (0, False, 0, ContactRefusal.EXPIRED), (0, True, 1, ContactRefusal.USED), (5, True, 0, ContactRefusal.USED),
    ],
)  # fmt: skip
def test_when_a_code_can_be_tried(tries: int, ended: bool, left: int, reason: ContactRefusal | None) -> None:
    expires = NOW + timedelta(seconds=left)
    assert code_refusal(tries=tries, ended=ended, expires_at=expires, now=NOW) == reason


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2025, 5, 22), date(2026, 11, 21), 17), (date(2025, 5, 22), date(2026, 11, 22), 18),
        (date(2025, 8, 31), date(2026, 2, 28), 5), (date(2026, 1, 1), date(2026, 1, 31), 0),
    ],
)  # fmt: skip
def test_whole_months_are_counted(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("reachable", "failing", "confirmed", "put_off", "expected"),
    [
        (True, False, date(2025, 5, 23), False, Asking.NO), (True, False, date(2025, 5, 22), False, Asking.MAY_WAIT),
        (True, False, date(2025, 5, 22), True, Asking.NOW), (False, False, date(2020, 1, 1), False, Asking.NO),
        (True, True, date(2026, 11, 1), False, Asking.MAY_WAIT), (True, True, date(2026, 11, 1), True, Asking.NOW),
    ],
)  # fmt: skip
def test_after_18_months_one_is_asked_and_may_put_it_off_once(
    reachable: bool, failing: bool, confirmed: date, put_off: bool, expected: Asking
) -> None:
    said = asking(
        reachable=reachable, failing=failing, confirmed=confirmed, put_off=put_off, today=date(2026, 11, 22)
    )  # fmt: skip
    assert said is expected
