"""A database with a hundred thousand invented messages, made once for all runs of a version and only read from."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from legesvar.cli import seeding
from legesvar.cli.seeding.fill import fill
from legesvar.cli.server_for_tests import CHECKOUT
from legesvar.core import clock, wall
from tests import conftest as base

PREFIX = "legesvar_seeded_"
SIZE = {"clinics": 2, "patients": 4_000, "dialogues": 25_000, "messages_per_dialogue": 4.0}

# One draft each, as if all were writing at once: the seed itself leaves none.
DRAFTS = """
INSERT INTO dialogues_draft (clinic_id, person_id, hidden, public_id, kind, author_person_id, not_urgent, texts,
    created_at, updated_at)
SELECT clinic_id, person_id, false, gen_random_uuid(), 'e_consultation', person_id, true, '{}', now(), now()
FROM patients_patient
"""

# As if nobody had ever paid in time: the seed marks none.
UNPAID = """
INSERT INTO billing_overdue (clinic_id, person_id, hidden, invoice_id, marked_at, marked_by)
SELECT clinic_id, person_id, false, id, now(), 'Siri Skrankestad' FROM billing_invoice WHERE credits_id IS NULL
"""


@pytest.fixture(scope="session")
def seeded_name(django_db_blocker: Any) -> str:
    """Make the database, unless an earlier run has, and return its name."""
    name = PREFIX + _version()
    with open(CHECKOUT / ".demo" / "seeded.lock", "w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        with base._maintenance() as server:
            known = {row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in known:
            before = settings.DATABASES["default"]["NAME"], settings.DATABASES["default"]["OPTIONS"]
            _make(name, {old for old in known if old.startswith(PREFIX)})
            base._use(before[0], role=before[1].get("assume_role", ""))
    return name


@pytest.fixture
def seeded(seeded_name: str, django_db_blocker: Any) -> Iterator[None]:
    """Let the test read the seeded database, behind the wall as in production."""
    before = settings.DATABASES["default"]["NAME"], settings.DATABASES["default"]["OPTIONS"]
    with django_db_blocker.unblock():
        base._use(seeded_name, role=wall.APP_ROLE)
        yield
        base._use(before[0], role=before[1].get("assume_role", ""))


def _make(name: str, outdated: set[str]) -> None:
    base._make_template()
    building = PREFIX + "building"
    with base._maintenance() as server:
        for old in {building, *outdated}:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(*base._names(old)))
        template = base.TEMPLATE + base._fingerprint()
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*base._names(building, template)))
    base._use(building, role="")
    fill(connection, random_seed=1, now=clock.now(), **SIZE)
    with connection.cursor() as cursor:
        cursor.execute(DRAFTS)
        cursor.execute(UNPAID)
        cursor.execute("VACUUM (ANALYZE) dialogues_draft, billing_overdue")
    connections.close_all()
    with base._maintenance() as server:
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*base._names(building, name)))


def _version() -> str:
    digest = hashlib.sha256(base._fingerprint().encode())
    for path in sorted([*Path(seeding.__file__).parent.glob("*.py"), Path(__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
