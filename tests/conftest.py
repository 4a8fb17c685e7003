"""What every test stands on: one template database per run, cloned per worker, behind the wall as in production."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation
from hypothesis import settings as examples
from psycopg import sql

from legesvar.cli.server_for_tests import CHECKOUT
from legesvar.core import wall

TEMPLATE = "legesvar_template"
pytest_plugins = ["tests.personas", "tests.consultations", "tests.browsers", "tests.web.belongings", "tests.seeded"]

# What a promise takes depends on what else the machine does, and is measured in benchmarks/.
examples.register_profile("house", deadline=None)
examples.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """Let there be a directory of gathered files, so that a server can start where nobody has gathered any."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrate one template as the owner, clone it for this worker, and stand behind the wall as the app's role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # Two runs in one checkout must not share a clone.
    name = f"legesvar_{worker}_{os.getppid() if worker != 'main' else os.getpid()}"
    with django_db_blocker.unblock():
        _make_template()
        with _maintenance() as server:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*_names(name, TEMPLATE + _fingerprint())))
        _use(name, role=wall.APP_ROLE)
        yield
        connections.close_all()
        with _maintenance() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(*_names(name)))


def _make_template() -> None:
    with open(CHECKOUT / ".demo" / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = TEMPLATE + _fingerprint()
        with _maintenance() as server:
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            building = name + "_building"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(*_names(building)))
            server.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(*_names(building)))
        _use(building, role="")
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {wall.APP_ROLE}")
        connections.close_all()
        with _maintenance() as server:
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*_names(building, name)))


def _fingerprint() -> str:
    """Name the template after the migrations it was made by, so that a changed one is made anew."""
    digest = hashlib.sha256()
    source = Path(wall.__file__).parents[1]
    for path in sorted([*source.glob("domain/*/migrations/*.py"), source / "core" / "raise_wall.py"]):
        digest.update(path.name.encode() + path.read_bytes())
    return "_" + digest.hexdigest()[:12]


def _names(*names: str) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["LEGESVAR_DATABASE_URL"], autocommit=True)


def _use(name: str, *, role: str) -> None:
    connections.close_all()
    database = settings.DATABASES["default"]
    database["NAME"] = name
    connection.settings_dict["NAME"] = name
    options = dict(database["OPTIONS"])
    options.pop("assume_role", None)
    if role:
        options["assume_role"] = role
    database["OPTIONS"] = connection.settings_dict["OPTIONS"] = options


@pytest.fixture(autouse=True)
def _bokmal_again() -> Iterator[None]:
    """After a test whose pages spoke another language, speak bokmål again: a language stays with its thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions, empty the queue too: Django does not know its tables."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")
