"""`legesvar seed`: what it invents is what the commands would have left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.consultations import draft, send
from tests.personas import FURNISHER

from legesvar.cli.seeding import texts
from legesvar.cli.seeding.fill import CannotSeed, fill
from legesvar.core import clock, identity_number, working_days
from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.wall import acting_as
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.selectors import verify
from legesvar.domain.billing import kid
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import answering, drafting, reading, sending
from legesvar.domain.dialogues.kinds import Why
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.services.settings import DEFAULTS

E, WISH, MONEY, ASK = Kind.E_CONSULTATION, Kind.PRESCRIPTION, Kind.INVOICE_QUESTION, Kind.INQUIRY
NOW = clock.now()
SIZE = {"clinics": 2, "patients": 60, "dialogues": 400, "now": NOW}

# What must never be found among invented rows, each with the rows that break it.
NEVER = {
    "a dialogue counts its messages": """SELECT id FROM dialogues_dialogue d WHERE messages <>
        (SELECT count(*) FROM dialogues_message m WHERE m.dialogue_id = d.id AND m.number <= d.messages)""",
    "messages follow each other in time": """SELECT m.id FROM dialogues_message m JOIN dialogues_message n
        ON n.dialogue_id = m.dialogue_id AND n.number = m.number + 1 WHERE n.at <= m.at""",
    "patient and clinic take turns": "SELECT id FROM dialogues_message WHERE from_patient <> (number % 2 = 1)",
    "nothing has happened yet that is to come": "SELECT id FROM audit_entry WHERE at > %(now)s",
    "who owes follows from who wrote last": """SELECT id FROM dialogues_dialogue
        WHERE (state = 'waiting_for_clinic') <> (messages % 2 = 1)""",
    "a dialogue was changed by its last message": """SELECT id FROM dialogues_dialogue d WHERE updated_at <>
        (SELECT max(at) FROM dialogues_message m WHERE m.dialogue_id = d.id) OR started_at <>
        (SELECT min(at) FROM dialogues_message m WHERE m.dialogue_id = d.id)""",
    "a dialogue is unread from the answer until it is read": """SELECT id FROM dialogues_dialogue WHERE unread <>
        (read_number < messages - messages % 2) OR (read_number > 0) <> (read_at IS NOT NULL)""",
    "only read and closed dialogues are archived": """SELECT id FROM dialogues_dialogue
        WHERE in_inbox = (state = 'closed' AND NOT unread)""",
    "a dialogue counts its pictures": """SELECT id FROM dialogues_dialogue d WHERE attachments <>
        (SELECT count(*) FROM dialogues_attachment a WHERE a.dialogue_id = d.id)""",
    "work is open exactly while the clinic owes": """SELECT d.id FROM dialogues_dialogue d LEFT JOIN work_item w
        ON w.about = d.public_id AND w.clinic_id = d.clinic_id AND w.person_id = d.person_id
        WHERE w.id IS NULL OR (w.done_at IS NULL) <> (d.state = 'waiting_for_clinic') OR w.due_date <> d.due_date
            OR w.assignee_id IS DISTINCT FROM d.recipient_id OR w.attachments <> d.attachments
            OR w.kind <> d.kind""",
    "whoever opens or answers has seen what was new": """SELECT d.id FROM dialogues_dialogue d LEFT JOIN work_seen s
        ON s.about = d.public_id AND s.clinic_id = d.clinic_id
        WHERE (d.opened_at IS NULL) <> (s.id IS NULL) OR s.seen_at < d.seen_at""",
    "what is sent to the clinic has no recipient": """SELECT id FROM dialogues_dialogue
        WHERE (recipient_id IS NULL) <> (kind IN ('invoice_question', 'inquiry'))""",
    "doctors answer what only doctors may": """SELECT m.id FROM dialogues_message m
        JOIN dialogues_dialogue d ON d.id = m.dialogue_id
        WHERE NOT from_patient AND (author_role = 'secretary') <> (kind IN ('invoice_question', 'inquiry'))""",
    "all but questions about money are asked whether it is dangerous": """SELECT id FROM dialogues_dialogue
        WHERE (guidance = '') <> (kind = 'invoice_question')""",
    "only an e-consultation has a price that was accepted": """SELECT id FROM dialogues_dialogue
        WHERE (consent_id IS NOT NULL) <> (kind = 'e_consultation')""",
    "no more pictures than the kind takes": """SELECT id FROM dialogues_dialogue WHERE attachments >
        CASE kind WHEN 'prescription' THEN 0 WHEN 'invoice_question' THEN 1 WHEN 'inquiry' THEN 2 ELSE 5 END""",
    "every message stands in the journal": """SELECT m.id FROM dialogues_message m
        JOIN dialogues_dialogue d ON d.id = m.dialogue_id LEFT JOIN journal_entry e
        ON e.about = d.public_id AND e.number = m.number AND e.clinic_id = d.clinic_id
        WHERE e.text IS DISTINCT FROM m.text OR e.at <> m.at OR e.author_name <> m.author_name""",
    "pictures stand in the journal": """SELECT e.id FROM journal_entry e JOIN dialogues_dialogue d
        ON d.public_id = e.about
        WHERE jsonb_array_length(e.files) <> CASE WHEN number = 1 THEN attachments ELSE 0 END""",
    "what was answered is charged, where it costs": """SELECT d.id FROM dialogues_dialogue d
        LEFT JOIN billing_charge c ON c.about = d.public_id AND c.consent_id IS NOT DISTINCT FROM d.consent_id
        WHERE (d.messages > 1 AND d.kind = 'e_consultation') <> (c.id IS NOT NULL)""",
    "what was closed is invoiced": """SELECT d.id FROM dialogues_dialogue d LEFT JOIN billing_charge c
        ON c.about = d.public_id LEFT JOIN billing_invoice i ON i.charge_id = c.id
        WHERE (d.state = 'closed' AND c.amount_ore > 0) <> (i.id IS NOT NULL)
            OR i.total_ore <> c.amount_ore + c.fee_ore OR i.issued_at <> d.closed_at""",
    "the series has no hole": """SELECT clinic_id FROM billing_series s WHERE next_number - 10001 <>
        (SELECT count(*) FROM billing_invoice i WHERE i.clinic_id = s.clinic_id AND number < next_number)""",
    "every answer has its notice": """SELECT m.id FROM dialogues_message m
        JOIN dialogues_dialogue d ON d.id = m.dialogue_id LEFT JOIN notifications_notice n
        ON n.about = d.public_id AND n.number = m.number WHERE (n.id IS NOT NULL) = m.from_patient""",
    "every reading and act is traced": """SELECT d.id FROM dialogues_dialogue d WHERE d.messages * 2 <>
        (SELECT count(*) FROM audit_entry e WHERE e.about = d.public_id AND event IN
            ('journaled', 'dialogue_started', 'dialogue_replied', 'dialogue_answered', 'dialogue_closed'))""",
    "children under 16 pay nothing": """SELECT c.id FROM billing_charge c JOIN dialogues_dialogue d
        ON d.public_id = c.about WHERE (d.birth_date + interval '16 years' > c.answered_at::date) <> (exemption = 'B')
            AND d.birth_date + interval '16 years' <> c.answered_at::date""",
}


@pytest.fixture
def owner(db: None) -> Iterator[Any]:
    """A cursor of the role that owns the tables, until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield cursor


