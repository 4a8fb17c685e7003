"""The demo that all journeys go through, and what a test may see of it from behind: messages, tables, processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from legesvar.cli import database_roles, embedded_postgres, placeholders
from legesvar.cli.demo_people import PATIENTS, STAFF
from tests import demos
from tests.demos import Running, wait_for

PATIENCE = 20
NUMBERS = {somebody.name: somebody.number for somebody in (*STAFF.values(), *PATIENTS.values())}


class Portal(Running):
    """A running demo."""

    def messages(self, to: str, about: str) -> list[dict[str, str]]:
        """Return the e-mails and SMS to somebody that lead to a dialogue."""
        sent = json.loads(self.get("/demo/messages.json")[1])
        return [one for one in sent if one["to"] == to and about in one["body"]]

    def await_message(self, to: str, about: str, number: int = 1) -> dict[str, str]:
        """Wait for the n-th message to somebody about a dialogue."""
        wait_for(lambda: len(self.messages(to, about)) >= number, PATIENCE)
        return sorted(self.messages(to, about), key=lambda one: one["time"])[number - 1]

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into the tables as their owner, whom the wall does not stop."""
        with self._database() as database:
            return database.execute(query, values).fetchall()

    def change(self, statement: str, *values: Any) -> int:
        """Change the tables as their owner; return how many rows were changed."""
        with self._database() as database:
            return database.execute(statement, values).rowcount

    def forget_sessions_of(self, name: str) -> None:
        """Let half an hour and a minute pass for whoever is logged in by this name."""
        long_ago = "seen_at - interval '31 minutes'"
        changed = self.change(
            f"""UPDATE identity_session SET seen_at = {long_ago} WHERE ended_at IS NULL AND (
            person_id IN (SELECT id FROM identity_person WHERE identity_number = %s) OR
            account_id IN (SELECT id FROM identity_account WHERE identity_number = %s))""",
            NUMBERS[name], NUMBERS[name],
        )  # fmt: skip
        assert changed

    def dialogues_of(self, name: str) -> int:
        """Count somebody's dialogues at all clinics."""
        return self.ask(
            "SELECT count(*) FROM dialogues_dialogue WHERE person_id = "
            "(SELECT id FROM identity_person WHERE identity_number = %s)", NUMBERS[name],
        )[0][0]  # fmt: skip

    @contextmanager
    def without_its_worker(self) -> Iterator[None]:
        """Hold `legesvar work` still until the block ends."""
        worker = self.worker()
        os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    @contextmanager
    def without_table(self, table: str) -> Iterator[None]:
        """Let a table be missing until the block ends."""
        self.change(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            self.change(f"ALTER TABLE {table}_away RENAME TO {table}")

    def verify_audit(self) -> subprocess.CompletedProcess[str]:
        """Run `legesvar verify-audit` on the demo's database."""
        return subprocess.run(
            [sys.executable, "-m", "legesvar.cli", "verify-audit"], env=self._settings(), capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip

    def found_clinic(self, name: str, organisation_number: str, administrator: str) -> None:
        """Run `legesvar found-clinic`, as whoever runs the portal does."""
        facts = {
            "name": name, "phone": "22 00 11 22", "street": "Storgata 1", "postcode": "0155", "city": "Oslo",
            "organisation-number": organisation_number, "account-number": "86011117947",
            "administrator": administrator,
        }  # fmt: skip
        subprocess.run(
            [
                sys.executable, "-m", "legesvar.cli", "found-clinic",
                *(part for key, value in facts.items() for part in (f"--{key}", value)),
            ],
            env=self._settings() | {"LEGESVAR_SYNTHETIC_IDENTITIES": "yes"}, input=NUMBERS[administrator],
            text=True, check=True, timeout=120,
        )  # fmt: skip

    def _settings(self) -> dict[str, str]:
        kept = json.loads((self.data_dir / "secrets.json").read_text())
        made = placeholders.NOWHERE | {
            "DATABASE_URL": self._server().url(database_roles.APP),
            "SECRET_KEY": kept["secret_key"],
            "OIDC_PATIENT_CLIENT_SECRET": kept["patients_client"],
            "OIDC_STAFF_CLIENT_SECRET": kept["staff_client"],
        }
        return demos.environment() | {f"LEGESVAR_{name}": value for name, value in made.items()}

    def _server(self) -> embedded_postgres.Server:
        return embedded_postgres.start(self.data_dir / "database", durable=True)

    def _database(self) -> psycopg.Connection:
        return psycopg.connect(self._server().url())
