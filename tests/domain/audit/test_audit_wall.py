"""Who may add to the trace, who sees what of it, and that nobody but the owner can change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from legesvar.core import wall
from legesvar.core.actor import NOBODY, Actor, Mandate, Role, patient, representative, staff, system
from legesvar.domain.audit import commands, selectors
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry

Connect = Callable[..., psycopg.Connection]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SYSTEM = system("test")
KARI, OLA = patient(person_id=11, name="Kari"), patient(person_id=12, name="Ola")
HERE = staff(clinic_id=1, staff_id=1, account_id=1, role=Role.FASTLEGE, name="Lege her")
THERE = staff(clinic_id=2, staff_id=2, account_id=2, role=Role.SECRETARY, name="Sekretær der")
PARENT = representative(
    person_id=11, acting_person_id=19, name="Mor", mandates=(Mandate(1), Mandate(2))
)  # fmt: skip


def leave(actor: Actor, event: Event = Event.DIALOGUE_OPENED_BY_CLINIC, **facts: Any) -> None:
    with wall.acting_as(actor):
        commands.record(actor=actor, event=event, now=NOON, **facts)


def seen_by(actor: Actor) -> set[str]:
    with wall.acting_as(actor):
        return set(Entry.objects.values_list("actor_name", flat=True))


@pytest.mark.django_db
def test_staff_see_what_happened_at_their_own_clinic_only() -> None:
    leave(HERE, person_id=11)
    leave(THERE, person_id=11)
    assert seen_by(HERE) == {"Lege her"}
    assert seen_by(THERE) == {"Sekretær der"}


@pytest.mark.django_db
def test_patients_see_what_concerns_themselves_only_at_whatever_clinic() -> None:
    leave(HERE, person_id=11)
    leave(THERE, person_id=11)
    leave(HERE, person_id=12)
    leave(OLA, Event.LOGGED_IN)
    assert seen_by(KARI) == {"Lege her", "Sekretær der"}
    assert seen_by(OLA) == {"Lege her", "Ola"}


@pytest.mark.django_db
def test_a_parent_does_not_see_what_is_hidden_from_parents() -> None:
    leave(HERE, person_id=11, hidden=True)
    leave(THERE, person_id=11)
    assert seen_by(PARENT) == {"Sekretær der"}
    assert seen_by(KARI) == {"Lege her", "Sekretær der"}


@pytest.mark.django_db
def test_without_a_scope_nothing_is_seen() -> None:
    leave(HERE, person_id=11)
    assert list(Entry.objects.all()) == []


@pytest.mark.django_db
def test_the_trace_of_a_thing_comes_newest_first_and_only_as_far_as_one_may_see() -> None:
    about = uuid4()
    leave(HERE, about=about, person_id=11, reason="first")
    with wall.acting_as(HERE):
        commands.record(actor=HERE, event=Event.DIALOGUE_CLOSED, now=NOON.replace(hour=13), about=about, person_id=11)
    leave(HERE, about=uuid4(), person_id=11)
    with wall.acting_as(HERE):
        traces = selectors.entries_about(HERE, about)
    assert [trace.event for trace in traces] == [Event.DIALOGUE_CLOSED, Event.DIALOGUE_OPENED_BY_CLINIC]
    assert (traces[1].role, traces[1].actor_name, traces[1].details) == (Role.FASTLEGE, "Lege her", {"reason": "first"})
    for other in (THERE, OLA):
        with wall.acting_as(other):
            assert selectors.entries_about(other, about) == []
    with wall.acting_as(HERE):
        assert len(selectors.entries_about(HERE, about, limit=1)) == 1


@pytest.mark.django_db
def test_the_trace_of_a_thing_is_not_read_in_another_actors_scope() -> None:
    with wall.acting_as(THERE), pytest.raises(wall.OutsideTheWall):
        selectors.entries_about(HERE, uuid4())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scope", [nullcontext(), wall.acting_as(NOBODY)], ids=["none", "nobody's"])
def test_refused_access_is_recorded_without_a_scope(scope: AbstractContextManager[object]) -> None:
    with scope:
        commands.record_refused_access(actor=NOBODY, event=Event.LOGIN_REFUSED, now=NOON, reason="level")
    with wall.acting_as(SYSTEM):
        entry = Entry.objects.get()
    assert (entry.event, entry.role, entry.details) == ("login_refused", "anonymous", {"reason": "level"})


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_trace() -> None:
    def act() -> None:
        with wall.acting_as(HERE):
            commands.record(actor=HERE, event=Event.DIALOGUE_CLOSED, now=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert seen_by(SYSTEM) == set()


CHANGES = [
    "UPDATE audit_entry SET event = 'other'", "DELETE FROM audit_entry", "DROP TABLE audit_entry",
    "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY", "SELECT 1 FROM audit_entry FOR UPDATE",
    "UPDATE audit_seal SET entries = 0", "DELETE FROM audit_seal", "DROP TABLE audit_seal",
    "UPDATE audit_epoch SET txid_offset = 0", "SELECT audit_begin_epoch()",
    "CREATE OR REPLACE FUNCTION audit_txid() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "INSERT INTO audit_entry (id, at, event, role, actor_name, details, request_id, txid) "
    "VALUES (gen_random_uuid(), now(), '', '', '', '{}', '', 1)",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_cannot_change_what_is_in_the_trace(statement: str) -> None:
    leave(HERE)
    with (
        wall.acting_as(SYSTEM),
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["SELECT * FROM {}", "DELETE FROM {}", "UPDATE {} SET event = ''", "TABLE {}"])
def test_no_month_can_be_reached_around_the_wall_by_its_own_name(statement: str) -> None:
    months = partitions()
    assert len(months) >= 5
    for month in months:
        with wall.acting_as(SYSTEM), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run(statement.format(month))


@pytest.mark.django_db(transaction=True)
def test_a_month_stays_shut_even_when_somebody_grants_the_right_to_read_it(owner: psycopg.Connection) -> None:
    leave(HERE, person_id=11)
    months = ", ".join(partitions())
    owner.execute(f"GRANT SELECT ON {months} TO {wall.APP_ROLE}")
    try:
        with wall.acting_as(SYSTEM):
            assert [row for month in partitions() for row in run(f"SELECT * FROM {month}")] == []
    finally:
        owner.execute(f"REVOKE SELECT ON {months} FROM {wall.APP_ROLE}")


@pytest.fixture
def fresh(connect: Connect) -> Iterator[BaseDatabaseWrapper]:
    """Migrate the trace into a database of its own: the tests' database grants TRUNCATE, to empty its tables."""
    server, name = connect(), f"{connection.settings_dict['NAME']}_fresh"
    server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    made = connections["fresh"] = connection.copy(alias="fresh")
    made.settings_dict["NAME"] = name
    made.settings_dict["OPTIONS"] = {k: v for k, v in made.settings_dict["OPTIONS"].items() if k != "assume_role"}
    try:
        MigrationExecutor(made).migrate([("audit", "0001_initial")])
        yield made
    finally:
        made.close()
        del connections["fresh"]
        server.execute(f"DROP DATABASE {name}")