def rows(cursor: Any, query: str, **values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(query, values if "%(" in query else None)
    return cursor.fetchall()


@pytest.fixture
def filled(owner: Any) -> Any:
    fill(connection, random_seed=1, **SIZE)
    return owner


def test_what_is_invented_is_consistent(filled):
    broken = {promise: len(found) for promise, query in NEVER.items() if (found := rows(filled, query, now=NOW))}
    assert not broken


def test_there_is_something_of_everything(filled):
    states = dict(rows(filled, "SELECT state, count(*) FROM dialogues_dialogue GROUP BY 1"))
    assert states["closed"] > 300
    assert set(states) == {"closed", "waiting_for_clinic", "waiting_for_patient"}
    kinds = dict(rows(filled, "SELECT kind, count(*) FROM dialogues_dialogue GROUP BY 1"))
    assert sorted(kinds, key=kinds.__getitem__, reverse=True) == [E, WISH, ASK, MONEY]
    for query in (
        "SELECT count(*) FROM dialogues_dialogue WHERE unread", "SELECT count(*) FROM dialogues_attachment",
        "SELECT count(*) FROM billing_invoice", "SELECT count(*) FROM billing_charge WHERE exemption = 'F'",
        "SELECT count(*) FROM notifications_notice WHERE channel = 'sms'",
    ):  # fmt: skip
        assert rows(filled, query)[0][0] > 0, query


def test_due_dates_are_five_working_days_after_the_patient_wrote(filled):
    found = rows(
        filled,
        "SELECT d.due_date, max(m.at) FROM dialogues_dialogue d JOIN dialogues_message m ON m.dialogue_id = d.id "
        "WHERE m.from_patient GROUP BY d.id",
    )
    assert [due for due, _ in found] == [working_days.due_date(at, 5) for _, at in found]


def test_identity_numbers_and_kids_are_valid_and_invoices_follow_time(filled):
    people = rows(filled, "SELECT identity_number, birth_date FROM identity_person")
    assert all(identity_number.parse(n, synthetic_allowed=True).birth_date == born for n, born in people)
    issued = rows(filled, "SELECT kid, issued_at FROM billing_invoice ORDER BY clinic_id, number")
    assert all(kid.is_valid(number, kid.Algorithm.MOD10) for number, _ in issued)
    by_clinic = rows(filled, "SELECT array_agg(issued_at ORDER BY number) FROM billing_invoice GROUP BY clinic_id")
    assert all(times == sorted(times) for (times,) in by_clinic)


def test_the_same_seed_gives_the_same_contents_and_another_gives_others(owner):
    told = []
    for seed in (1, 1, 2):
        owner.execute("SAVEPOINT before")
        # A sequence is not rolled back; what is invented hangs on the rows' numbers.
        for table in ("dialogues_dialogue", "identity_person", "patients_patient"):
            owner.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1000, false)", [table])
        fill(connection, clinics=1, patients=5, dialogues=20, random_seed=seed, now=NOW)
        told.append(rows(owner, "SELECT at, author_name, text FROM dialogues_message ORDER BY dialogue_id, number"))
        owner.execute("ROLLBACK TO before")
    assert told[0] == told[1] != told[2]


