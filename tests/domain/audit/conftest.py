"""A trace with committed transactions, and the owner who can tamper with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from legesvar.core import wall
from legesvar.core.actor import Actor, system
from legesvar.domain.audit import commands, selectors
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.verification import Report

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SYSTEM = system("test")


class Trace:
    """Acts, each in a transaction of its own, as the portal does them."""

    now = NOON

    def leave(self, *, actor: Actor = SYSTEM, event: Event = Event.LOGGED_IN, **facts: Any) -> None:
        self.now += timedelta(seconds=1)
        with wall.acting_as(actor):
            commands.record(actor=actor, event=event, now=self.now, **facts)

    def seal(self, limit: int = commands.ENTRIES_IN_A_SEAL) -> commands.Sealed | None:
        with wall.acting_as(SYSTEM):
            return commands.seal(actor=SYSTEM, now=self.now, limit=limit)

    def seal_all(self, limit: int = commands.ENTRIES_IN_A_SEAL) -> list[commands.Sealed]:
        """Seal until nothing is left; transactions in the server's other databases can hold it up for a moment."""
        seals, deadline = [], time.monotonic() + 60
        while self.verify().unsealed:
            assert time.monotonic() < deadline, "an open transaction somewhere on the server holds the sealing up"
            made = self.seal(limit)
            if made:
                seals.append(made)
            else:
                time.sleep(0.05)
        return seals

    def wait_for_other_databases(self) -> None:
        """Wait until every open transaction of the server began after the newest entry: then all can be sealed."""
        deadline = time.monotonic() + 60
        oldest = "audit_offset() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        while time.monotonic() < deadline:
            with wall.acting_as(SYSTEM), connection.cursor() as cursor:
                cursor.execute(f"SELECT max(txid) < {oldest} FROM audit_entry")
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.05)

    def leave_sealed(self, count: int) -> None:
        """Leave so many entries, each with a seal of its own."""
        for number in range(count):
            self.leave(reason=f"entry {number}")
            self.seal_all()

    def verify(self, known: dict[int, str] | None = None) -> Report:
        with wall.acting_as(SYSTEM):
            return selectors.verify(SYSTEM, known=known)


@pytest.fixture
def trace() -> Trace:
    return Trace()


@pytest.fixture
def connect(transactional_db: None) -> Iterator[Callable[..., psycopg.Connection]]:
    """Open further connections to the test's database; as the owner unless `role` says otherwise."""
    opened = []

    def open_one(role: str = wall.OWNER_ROLE, *, autocommit: bool = True) -> psycopg.Connection:
        connection.ensure_connection()
        made = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        opened.append(made)
        made.execute(f"SET ROLE {role}")
        made.autocommit = autocommit
        return made

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def owner(connect: Callable[..., psycopg.Connection]) -> Iterator[psycopg.Connection]:
    """Return the connection of somebody who owns the tables, and may therefore do anything to them."""
    made = connect()
    yield made
    made.execute("DELETE FROM audit_epoch WHERE number > 1")
    made.execute(
        "UPDATE audit_epoch SET txid_offset = 0, system_identifier = c.system_identifier FROM pg_control_system() c"
    )
