from __future__ import annotations

import re
import threading
import time
import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection

from legesvar.core import wall
from legesvar.core.actor import Role, staff, system
from legesvar.core.wall import APP_ROLE
from legesvar.domain.audit import commands, rows, selectors
from legesvar.jobs import bind

if TYPE_CHECKING:
    from tests.domain.audit.conftest import Trace

Connect = Callable[..., psycopg.Connection]
DOCTOR = staff(clinic_id=1, staff_id=1, account_id=1, role=Role.FASTLEGE, name="Lege")
ADD = (
    "INSERT INTO audit_entry (id, hidden, at, event, role, actor_name, details, request_id) "
    "SELECT gen_random_uuid(), false, now(), 'logged_in', 'system', 'several', '{}', '' FROM generate_series(1, %s)"
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_seals_follow_one_another_without_a_gap(trace: Trace) -> None:
    trace.leave_sealed(3)
    report = trace.verify()
    assert report.is_intact
    assert (report.seals, report.sealed, report.unsealed) == (3, 3, 0)


def test_nothing_new_makes_no_seal(trace: Trace) -> None:
    assert trace.seal() is None
    trace.leave_sealed(1)
    assert trace.seal() is None


def test_an_older_transaction_that_is_still_open_is_sealed_later_and_never_lost(trace: Trace, connect: Connect) -> None:
    trace.leave_sealed(1)
    slow = connect(APP_ROLE, autocommit=False)
    slow.execute(ADD, [1])
    trace.leave()
    assert trace.seal() is None, "the newer entry must wait for the older transaction, or that one's would be passed by"
    slow.commit()
    assert [seal.entries for seal in trace.seal_all()] in ([2], [1, 1])
    assert trace.verify().is_intact


def test_a_transaction_that_was_undone_leaves_no_hole(trace: Trace, connect: Connect) -> None:
    slow = connect(APP_ROLE, autocommit=False)
    slow.execute(ADD, [3])
    trace.leave()
    slow.rollback()
    assert sum(seal.entries for seal in trace.seal_all()) == 1
    assert trace.verify().is_intact


def test_entries_of_many_writers_are_each_sealed_once_while_they_write(trace: Trace, connect: Connect) -> None:
    writers, acts = 4, 40

    def write(mine: psycopg.Connection) -> None:
        for number in range(acts):
            with mine.transaction():
                mine.execute(ADD, [2])
                time.sleep(0.004 if number % 7 == 0 else 0)

    threads = [threading.Thread(target=write, args=(connect(APP_ROLE),)) for _ in range(writers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        trace.seal(limit=25)
    trace.seal_all()
    report = trace.verify()
    assert report.is_intact, report.faults
    assert report.sealed == writers * acts * 2


def test_two_sealers_do_not_seal_the_same_entries(trace: Trace, connect: Connect) -> None:
    trace.leave()
    other = connect(APP_ROLE, autocommit=False)
    other.execute("SELECT pg_advisory_xact_lock(%s)", [commands._SEALING])
    assert trace.seal() is None
    other.rollback()
    assert len(trace.seal_all()) == 1


def test_a_seal_ends_between_two_transactions_never_inside_one(trace: Trace, connect: Connect) -> None:
    writer = connect(APP_ROLE)
    for size in (3, 3, 10, 1):
        writer.execute(ADD, [size])
    trace.wait_for_other_databases()
    seals = trace.seal_all(limit=4)
    assert [seal.entries for seal in seals] == [3, 3, 10, 1]
    assert [seal.is_full for seal in seals] == [True, True, True, False]
    assert trace.verify().is_intact


def test_five_thousand_entries_are_sealed_fast_and_in_little_memory(trace: Trace, connect: Connect) -> None:
    writer = connect(APP_ROLE)
    for _ in range(10):
        writer.execute(ADD, [500])
    trace.wait_for_other_databases()
    tracemalloc.start()
    began = time.perf_counter()
    sealed = trace.seal()
    seconds = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sealed is not None
    assert sealed.entries == 5000
    assert seconds < 5, "a thousand acts a second must be sealable"
    assert peak < 16_000_000
    assert trace.verify().is_intact


def test_entries_are_found_by_their_number_and_not_by_reading_the_whole_trace(trace: Trace, connect: Connect) -> None:
    trace.leave()
    with wall.acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {rows.ENTRIES}", [5, 9])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    between = re.findall(r"Index Cond: \(\(txid >= \S*5\S*\) AND \(txid < \S*9\S*\)\)", plan)
    assert len(between) == plan.count("Index Scan using") > 0
    assert "Sort  (" not in plan


def test_only_somebody_who_sees_the_whole_trace_may_seal_or_verify(trace: Trace) -> None:
    trace.leave()
    with wall.acting_as(DOCTOR), pytest.raises(wall.OutsideTheWall):
        commands.seal(actor=DOCTOR, now=trace.now)
    with wall.acting_as(DOCTOR), pytest.raises(wall.OutsideTheWall):
        selectors.verify(DOCTOR)


def test_a_database_restored_in_another_cluster_verifies_and_goes_on(trace: Trace, owner: psycopg.Connection) -> None:
    # The old cluster had counted far beyond ours; some entries were not sealed yet when the dump was taken.
    owner.execute("UPDATE audit_epoch SET txid_offset = txid_offset + 1000000000000")
    trace.leave_sealed(2)
    trace.leave()
    owner.execute("UPDATE audit_epoch SET system_identifier = 1, txid_offset = 0")
    assert trace.verify().is_intact

    trace.leave()
    trace.leave()
    assert trace.verify().is_intact
    assert trace.verify().unsealed == 3
    assert sum(seal.entries for seal in trace.seal_all()) == 3
    assert trace.verify().is_intact
    assert _epochs(owner) == 2


def test_going_back_to_the_first_cluster_begins_a_third_epoch(trace: Trace, owner: psycopg.Connection) -> None:
    trace.leave_sealed(1)
    here = owner.execute("SELECT system_identifier FROM audit_epoch").fetchone()
    owner.execute("UPDATE audit_epoch SET system_identifier = 1")
    trace.leave_sealed(1)
    owner.execute("INSERT INTO audit_epoch SELECT 3, 1, txid_offset FROM audit_epoch WHERE number = 2")
    trace.leave_sealed(1)
    assert here is not None
    assert _epochs(owner) == 4
    assert trace.verify().is_intact


def test_first_acts_in_a_new_cluster_begin_one_epoch_together(
    trace: Trace, owner: psycopg.Connection, connect: Connect
) -> None:
    trace.leave_sealed(1)
    owner.execute("UPDATE audit_epoch SET system_identifier = 1")
    first, second = connect(APP_ROLE, autocommit=False), connect(APP_ROLE)
    first.execute(ADD, [1])
    waiting = threading.Thread(target=second.execute, args=(ADD, [1]))
    waiting.start()
    time.sleep(0.2)
    assert waiting.is_alive(), "no entry gets in under the old numbers"
    first.commit()
    waiting.join()
    assert _epochs(owner) == 2
    assert sum(seal.entries for seal in trace.seal_all()) == 2
    assert trace.verify().is_intact


def test_sealing_stops_with_a_clear_error_when_numbers_run_backwards(trace: Trace, owner: psycopg.Connection) -> None:
    owner.execute("UPDATE audit_epoch SET txid_offset = txid_offset + 1000000000000")
    trace.leave_sealed(1)
    owner.execute("UPDATE audit_epoch SET txid_offset = 0")
    with pytest.raises(commands.NumbersRunBackwards):
        trace.seal()
    owner.execute("SELECT audit_begin_epoch()")
    trace.leave_sealed(1)
    assert trace.verify().is_intact


def _epochs(owner: psycopg.Connection) -> int:
    found = owner.execute("SELECT count(*) FROM audit_epoch").fetchone()
    assert found is not None
    return int(found[0])


def test_the_job_goes_on_until_everything_is_sealed(trace: Trace, connect: Connect) -> None:
    writer = connect(APP_ROLE)
    for _ in range(3):
        writer.execute(ADD, [commands.ENTRIES_IN_A_SEAL // 2 + 1])
    trace.wait_for_other_databases()
    bind.seal(timestamp=0)
    report = trace.verify()
    assert (report.seals, report.unsealed) == (3, 0)
    assert report.is_intact
