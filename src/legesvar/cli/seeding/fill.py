"""`fill`: clinics, people and dialogues into a database, by its owner."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from legesvar.cli.seeding import calendar, clinics, invoices, kinds, people, plan, rows
from legesvar.cli.seeding.numbers import IdentityNumbers
from legesvar.core.actor import Actor, system
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt

BATCH = 20_000
MESSAGES_PER_DIALOGUE = 2.5
ACTOR = system("seed")

FILLED = (
    "identity_person", "identity_account", "patients_patient", "patients_exemption", "clinics_clinic", "clinics_staff",
    "files_file", "billing_consent", "billing_charge", "billing_invoice", "dialogues_dialogue", "dialogues_message",
    "dialogues_attachment", "work_item", "work_seen", "journal_entry", "notifications_notice", "audit_entry",
)  # fmt: skip

_CLINIC = """
INSERT INTO seed_clinic VALUES (%(clinic_id)s, %(name)s, %(tariff)s, %(code)s, %(day_ore)s, %(fee_ore)s,
    %(due_days)s, %(at_first_answer)s, %(payee)s)
"""
# The words of new messages gather, and go into the index of all words in few large heaps instead of many small ones.
# A batch is put in order in memory.
_ROOM = "SET gin_pending_list_limit = '256MB'; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'"


class CannotSeed(Exception):
    """The database cannot be filled; the text says why."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was added."""

    clinics: int
    patients: int
    dialogues: int
    messages: int
    invoices: int


def fill(
    connection: BaseDatabaseWrapper, *, clinics: int, patients: int, dialogues: int, random_seed: int, now: datetime,
    messages_per_dialogue: float = MESSAGES_PER_DIALOGUE, say: Callable[[str], None] = lambda _: None,
) -> Filled:  # fmt: skip
    """Add invented clinics, people and dialogues, as if the commands had been called over the last two years.

    Outside a transaction each batch of dialogues is one, so that a killed run leaves whole dialogues behind, and the
    next one issues the invoices that were left. The same arguments on an empty database give the same contents.

    :param connection: Django's default connection, as the role that owns the tables: the wall does not hold it
    :param clinics: new ones; 0 adds to the lists of all there are that have a price
    :param dialogues: between the new patients and their GPs; with no new patients, those who were there already
    :param say: is told how far it has come
    :raises CannotSeed: when there is nobody who could write, or the role does not own the tables
    """
    random, numbers = Random(random_seed), IdentityNumbers()  # noqa: S311 - invented people, no secret
    with connection.cursor() as cursor:
        _refuse_behind_the_wall(cursor)
        cursor.execute(_ROOM)
        plan.prepare(cursor, seed=random_seed, today=oslo_date(now))
        kinds.prepare(cursor, seed=random_seed, dialogues=dialogues)
        cursor.execute(people.TABLES)
        _make_months(cursor, now)
        with _as_system():
            chosen, after = _people(cursor, clinics, patients, random, numbers, now)
            for clinic_id in chosen:
                kinds.note(cursor, ACTOR, clinic_id, dialogues, now)
        writers = people.choose_writers(cursor, list(chosen), after_id=after)
        if dialogues and not writers:
            raise CannotSeed("There is nobody who could write: the clinics have no patients with a GP.")
        messages = 0
        for start in range(0, dialogues, BATCH):
            batch = range(start, min(start + BATCH, dialogues))
            with transaction.atomic():
                plan.make(
                    cursor, batch=batch, dialogues=dialogues, writers=writers,
                    messages_per_dialogue=messages_per_dialogue, now=now,
                )  # fmt: skip
                rows.write(cursor, now=now)
                cursor.execute("SELECT count(*) FROM seed_message")
                messages += cursor.fetchone()[0]
            if batch.start == 0:
                # What the triggers' queries were planned by was an empty database: they would read all of every table.
                cursor.execute(f"ANALYZE {', '.join(FILLED)}")
            say(f"{batch.stop} of {dialogues} dialogues, {messages} messages")
        issued = sum(_invoice(cursor, clinic_id, settings) for clinic_id, settings in chosen.items())
        say(f"{issued} invoices")
        _tidy(connection, cursor)
    return Filled(clinics, patients, dialogues, messages, issued)


@contextmanager
def _as_system() -> Iterator[None]:
    with acting_as(ACTOR):
        yield


def _refuse_behind_the_wall(cursor: Any) -> None:
    cursor.execute("SELECT row_security_active('dialogues_dialogue')")
    if cursor.fetchone()[0]:
        raise CannotSeed("Only the role that owns the tables can fill them.")


def _make_months(cursor: Any, now: datetime) -> None:
    first = oslo_date(now).replace(day=1)
    for back in (calendar.DAYS + 15, 0):
        month = first.fromordinal(first.toordinal() - back)
        cursor.execute("SELECT audit_make_months(24, %s)" if back else "SELECT audit_make_months(1, %s)", [month])


def _people(
    cursor: Any, number: int, patients: int, random: Random, numbers: IdentityNumbers, now: datetime
) -> tuple[dict[int, BillingSettings], int]:
    newest_clinic, newest_patient = _newest(cursor, "clinics_clinic"), _newest(cursor, "patients_patient")
    clinics.found(ACTOR, number, patients, random, numbers, now)
    chosen = _usable(cursor, ACTOR, newest_clinic if number else 0, now)
    if not chosen:
        raise CannotSeed("There is no clinic that has a price and invoices at once.")
    people.enlist(cursor, ACTOR, patients, list(chosen), random, numbers, now)
    return chosen, newest_patient if patients else 0


def _newest(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a constant
    return int(cursor.fetchone()[0])


def _usable(cursor: Any, actor: Actor, after_id: int, now: datetime) -> dict[int, BillingSettings]:
    """Note what each clinic asks and promises now; those that invoice hours later are left alone."""
    cursor.execute("SELECT id, name FROM clinics_clinic WHERE id > %s ORDER BY id", [after_id])
    found = {}
    for clinic_id, name in cursor.fetchall():
        settings = billing.settings_in_force(actor, clinic_id, now)
        price = billing.price(actor, clinic_id, settings.e_consultation_code, settings, "", oslo_date(now))
        if price is None or settings.fee_after_hours:
            continue
        found[clinic_id] = settings
        cursor.execute(_CLINIC, {
            "clinic_id": clinic_id, "name": name, "tariff": price.tariff_version, "code": price.code,
            "day_ore": price.day_ore, "fee_ore": price.fee_ore, "due_days": settings.due_days,
            "at_first_answer": settings.invoice_at is InvoiceAt.FIRST_ANSWER,
            "payee": json.dumps(asdict(billing.payee(actor, clinic_id))),
        })  # fmt: skip
    return found


def _invoice(cursor: Any, clinic_id: int, settings: BillingSettings) -> int:
    total, at_first_answer = 0, settings.invoice_at is InvoiceAt.FIRST_ANSWER
    while True:
        with transaction.atomic():
            issued = invoices.issue(cursor, clinic_id, settings, at_first_answer)
        if not issued:
            return total
        total += issued


def _tidy(connection: BaseDatabaseWrapper, cursor: Any) -> None:
    """Tell the planner what is there now, and mark pages as seen by all, which reading from an index alone needs."""
    tables = ", ".join(FILLED)
    cursor.execute(f"ANALYZE {tables}" if connection.in_atomic_block else f"VACUUM (ANALYZE) {tables}")
