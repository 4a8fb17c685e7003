"""One PostgreSQL for all tests of a checkout: started by the first run that needs it, stopped by the last.

Also a pytest plugin (`-p legesvar.cli.server_for_tests`), because the settings read the database's address before any
conftest.py is loaded.
"""

import fcntl
import os
import shutil
from pathlib import Path
from typing import IO

import pytest

from legesvar.cli import embedded_postgres

VARIABLE = "LEGESVAR_TEST_DATABASE_URL"
CHECKOUT = Path(__file__).resolve().parents[3]
DATA_DIR = CHECKOUT / ".demo" / "test-pg"

_user_lock: IO[str] | None = None


def ensure_test_server() -> str:
    """Start or attach the checkout's server for tests and return its address, as the role that owns the tables.

    LEGESVAR_TEST_DATABASE_URL names another server instead, such as the oldest version we support; its role must be
    able to create databases and to step down to `legesvar_app` (see `database_roles.prepare`).
    """
    if VARIABLE not in os.environ:
        _announce()
        os.environ[VARIABLE] = _start().url()
    return os.environ[VARIABLE]


def release_test_server() -> None:
    """Stop the server that `ensure_test_server` of this process started or attached, unless another run uses it."""
    global _user_lock
    if _user_lock is None:
        return
    try:
        fcntl.flock(_user_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        embedded_postgres.stop(DATA_DIR)
    _user_lock.close()
    _user_lock = None
    del os.environ[VARIABLE]


def _announce() -> None:
    """Hold the door: a shared lock that goes with this process, however it ends."""
    global _user_lock
    DATA_DIR.parent.mkdir(parents=True, exist_ok=True)
    _user_lock = open(DATA_DIR.parent / "test-pg.users", "w")  # noqa: SIM115 - held until the run ends
    fcntl.flock(_user_lock, fcntl.LOCK_SH)


def _start() -> embedded_postgres.Server:
    try:
        return embedded_postgres.start(DATA_DIR, durable=False)
    except embedded_postgres.EmbeddedPostgresError:
        if not (DATA_DIR / "PG_VERSION").exists():
            raise
        # Unflushed data of a machine that lost power; there is nothing in it to keep.
        shutil.rmtree(DATA_DIR)
        return embedded_postgres.start(DATA_DIR, durable=False)


ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests-" * 4,
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "FILES_URL": (CHECKOUT / ".demo" / "test-files").as_uri(),
    "MAIL_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "ikke-svar@portal.example",
    "SMS_URL": "json://127.0.0.1:1/sms?:to={to}",
    "SYNTHETIC_IDENTITIES": "yes",
    "LOG_FORMAT": "console",
    "OIDC_PATIENT_ISSUER": "http://127.0.0.1:1/idporten",
    "OIDC_PATIENT_CLIENT_ID": "legesvar-pasient",
    "OIDC_PATIENT_CLIENT_SECRET": "bare-til-proving-0123456789",
    "OIDC_STAFF_ISSUER": "http://127.0.0.1:1/helseid",
    "OIDC_STAFF_CLIENT_ID": "legesvar-klinikk",
    "OIDC_STAFF_CLIENT_SECRET": "bare-til-proving-0123456789",
    "DATABASE_ROLE": "legesvar_app",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Set what the settings read, before they are read."""
    os.environ["LEGESVAR_DATABASE_URL"] = ensure_test_server()
    for name, value in ENVIRONMENT.items():
        os.environ["LEGESVAR_" + name] = value


def pytest_unconfigure() -> None:
    release_test_server()
