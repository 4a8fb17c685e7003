from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from legesvar.domain.audit.verification import Kind

if TYPE_CHECKING:
    from tests.domain.audit.conftest import Trace

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = (
    "txid >= (SELECT from_txid FROM audit_seal WHERE number = 2) "
    "AND txid < (SELECT to_txid FROM audit_seal WHERE number = 2)"
)
COPIED = (
    "gen_random_uuid(), clinic_id, person_id, hidden, at, event, role, actor_name, account_id, acting_person_id, "
    "about, details, request_id, txid"
)
CHANGES = [
    "clinic_id = 2", "person_id = 2", "hidden = true", "at = at + interval '1 microsecond'", "at = 'infinity'",
    "event = 'logged_out'", "role = 'patient'", "actor_name = 'Noen andre'", "account_id = 2", "acting_person_id = 2",
    "about = gen_random_uuid()", "details = '{}'", "details = '{\"reason\": \"entry 1 \"}'", "request_id = 'other'",
    "id = gen_random_uuid()",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_found_in_its_seal(trace: Trace, owner: psycopg.Connection, change: str) -> None:
    trace.leave_sealed(3)
    assert owner.execute(f"UPDATE audit_entry SET {change} WHERE {SECOND}").rowcount == 1
    assert [(fault.kind, fault.seal) for fault in trace.verify().faults] == [(Kind.ENTRY_CHANGED, 2)]


def test_a_removed_entry_is_found_in_its_seal(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(3)
    assert owner.execute(f"DELETE FROM audit_entry WHERE {SECOND}").rowcount == 1
    fault = only(trace)
    assert (fault.kind, fault.seal, fault.count) == (Kind.ENTRIES_REMOVED, 2, 1)
    assert fault.after
    assert fault.before
    assert fault.after < fault.before


def test_an_entry_put_in_afterwards_is_found(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(3)
    owner.execute(f"INSERT INTO audit_entry SELECT {COPIED} FROM audit_entry WHERE {SECOND}")
    fault = only(trace)
    assert (fault.kind, fault.seal, fault.count) == (Kind.ENTRIES_ADDED, 2, 1)


def test_an_entry_moved_to_another_time_is_missed_in_one_seal_and_found_in_the_other(
    trace: Trace, owner: psycopg.Connection
) -> None:
    trace.leave_sealed(3)
    owner.execute(f"UPDATE audit_entry SET txid = (SELECT to_txid FROM audit_seal WHERE number = 2) WHERE {SECOND}")
    assert [(fault.kind, fault.seal) for fault in trace.verify().faults] == [
        (Kind.ENTRIES_REMOVED, 2), (Kind.ENTRIES_ADDED, 3),
    ]  # fmt: skip


def test_two_entries_that_changed_places_are_found(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(2)
    swapped = "'entry ' || 1 - substr(details->>'reason', 7)::int"
    owner.execute(f"UPDATE audit_entry SET details = jsonb_build_object('reason', {swapped})")
    assert [(fault.kind, fault.seal) for fault in trace.verify().faults] == [
        (Kind.ENTRY_CHANGED, 1), (Kind.ENTRY_CHANGED, 2),
    ]  # fmt: skip


def test_a_removed_seal_is_found_and_the_others_are_still_checked(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(4)
    owner.execute("DELETE FROM audit_seal WHERE number IN (2, 3)")
    fault = only(trace)
    assert (fault.kind, fault.seal, fault.count) == (Kind.SEALS_MISSING, 2, 2)


def test_seals_that_were_removed_and_numbered_anew_are_found(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(3)
    owner.execute("DELETE FROM audit_seal WHERE number = 2")
    owner.execute("UPDATE audit_seal SET number = 2 WHERE number = 3")
    assert {fault.kind for fault in trace.verify().faults} >= {Kind.CHAIN_BROKEN, Kind.STRETCH_UNSEALED}


@pytest.mark.parametrize(
    ("change", "kind", "seal"),
    [
        ("hash = repeat('0', 64)", Kind.ENTRY_CHANGED, 2),
        ("sealed_at = sealed_at + interval '1 microsecond'", Kind.ENTRY_CHANGED, 2),
        ("entries = 0", Kind.ENTRIES_ADDED, 2),
        ("previous = repeat('0', 64)", Kind.CHAIN_BROKEN, 2),
        ("from_txid = from_txid + 1", Kind.STRETCH_UNSEALED, 2),
        ("to_txid = to_txid + 1", Kind.ENTRY_CHANGED, 2),
        ("number = 9", Kind.SEALS_MISSING, 2),
    ],
)
def test_a_changed_seal_is_found(trace: Trace, owner: psycopg.Connection, change: str, kind: Kind, seal: int) -> None:
    trace.leave_sealed(3)
    owner.execute(f"UPDATE audit_seal SET {change} WHERE number = 2")
    first = trace.verify().faults[0]
    assert (first.kind, first.seal) == (kind, seal)


def test_an_emptied_trace_with_its_seals_left_is_found(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(2)
    owner.execute("TRUNCATE audit_entry")
    assert [fault.kind for fault in trace.verify().faults] == [Kind.ENTRIES_REMOVED, Kind.ENTRIES_REMOVED]


def test_an_end_that_was_cut_off_is_found_by_a_hash_kept_elsewhere(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(3)
    last = trace.verify().last
    assert last
    kept = {last.number: last.hash}
    assert trace.verify(kept).is_intact
    owner.execute("DELETE FROM audit_entry WHERE txid >= (SELECT from_txid FROM audit_seal WHERE number = 3)")
    owner.execute("DELETE FROM audit_seal WHERE number = 3")
    assert trace.verify().is_intact, "nothing in the database can tell"
    assert [(fault.kind, fault.seal) for fault in trace.verify(kept).faults] == [(Kind.NOT_AS_KNOWN, 3)]


def test_a_chain_made_anew_is_found_by_a_hash_kept_elsewhere(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(2)
    kept = {2: trace.verify().last.hash}
    owner.execute("TRUNCATE audit_seal")
    trace.seal_all()
    trace.leave_sealed(1)
    assert trace.verify().is_intact
    assert [fault.kind for fault in trace.verify(kept).faults] == [Kind.NOT_AS_KNOWN]


def test_what_is_not_sealed_yet_is_counted_and_is_no_fault(trace: Trace) -> None:
    trace.leave_sealed(1)
    trace.leave()
    trace.leave()
    report = trace.verify()
    assert report.is_intact
    assert (report.sealed, report.unsealed) == (1, 2)
    assert report.oldest_unsealed == "2026-03-02T12:00:02.000000Z"


def test_an_empty_trace_is_intact(trace: Trace) -> None:
    report = trace.verify()
    assert report.is_intact
    assert (report.seals, report.last) == (0, None)


def only(trace: Trace) -> object:
    faults = trace.verify().faults
    assert len(faults) == 1, faults
    return faults[0]
