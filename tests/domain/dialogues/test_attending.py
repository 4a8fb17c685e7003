"""Internal notes, urgency, what each has seen, and who is here (WORK-4, WORK-5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.consultations import Answer
from tests.web.belongings import Belongings

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit import selectors as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import attending, replying, sharing
from legesvar.domain.dialogues.models import Dialogue, Note
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.journal import selectors as journal
from legesvar.domain.work import selectors as work
from legesvar.domain.work.kinds import PRESENCE_LASTS, Doing

TEXT = "Moren ringte og var urolig."


def note(actor: Actor, dialogue: Dialogue, now: datetime, text: str = TEXT, key: object = None) -> None:
    with acting_as(actor):
        attending.note(
            actor=actor, dialogue_id=dialogue.public_id, text=text, send_key=key or uuid4(), now=now
        )  # fmt: skip


def row(actor: Actor) -> work.Row:
    with acting_as(actor):
        (found,) = work.whole_clinic(actor, None).rows
    return found


def test_a_note_is_the_clinics_and_stands_in_no_record(
    secretary: Actor, doctor: Actor, patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    key = uuid4()
    for _ in range(2):
        note(secretary, econsultation, now, key=key)
    with acting_as(doctor):
        (kept,) = selectors.notes(doctor, econsultation)
        assert (kept.author_name, kept.text, kept.at) == (secretary.name, TEXT, now)
        assert all(TEXT not in entry.text for entry in journal.entries_about(doctor, econsultation.public_id))
        assert Event.NOTE_WRITTEN in {t.event for t in audit.entries_about(doctor, econsultation.public_id)}
    with acting_as(patient):
        assert Note.objects.count() == 0
        assert Event.NOTE_WRITTEN not in {t.event for t in audit.entries_about(patient, econsultation.public_id)}


def test_a_note_makes_no_message_and_moves_nothing(
    secretary: Actor, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        before = Dialogue.objects.values().get()
    note(secretary, econsultation, now)
    with acting_as(doctor):
        assert Dialogue.objects.values().get() == before


@pytest.mark.parametrize("statement", ["UPDATE dialogues_note SET text = 'x'", "DELETE FROM dialogues_note"])
def test_a_note_cannot_be_changed(
    statement: str, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:  # fmt: skip
    note(doctor, econsultation, now)
    with acting_as(doctor), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_note_may_be_left_when_it_is_closed_and_by_nobody_elsewhere(
    doctor: Actor, foreign_doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=True)
    note(doctor, econsultation, now)
    with pytest.raises(Unknown):
        note(foreign_doctor, econsultation, now)
    with pytest.raises(Refused) as refused:
        note(doctor, econsultation, now, text="\x00 \n")
    assert refused.value.reason is Refusal.EMPTY_TEXT


def test_no_table_that_a_patient_can_read_holds_the_note(
    secretary: Actor, patient: Actor, belongings: Belongings, now: datetime
) -> None:
    with acting_as(secretary):
        attending.note(actor=secretary, dialogue_id=belongings.waiting, text=TEXT, send_key=uuid4(), now=now)
    with acting_as(patient), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT has_table_privilege('{table}', 'SELECT')")
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{TEXT}%"])
            assert cursor.fetchone()[0] == 0, table


def test_what_is_urgent_stands_before_what_is_due_the_same_day(
    secretary: Actor, econsultation: Dialogue, now: datetime
) -> None:
    for urgent, rank in ((True, 0), (True, 0), (False, 1)):
        with acting_as(secretary):
            attending.mark(actor=secretary, dialogue_id=econsultation.public_id, urgent=urgent, now=now)
        assert (row(secretary).urgent, row(secretary).rank) == (urgent, rank)
    with acting_as(secretary):
        marks = [t for t in audit.entries_about(secretary, econsultation.public_id) if t.event is Event.DIALOGUE_MARKED]
    assert len(marks) == 2


def test_what_is_answered_is_not_marked(
    doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:  # fmt: skip
    answer(doctor, econsultation, close=False)
    with acting_as(doctor), pytest.raises(Refused) as refused:
        attending.mark(actor=doctor, dialogue_id=econsultation.public_id, urgent=True, now=now)
    assert refused.value.reason is Refusal.NOT_WAITING


def test_unread_is_each_ones_own(
    doctor: Actor, secretary: Actor, patient: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(doctor):
        attending.see(actor=doctor, dialogue_id=econsultation.public_id, now=now)
    assert (row(doctor).unread, row(secretary).unread) == (False, True)
    with acting_as(doctor):
        attending.unsee(actor=doctor, dialogue_id=econsultation.public_id)
    assert row(doctor).unread
    with acting_as(doctor):
        attending.see(actor=doctor, dialogue_id=econsultation.public_id, now=now)
    with acting_as(patient):
        replying.add(
            actor=patient, dialogue_id=econsultation.public_id, text="Og feber.", send_key=uuid4(),
            now=now + timedelta(minutes=1),
        )  # fmt: skip
    assert row(doctor).unread


def test_ones_own_answer_and_a_colleagues_note_make_nothing_unread(
    doctor: Actor, secretary: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    with acting_as(doctor):
        attending.see(actor=doctor, dialogue_id=econsultation.public_id, now=now)
    note(secretary, econsultation, now + timedelta(minutes=1))
    assert not row(doctor).unread


def test_what_one_is_given_is_unread_again(
    doctor: Actor, second_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    with acting_as(second_doctor):
        attending.see(actor=second_doctor, dialogue_id=econsultation.public_id, now=now)
    with acting_as(doctor):
        sharing.forward(actor=doctor, dialogue_id=econsultation.public_id, to=second_doctor.public_id, now=now)
    assert row(second_doctor).unread


def test_colleagues_see_who_is_here_until_they_have_been_silent_for_a_while(
    doctor: Actor, secretary: Actor, foreign_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    for doing in (Doing.READING, Doing.WRITING):
        with acting_as(secretary):
            attending.attend(actor=secretary, dialogue_id=econsultation.public_id, doing=doing, now=now)
        with acting_as(doctor):
            (here,) = work.present(doctor, now)
            assert (here.about, here.name, here.doing) == (econsultation.public_id, secretary.name, doing)
            assert work.present(doctor, now + PRESENCE_LASTS) == []
    for other in (secretary, foreign_doctor):
        with acting_as(other):
            assert work.present(other, now) == []


def test_another_clinic_attends_to_nothing(foreign_doctor: Actor, econsultation: Dialogue, now: datetime) -> None:
    with acting_as(foreign_doctor):
        for act in (
            lambda: attending.see(actor=foreign_doctor, dialogue_id=econsultation.public_id, now=now),
            lambda: attending.unsee(actor=foreign_doctor, dialogue_id=econsultation.public_id),
            lambda: attending.attend(
                actor=foreign_doctor, dialogue_id=econsultation.public_id, doing=Doing.READING, now=now
            ),
        ):
            with pytest.raises(Unknown):
                act()