def test_running_it_again_adds(filled):
    before = rows(filled, "SELECT count(*) FROM dialogues_dialogue")[0][0]
    added = fill(connection, clinics=0, patients=0, dialogues=50, random_seed=1, now=NOW)
    assert rows(filled, "SELECT count(*) FROM dialogues_dialogue")[0][0] == before + 50
    assert added.dialogues == 50
    fill(connection, clinics=1, patients=20, dialogues=20, random_seed=1, now=NOW)
    assert not {promise for promise, query in NEVER.items() if rows(filled, query, now=NOW)}


def test_without_anybody_who_could_write_it_says_so(owner):
    with pytest.raises(CannotSeed, match="no clinic"):
        fill(connection, clinics=0, patients=0, dialogues=1, random_seed=1, now=NOW)
    with pytest.raises(CannotSeed, match="nobody"):
        fill(connection, clinics=1, patients=0, dialogues=1, random_seed=1, now=NOW)


def test_the_application_itself_cannot_be_used_to_fill(db):
    with pytest.raises(CannotSeed, match="owns"):
        fill(connection, clinics=1, patients=1, dialogues=1, random_seed=1, now=NOW)


def test_invented_people_do_not_enter_an_installation_for_real_ones():
    said = subprocess.run(
        [sys.executable, "-m", "legesvar.cli", "seed"], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "LEGESVAR_SYNTHETIC_IDENTITIES": "no",
             "LEGESVAR_OWNER_DATABASE_URL": "postgresql://nobody@legesvar.invalid/none"},
    )  # fmt: skip
    assert said.returncode == 1
    assert "SYNTHETIC_IDENTITIES" in said.stderr


def test_the_trace_of_what_is_invented_can_be_sealed_and_verified(seeded):
    with acting_as(FURNISHER):
        while audit.seal(actor=FURNISHER, now=clock.now()):
            pass
        report = verify(FURNISHER)
    assert report.is_intact
    assert report.sealed > 100_000
    assert report.unsealed == 0