def test_the_application_may_add_and_read_and_nothing_else(fresh: BaseDatabaseWrapper) -> None:
    with fresh.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, acl.privilege_type FROM pg_class c CROSS JOIN aclexplode(c.relacl) acl "
            "WHERE c.relname LIKE 'audit%%' AND acl.grantee IN (0, %s::regrole) ORDER BY 1, 2",
            [wall.APP_ROLE],
        )
        tables = cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT c.relname, acl.privilege_type, a.attname = 'txid' FROM pg_attribute a "
            "JOIN pg_class c ON c.oid = a.attrelid CROSS JOIN aclexplode(a.attacl) acl WHERE c.relname LIKE 'audit%%'"
        )
        columns = cursor.fetchall()
    assert tables == [("audit_entry", "SELECT"), ("audit_seal", "INSERT"), ("audit_seal", "SELECT")]
    assert columns == [("audit_entry", "INSERT", False)]


def test_the_tables_of_the_trace_can_be_taken_back_by_the_owner(fresh: BaseDatabaseWrapper) -> None:
    MigrationExecutor(fresh).migrate([("audit", None)])
    assert [name for name in fresh.introspection.table_names() if name.startswith("audit")] == []


@pytest.mark.django_db
def test_months_are_made_ahead_and_only_once() -> None:
    with wall.acting_as(SYSTEM):
        assert commands.make_months(actor=SYSTEM, today=date(2031, 11, 30), ahead=2) == 3
        assert commands.make_months(actor=SYSTEM, today=date(2031, 11, 30), ahead=2) == 0
        assert {"audit_entry_203111", "audit_entry_203112", "audit_entry_203201"} <= set(partitions())
        entry = Entry(at=datetime(2032, 1, 31, 23, 59, tzinfo=UTC), event="", role="", actor_name="")
        Entry.objects.bulk_create([entry])
        assert run("SELECT tableoid::regclass::text FROM audit_entry") == [("audit_entry_203201",)]


@pytest.mark.django_db
def test_a_month_that_came_too_late_leaves_its_entries_where_they_are() -> None:
    with wall.acting_as(SYSTEM):
        Entry.objects.bulk_create([Entry(at=datetime(2031, 12, 1, tzinfo=UTC), event="", role="", actor_name="")])
        assert commands.make_months(actor=SYSTEM, today=date(2031, 11, 30), ahead=2) == 2
        assert run("SELECT tableoid::regclass::text FROM audit_entry") == [("audit_entry_rest",)]


def run(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def partitions() -> list[str]:
    found = run("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass")
    return [row[0] for row in found]
