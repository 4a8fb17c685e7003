"""The wall, looked at with raw SQL: what a forgotten filter, a forged row and a forgotten scope would do."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from tests.consultations import Answer, draft, send
from tests.domain.dialogues.test_converting import ask
from tests.domain.dialogues.test_life import sent
from tests.personas import FURNISHER, acting_for, let_act

from legesvar.core import actor as actors
from legesvar.core import wall
from legesvar.core.actor import NOBODY, Actor
from legesvar.core.kinds import Kind
from legesvar.core.models import Posted, Record, Staff
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as money
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.diagnoses import commands as diagnoses
from legesvar.domain.diagnoses.code_list import CodeLine
from legesvar.domain.dialogues.commands import answering, attending, sharing
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.standard_texts import commands as standard_texts
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.work.kinds import Doing

RECORDS = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Record))
STAFF = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Staff))
POSTED = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Posted))


@pytest.fixture
def furnished(
    econsultation: Dialogue, answer: Answer, doctor: Actor, patient: Actor, other_patient: Actor, clinic: Clinic,
    foreign_patient: Actor, now,
) -> None:  # fmt: skip
    """Two patients at one clinic and one at another, with dialogues, charges, invoices, notices, notes and drafts."""
    let_act(other_patient, patient, clinic, now, basis=Basis.GUARDIAN)
    about = econsultation.public_id
    with acting_as(doctor):
        attending.note(actor=doctor, dialogue_id=about, text="Ring henne.", send_key=uuid4(), now=now)
        attending.see(actor=doctor, dialogue_id=about, now=now)
        attending.attend(actor=doctor, dialogue_id=about, doing=Doing.READING, now=now)
        sharing.assign(actor=doctor, dialogue_id=about, to=None, now=now)
        answering.keep(actor=doctor, dialogue_id=about, text="Kom til", now=now)
    answer(doctor, econsultation, close=True)
    with acting_as(doctor):
        [invoice] = billing.invoices_about(doctor, about)
        money.mark_overdue(actor=doctor, public_id=invoice.public_id, now=now + timedelta(days=60))
    send(other_patient, draft(other_patient, clinic, doctor, now), now)
    draft(other_patient, clinic, doctor, now)
    with acting_as(doctor):
        written = Written(title="Hvile", text="Ta det med ro.")
        standard_texts.add(actor=doctor, owner=Owner.CLINIC, written=written, now=now)
    ask(doctor, sent(other_patient, clinic, Kind.INQUIRY, None, now), doctor, now)
    with acting_as(FURNISHER):
        diagnoses.load(actor=FURNISHER, lines=[CodeLine("R05", "Hoste")])
    with acting_as(doctor):
        diagnoses.diagnose(
            actor=doctor, clinic_id=clinic.id, person_id=patient.person_id, about=econsultation.public_id, code="R05",
            now=now,
        )  # fmt: skip


def rows(table: str, column: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {column} FROM {table}")
        return {row[0] for row in cursor.fetchall()}


def test_no_table_can_be_read_around_the_wall(db: None) -> None:
    assert wall.breaches() == []


def test_every_walled_model_has_a_policy_and_every_other_is_root(db: None) -> None:
    with connection.cursor() as cursor:
        walled = set(wall.walled_tables(cursor))
    assert {*RECORDS, *STAFF, *POSTED} == walled


@pytest.mark.parametrize("table", RECORDS)
def test_a_patient_sees_only_their_own_rows_without_any_filter(table: str, furnished: None, patient: Actor) -> None:
    with acting_as(patient):
        assert rows(table, "person_id") <= {patient.person_id}


@pytest.mark.parametrize("table", RECORDS)
def test_a_clinic_sees_only_its_own_rows_without_any_filter(table: str, furnished: None, doctor: Actor) -> None:
    with acting_as(doctor):
        assert rows(table, "clinic_id") <= {doctor.clinic_id}


@pytest.mark.parametrize("table", RECORDS)
def test_another_clinic_sees_nothing_of_this_one(table: str, furnished: None, foreign_doctor: Actor) -> None:
    with acting_as(foreign_doctor):
        assert rows(table, "clinic_id") <= {foreign_doctor.clinic_id}


@pytest.mark.parametrize("table", [*RECORDS, *STAFF, *POSTED])
def test_without_a_scope_nothing_is_seen(table: str, furnished: None) -> None:
    with acting_as(NOBODY):
        assert rows(table, "clinic_id") == set()


@pytest.mark.parametrize("table", STAFF)
def test_staff_tables_show_a_patient_nothing(table: str, furnished: None, patient: Actor) -> None:
    with acting_as(patient):
        assert rows(table, "clinic_id") == set()


def test_the_tests_above_had_something_to_find(furnished: None) -> None:
    with acting_as(actors.system("test")):
        empty = [table for table in RECORDS if not rows(table, "clinic_id")]
    may_be_empty = {
        "dialogues_attachment", "dialogues_draft_file", "dialogues_reply", "files_file", "patients_exemption",
    }  # fmt: skip
    assert set(empty) <= may_be_empty


def test_a_parent_sees_all_but_what_is_hidden(furnished: None, patient: Actor, econsultation: Dialogue) -> None:
    parent = acting_for(patient, econsultation.clinic_id)
    with acting_as(parent):
        assert rows("dialogues_dialogue", "id") == {econsultation.id}
    with acting_as(actors.system("test")):
        Dialogue.objects.filter(id=econsultation.id).update(hidden=True)
    with acting_as(parent):
        assert rows("dialogues_dialogue", "id") == set()


@pytest.mark.parametrize("table", RECORDS)
def test_a_representative_sees_only_the_one_they_act_for(table: str, furnished: None, patient: Actor, clinic) -> None:
    with acting_as(acting_for(patient, clinic.id)):
        assert rows(table, "person_id") <= {patient.person_id}
        assert rows(table, "clinic_id") <= {clinic.id}
        assert rows(table, "hidden") <= {False}


@pytest.mark.parametrize("table", RECORDS)
def test_a_representative_sees_nothing_at_a_clinic_that_has_not_recorded_them(
    table: str, furnished: None, patient: Actor, other_clinic: Clinic
) -> None:
    for clinics in ((), (other_clinic.id,)):
        with acting_as(acting_for(patient, *clinics)):
            assert rows(table, "clinic_id") == set()


def test_every_policy_that_lets_representatives_in_asks_where(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polrelid::regclass::text FROM pg_policy WHERE pg_get_expr(polqual, polrelid) LIKE '%NOT hidden%' "
            "AND pg_get_expr(polqual, polrelid) NOT LIKE '%legesvar.clinics%'"
        )
        assert cursor.fetchall() == []


def test_a_representative_writes_nothing_hidden_from_themselves(furnished: None, patient: Actor, clinic) -> None:
    with acting_as(acting_for(patient, clinic.id)), refused():
        execute("UPDATE dialogues_dialogue SET hidden = true")


def test_a_scope_ends_with_its_block_and_the_outer_one_comes_back(
    furnished: None, patient: Actor, other_patient: Actor
) -> None:
    with acting_as(patient):
        with acting_as(other_patient):
            assert rows("dialogues_dialogue", "person_id") == {other_patient.person_id}
        assert rows("dialogues_dialogue", "person_id") == {patient.person_id}
        with pytest.raises(RuntimeError), acting_as(other_patient):
            raise RuntimeError
        assert rows("dialogues_dialogue", "person_id") == {patient.person_id}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_scope_is_left_on_the_connection(patient: Actor) -> None:
    with acting_as(patient):
        assert rows("patients_patient", "person_id") == {patient.person_id}
    with transaction.atomic():
        assert rows("patients_patient", "person_id") == set()


def refused() -> pytest.RaisesExc:
    return pytest.raises(DatabaseError)


def execute(statement: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_a_patient_cannot_write_into_another_patients_inbox(
    furnished: None, patient: Actor, other_patient: Actor
) -> None:
    with acting_as(patient), refused():
        execute(
            "INSERT INTO dialogues_reply (clinic_id, person_id, hidden, dialogue_id, author_person_id, send_key, text,"
            " updated_at) SELECT clinic_id, %s, false, id, %s, gen_random_uuid(), 'x', now() FROM dialogues_dialogue",
            other_patient.person_id, patient.person_id,
        )  # fmt: skip


def test_a_clinic_cannot_write_about_another_clinics_patient(
    furnished: None, doctor: Actor, foreign_patient: Actor, now
) -> None:
    with acting_as(doctor), pytest.raises(DatabaseError, match="clinic_person_in_patients_patient"):
        execute(
            "INSERT INTO journal_entry (clinic_id, person_id, hidden, public_id, about, number, author_name,"
            " author_role, at, text, files) VALUES (%s, %s, false, gen_random_uuid(), gen_random_uuid(), 1, 'x',"
            " 'fastlege', now(), 'x', '[]')", doctor.clinic_id, foreign_patient.person_id,
        )  # fmt: skip


def test_a_message_cannot_point_at_another_patients_dialogue(
    furnished: None, patient: Actor, other_patient: Actor, econsultation: Dialogue
) -> None:
    with acting_as(other_patient), refused():
        execute(
            "INSERT INTO dialogues_reply (clinic_id, person_id, hidden, dialogue_id, author_person_id, send_key, text,"
            " updated_at) VALUES (%s, %s, false, %s, %s, gen_random_uuid(), 'x', now())",
            econsultation.clinic_id, other_patient.person_id, econsultation.id, other_patient.person_id,
        )  # fmt: skip


def test_a_row_cannot_be_moved_to_another_clinic(furnished: None, doctor: Actor, other_clinic: Clinic) -> None:
    with acting_as(doctor), refused():
        execute("UPDATE dialogues_dialogue SET clinic_id = %s", other_clinic.id)


def test_a_patient_changes_nothing_of_what_a_clinic_has_posted(furnished: None, patient: Actor) -> None:
    with acting_as(patient):
        assert execute("UPDATE billing_tariff SET day_ore = 1") == 0
        assert rows("billing_tariff", "clinic_id")


@pytest.mark.parametrize("table", ["journal_entry", "audit_entry", "dialogues_message", "billing_invoice"])
@pytest.mark.parametrize("act", ["UPDATE {} SET hidden = true", "DELETE FROM {}"])
def test_what_was_written_for_good_can_be_neither_changed_nor_removed(
    table: str, act: str, furnished: None, doctor: Actor
) -> None:
    with acting_as(doctor), pytest.raises(DatabaseError, match="permission denied"):
        execute(act.format(table))


@pytest.mark.parametrize("statement", [
    "ALTER TABLE dialogues_message DISABLE ROW LEVEL SECURITY", "DROP POLICY wall ON dialogues_message",
    "CREATE TABLE mine (x int)", "GRANT legesvar_owner TO legesvar_app", "SET ROLE legesvar_owner",
    "COPY dialogues_message TO '/tmp/x'",
])  # fmt: skip
def test_the_applications_role_cannot_tear_the_wall_down(statement: str, db: None) -> None:
    if statement.startswith("SET ROLE"):
        # The tests' login is the owner's; a server's is the app's own, which is a member of nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_has_role('legesvar_app', 'legesvar_owner', 'MEMBER')")
            assert cursor.fetchone() == (False,)
        return
    with refused():
        execute(statement)


def test_the_applications_role_owns_nothing(db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relowner = 'legesvar_app'::regrole")
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'legesvar_app'")
        assert cursor.fetchone() == (False,)
