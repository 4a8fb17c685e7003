"""Given to a colleague, forwarded with the right to answer, shared for reading, and undone (WORK-4, DIA-11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.consultations import Answer
from tests.personas import FURNISHER, LONG_AGO

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit import selectors as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.commands import absence
from legesvar.domain.clinics.models import Staff
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import reading, replying, sharing
from legesvar.domain.dialogues.models import Dialogue, Handover
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.work import selectors as work
from legesvar.domain.work.models import Item

Give = Callable[..., Handover | None]


@pytest.fixture
def give(econsultation: Dialogue, now: datetime) -> Give:
    """Give the e-consultation to a colleague: how, by whom, to whom."""

    def act(how: str, by: Actor, to: Actor | None) -> Handover | None:
        with acting_as(by):
            return getattr(sharing, how)(
                actor=by, dialogue_id=econsultation.public_id, to=to.public_id if to else None, now=now
            )

    return act


def holder(actor: Actor, dialogue: Dialogue) -> int | None:
    with acting_as(actor):
        found = work.state(actor, dialogue.public_id)
    assert found
    return found.assignee_id


def undo(actor: Actor, dialogue: Dialogue, row: Handover, now: datetime) -> None:
    with acting_as(actor):
        sharing.undo(actor=actor, dialogue_id=dialogue.public_id, handover_id=row.public_id, now=now)


def refused(act: Callable[[], object]) -> object:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


def test_what_is_assigned_is_theirs_and_gives_no_right_to_answer(
    give: Give, secretary: Actor, second_doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    give("assign", secretary, second_doctor)
    assert holder(secretary, econsultation) == second_doctor.staff_id
    assert refused(lambda: answer(second_doctor, econsultation, close=True)) is Refusal.NOT_YOURS


def test_who_it_is_forwarded_to_reads_without_a_reason_and_answers(
    give: Give, doctor: Actor, second_doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    give("forward", doctor, second_doctor)
    with acting_as(second_doctor):
        reading.open_at_clinic(actor=second_doctor, dialogue_id=econsultation.public_id, why="in_turn", now=now)
    answer(second_doctor, econsultation, close=True)
    with acting_as(doctor):
        assert Dialogue.objects.get().from_name == second_doctor.name


def test_who_stands_in_for_whom_it_was_forwarded_to_answers_too(
    give: Give, doctor: Actor, second_doctor: Actor, substitute: Actor, econsultation: Dialogue, answer: Answer, now
) -> None:
    give("forward", doctor, second_doctor)
    with acting_as(FURNISHER):
        absence.record_absence(
            actor=FURNISHER, clinic_id=econsultation.clinic_id, absent_id=second_doctor.staff_id,
            substitute_id=substitute.staff_id, first_date=now.date() - timedelta(days=1),
            last_date=now.date() + timedelta(days=1), now=LONG_AGO,
        )  # fmt: skip
    answer(substitute, econsultation, close=False)


@pytest.mark.parametrize("how", ["forward", "invite"])
def test_who_it_was_not_sent_to_passes_no_right_on(how: str, give: Give, second_doctor: Actor, substitute) -> None:
    assert refused(lambda: give(how, second_doctor, substitute)) is Refusal.NOT_YOURS


def test_every_doctor_forwards_where_the_clinic_says_so(
    give: Give, clinic, administrator: Actor, second_doctor: Actor, econsultation: Dialogue, answer: Answer, now
) -> None:
    with acting_as(administrator):
        clinics.change_settings(
            actor=administrator, clinic_id=clinic.id, settings=ClinicSettings(doctors_may_forward=True),
            valid_from=now, now=now,
        )  # fmt: skip
    give("forward", second_doctor, second_doctor)
    answer(second_doctor, econsultation, close=True)


def test_what_was_sent_to_somebody_who_has_left_is_every_doctors_to_forward(
    give: Give, doctor: Actor, second_doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    Staff.objects.filter(id=doctor.staff_id).update(active=False)
    give("forward", second_doctor, second_doctor)
    answer(second_doctor, econsultation, close=True)


def test_who_reads_along_need_not_say_why_and_may_not_answer(
    give: Give, doctor: Actor, clinician: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    give("invite", doctor, clinician)
    with acting_as(clinician):
        reading.open_at_clinic(actor=clinician, dialogue_id=econsultation.public_id, why="in_turn", now=now)
    assert refused(lambda: answer(clinician, econsultation, close=False)) is Refusal.WRONG_ROLE
    assert holder(doctor, econsultation) == doctor.staff_id


def test_nobody_is_given_work_of_another_clinic_or_from_there(
    give: Give, doctor: Actor, foreign_doctor: Actor, econsultation: Dialogue
) -> None:
    for how in ("assign", "forward", "invite"):
        with pytest.raises(Unknown):
            give(how, doctor, foreign_doctor)
        with pytest.raises(Unknown):
            give(how, foreign_doctor, doctor)


def test_somebody_who_has_left_is_given_nothing(give: Give, doctor: Actor, second_doctor: Actor) -> None:
    Staff.objects.filter(id=second_doctor.staff_id).update(active=False)
    with pytest.raises(Unknown):
        give("assign", doctor, second_doctor)


def test_the_same_again_writes_nothing_more(give: Give, doctor: Actor, second_doctor: Actor) -> None:
    for how in ("forward", "invite", "assign"):
        give(how, doctor, second_doctor)
        assert give(how, doctor, second_doctor) is None
    with acting_as(doctor):
        assert Handover.objects.count() == 2


def test_undoing_gives_the_work_back_and_takes_the_right_away(
    give: Give, doctor: Actor, second_doctor: Actor, econsultation: Dialogue, answer: Answer, now: datetime
) -> None:
    row = give("forward", doctor, second_doctor)
    assert row
    for _ in range(2):
        undo(doctor, econsultation, row, now)
    assert holder(doctor, econsultation) == doctor.staff_id
    assert refused(lambda: answer(second_doctor, econsultation, close=True)) is Refusal.NOT_YOURS


def test_only_ones_own_newest_handover_is_undone(
    give: Give, doctor: Actor, secretary: Actor, second_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    first = give("assign", doctor, second_doctor)
    assert first
    assert refused(lambda: undo(secretary, econsultation, first, now)) is Refusal.NOT_YOUR_ACT
    give("assign", secretary, None)
    assert refused(lambda: undo(doctor, econsultation, first, now)) is Refusal.CHANGED_SINCE
    assert holder(doctor, econsultation) is None


def test_work_does_not_go_back_to_somebody_who_has_left(
    give: Give, doctor: Actor, secretary: Actor, second_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    give("assign", secretary, second_doctor)
    row = give("assign", secretary, doctor)
    assert row
    Staff.objects.filter(id=second_doctor.staff_id).update(active=False)
    undo(secretary, econsultation, row, now)
    assert holder(doctor, econsultation) is None


def test_another_clinic_undoes_nothing(
    give: Give, doctor: Actor, second_doctor: Actor, foreign_doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    row = give("forward", doctor, second_doctor)
    assert row
    with pytest.raises(Unknown):
        undo(foreign_doctor, econsultation, row, now)
    with acting_as(doctor), pytest.raises(Unknown):
        sharing.undo(actor=doctor, dialogue_id=econsultation.public_id, handover_id=uuid4(), now=now)


def test_the_patients_reply_comes_back_to_whoever_has_it(
    give: Give, doctor: Actor, second_doctor: Actor, patient: Actor, econsultation: Dialogue, answer: Answer, now
) -> None:
    give("forward", doctor, second_doctor)
    answer(second_doctor, econsultation, close=False)
    _reply(patient, econsultation.public_id, now)
    assert holder(doctor, econsultation) == second_doctor.staff_id


def _reply(patient: Actor, dialogue_id: UUID, now: datetime) -> None:
    with acting_as(patient):
        replying.reply(actor=patient, dialogue_id=dialogue_id, text="Takk.", send_key=uuid4(), now=now)


def test_every_step_is_traced_for_the_clinic_and_shown_to_no_patient(
    give: Give, doctor: Actor, second_doctor: Actor, clinician: Actor, patient: Actor, econsultation: Dialogue, now
) -> None:
    give("assign", doctor, second_doctor)
    row = give("forward", doctor, second_doctor)
    give("invite", doctor, clinician)
    assert row
    undo(doctor, econsultation, row, now)
    within = {Event.DIALOGUE_ASSIGNED, Event.DIALOGUE_FORWARDED, Event.DIALOGUE_SHARED, Event.HANDOVER_UNDONE}
    with acting_as(doctor):
        assert within <= {trace.event for trace in audit.entries_about(doctor, econsultation.public_id)}
    with acting_as(patient):
        assert not within & {trace.event for trace in audit.entries_about(patient, econsultation.public_id)}
        assert Handover.objects.count() == 0


STEPS = ["work_item", "dialogues_handover", "audit_entry"]


@pytest.mark.parametrize("how", ["assign", "forward"])
@pytest.mark.parametrize("table", STEPS)
def test_a_failing_step_leaves_nothing_behind(
    how: str, table: str, give: Give, doctor: Actor, second_doctor: Actor, econsultation: Dialogue
) -> None:
    with transaction.atomic():
        _break(table)
        with pytest.raises(DatabaseError, match="broken on purpose"):
            give(how, doctor, second_doctor)
    with acting_as(doctor):
        assert Item.objects.get().assignee_id == doctor.staff_id
        assert selectors.handovers(doctor, econsultation) == []


def _break(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION broken_on_purpose() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION broken_on_purpose()"
        )
        cursor.execute("SET ROLE legesvar_app")