@pytest.mark.parametrize("kind", Kind)
def test_every_text_can_be_sent(kind):
    told = texts.stories(Random(3), kind, 500)  # noqa: S311 - invented texts
    assert max(len(story[0]) for story in told) <= DEFAULTS[kind].character_limit
    assert all(text == text.strip() and text for story in told for text in story)


ABOUT = {
    "dialogues_dialogue": "public_id = %(about)s",
    "dialogues_message": "dialogue_id = (SELECT id FROM dialogues_dialogue WHERE public_id = %(about)s)",
    "billing_consent": "id = (SELECT consent_id FROM dialogues_dialogue WHERE public_id = %(about)s)",
    "billing_charge": "about = %(about)s",
    "billing_invoice": "about = %(about)s",
    "journal_entry": "about = %(about)s",
    "work_item": "about = %(about)s",
    "work_seen": "about = %(about)s",
    "audit_entry": "about = %(about)s",
}
# These differ from row to row by what they hold, not by who wrote them.
FREE = {"text", "at", "name", "clinic_name", "patient_name", "details", "kid", "number", "payer", "payee", "lines"}


def sent(patient: Actor, clinic: Clinic, kind: Kind, to: Actor | None, now: datetime) -> Dialogue:
    """Send a dialogue of any kind by the commands."""
    if kind is E:
        return send(patient, draft(patient, clinic, to, now), now)
    with acting_as(patient):
        drafting.choose_recipient(
            actor=patient, kind=kind, clinic_id=clinic.id, recipient_id=to.staff_id if to else None, now=now
        )
        if DECLARED[kind].asks_about_danger:
            drafting.declare_not_urgent(actor=patient, kind=kind, now=now)
        fields = {DEFAULTS[kind].form[0].name: "Hei på dere."}
        written = drafting.write(actor=patient, kind=kind, texts=fields, now=now)
        return sending.send(actor=patient, kind=kind, draft_id=written.public_id, now=now)


def footprint(cursor: Any, about: Any) -> dict[str, list[dict[str, Any]]]:
    """Return for each table and row about a dialogue which columns hold something, and the words they hold."""
    found = {}
    for table, condition in ABOUT.items():
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {condition}", {"about": about})
        found[table] = sorted((_shape(row) for (row,) in cursor.fetchall()), key=repr)
    return found


def _shape(row: Any) -> dict[str, Any]:
    columns = json.loads(row) if isinstance(row, str) else row
    return {name: _kept(name, value) for name, value in sorted(columns.items())}


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(value)
    if isinstance(value, list):
        return [_kept(name, each) for each in value]
    if value is None or isinstance(value, bool) or (isinstance(value, str) and name not in FREE and value.islower()
                                                   and "-" not in value):  # fmt: skip
        return value
    return type(value).__name__


@pytest.mark.parametrize("kind", Kind)
def test_an_invented_dialogue_leaves_the_very_rows_that_the_commands_leave(
    owner, clinic, tariff, doctor, secretary, patient, kind, now
):
    to_clinic = kind in {MONEY, ASK}
    real = sent(patient, clinic, kind, None if to_clinic else doctor, now)
    colleague = secretary if to_clinic else doctor
    with acting_as(colleague):
        reading.open_at_clinic(actor=colleague, dialogue_id=real.public_id, why=Why.IN_TURN, now=now)
        answering.answer_and_close(
            actor=colleague, dialogue_id=real.public_id, text="Ta det med ro.", seen=1, send_key=uuid4(), now=now
        )
    with acting_as(patient):
        reading.read(actor=patient, dialogue_id=real.public_id, now=now)
    owner.execute("SET LOCAL ROLE NONE")
    fill(connection, clinics=0, patients=20, dialogues=200, random_seed=5, now=NOW)
    invented = rows(
        owner,
        "SELECT d.public_id FROM dialogues_dialogue d LEFT JOIN billing_charge c ON c.about = d.public_id "
        "WHERE d.state = 'closed' AND NOT d.unread AND d.messages = 2 AND d.attachments = 0 AND d.kind = %(kind)s "
        "AND coalesce(c.exemption, '') = '' AND d.id <> %(real)s ORDER BY d.id LIMIT 1",
        real=real.id, kind=kind,
    )[0][0]  # fmt: skip
    assert footprint(owner, invented) == footprint(owner, real.public_id)
