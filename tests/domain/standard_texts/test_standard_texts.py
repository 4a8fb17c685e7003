"""Standard texts behind the wall: whose they are, what they were, and every door through which one could be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.breaking import break_inserts
from tests.domain.dialogues.test_life import ASK, refusal, sent

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import answering, ending, starting
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.journal.models import Entry
from legesvar.domain.standard_texts import commands, selectors
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.standard_texts.models import Text, Version
from legesvar.domain.standard_texts.policies import Refusal

HELLO = Written(title="Hilsen", text="Hei {fornavn}.")


def added(actor: Actor, owner: Owner, now: datetime, written: Written = HELLO) -> Text:
    with acting_as(actor):
        return commands.add(actor=actor, owner=owner, written=written, now=now)


def titles(actor: Actor, kind: Kind = Kind.INQUIRY) -> list[str]:
    with acting_as(actor):
        return [row.title for row in selectors.texts_for(actor, kind)]


def test_the_clinics_is_for_all_and_ones_own_for_oneself(
    doctor: Actor, secretary: Actor, foreign_doctor: Actor, now: datetime
) -> None:
    added(doctor, Owner.CLINIC, now)
    added(secretary, Owner.OWN, now, Written(title="Min", text="Hei."))
    assert (titles(doctor), titles(secretary), titles(foreign_doctor)) == (["Hilsen"], ["Hilsen", "Min"], [])


def test_a_text_is_offered_for_its_kinds_only(doctor: Actor, now: datetime) -> None:
    added(doctor, Owner.OWN, now, Written(title="Resept", text="Ja.", kinds=(Kind.PRESCRIPTION,)))
    assert (titles(doctor, Kind.PRESCRIPTION), titles(doctor, Kind.INQUIRY)) == (["Resept"], [])


@pytest.mark.parametrize("role", ["secretary", "clinician"])
def test_who_is_neither_doctor_nor_administrator_leaves_the_clinics_alone(
    request: pytest.FixtureRequest, role: str, doctor: Actor, now: datetime
) -> None:
    actor, shared = request.getfixturevalue(role), added(doctor, Owner.CLINIC, now)
    assert refusal(lambda: added(actor, Owner.CLINIC, now)) is Refusal.WRONG_ROLE
    with acting_as(actor):
        about = {"actor": actor, "text_id": shared.public_id, "now": now}
        assert refusal(lambda: commands.change(written=HELLO, seen=1, **about)) is Refusal.WRONG_ROLE
        assert refusal(lambda: commands.retire(**about)) is Refusal.WRONG_ROLE


@pytest.mark.parametrize("role", ["second_doctor", "administrator", "foreign_doctor"])
def test_a_colleagues_own_is_not_there(request: pytest.FixtureRequest, role: str, doctor: Actor, now: datetime) -> None:
    actor, own = request.getfixturevalue(role), added(doctor, Owner.OWN, now)
    with acting_as(actor):
        assert selectors.text(actor, own.public_id) is None
        assert selectors.versions(actor, own.public_id) == []
        with pytest.raises(Unknown):
            commands.change(actor=actor, text_id=own.public_id, written=HELLO, seen=1, now=now)
        with pytest.raises(Unknown):
            commands.retire(actor=actor, text_id=own.public_id, now=now)


def test_each_version_stays_readable_and_each_change_is_traced(doctor: Actor, now: datetime) -> None:
    row, later = added(doctor, Owner.CLINIC, now), now + timedelta(hours=1)
    new = Written(title="Hilsen", text="Kjære {fornavn}.")
    with acting_as(doctor):
        for _ in range(2):
            commands.change(actor=doctor, text_id=row.public_id, written=new, seen=1 + _, now=later)
        commands.retire(actor=doctor, text_id=row.public_id, now=later)
        commands.retire(actor=doctor, text_id=row.public_id, now=later)
        assert [one.text for one in selectors.versions(doctor, row.public_id)] == ["Kjære {fornavn}.", "Hei {fornavn}."]
        what = Trace.objects.filter(event="standard_text_changed").order_by("id").values_list("details", flat=True)
        assert [one["what"] for one in what] == ["added", "changed", "retired"]
        assert (
            refusal(lambda: commands.change(actor=doctor, text_id=row.public_id, written=HELLO, seen=2, now=later))
            is Refusal.RETIRED
        )
    assert titles(doctor) == []


def test_a_change_of_what_a_colleague_has_changed_is_held(doctor: Actor, second_doctor: Actor, now: datetime) -> None:
    row = added(doctor, Owner.CLINIC, now)
    for actor, text in ((second_doctor, "Hallo."), (doctor, "God dag.")):
        with acting_as(actor):
            call = commands.change
            written = Written(title="Hilsen", text=text)
            about = {"actor": actor, "text_id": row.public_id, "written": written, "seen": 1, "now": now}
            if actor is second_doctor:
                call(**about)
            else:
                assert refusal(lambda: call(**about)) is Refusal.NEWER_VERSION  # noqa: B023 - called at once
    with acting_as(doctor):
        assert Text.objects.get().text == "Hallo."


@pytest.mark.parametrize("text", ["Hei {navn}.", "Hei {fornavn", ""])
def test_a_broken_text_is_not_saved(doctor: Actor, now: datetime, text: str) -> None:
    with pytest.raises(Exception, match="standard_texts"):
        added(doctor, Owner.OWN, now, Written(title="Hilsen", text=text))
    with acting_as(doctor):
        assert not Text.objects.exists()


@pytest.mark.parametrize("table", ["standard_texts_version", "audit_entry"])
def test_a_failing_step_saves_nothing(table: str, doctor: Actor, now: datetime) -> None:
    with transaction.atomic():
        break_inserts(table)
        with pytest.raises(DatabaseError, match="broken on purpose"):
            added(doctor, Owner.OWN, now)
    with acting_as(doctor):
        assert (Text.objects.count(), Version.objects.count()) == (0, 0)


def test_what_a_text_was_cannot_be_rewritten(doctor: Actor, now: datetime) -> None:
    added(doctor, Owner.CLINIC, now)
    with acting_as(doctor), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Version.objects.update(text="Jeg har aldri skrevet noe annet.")


Door = Callable[[Actor, Dialogue, Dialogue, str, datetime], object]


def _form(actor: Actor, dialogue: Dialogue, text: str, now: datetime) -> dict[str, object]:
    about = dialogue.public_id
    return {"actor": actor, "dialogue_id": about, "text": text, "seen": 1, "send_key": uuid4(), "now": now}


def _begin(actor: Actor, dialogue: Dialogue, text: str, now: datetime) -> object:
    return starting.write_to_patient(
        actor=actor, person_id=dialogue.person_id, kind=Kind.INQUIRY, text=text, expects_reply=True, send_key=uuid4(),
        now=now,
    )  # fmt: skip


DOORS: dict[str, Door] = {
    "answer": lambda a, e, i, text, now: answering.answer(**_form(a, e, text, now)),
    "answer and close": lambda a, e, i, text, now: answering.answer_and_close(**_form(a, e, text, now)),
    "reject": lambda a, e, i, text, now: ending.reject(**_form(a, e, text, now)),
    "close with words": lambda a, e, i, text, now: ending.close(**_form(a, i, text, now)),
    "begin": lambda a, e, i, text, now: _begin(a, e, text, now),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_no_door_lets_an_unresolved_placeholder_out(
    door: Door, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    inquiry = sent(patient, clinic, ASK, None, now)
    with acting_as(doctor):
        before = Message.objects.count()
        assert refusal(lambda: door(doctor, econsultation, inquiry, "Hei {fornavn}.", now)) is Refusal.UNRESOLVED
        assert Message.objects.count() == before


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_through_every_door_escaped_braces_are_read_as_they_were_meant(
    door: Door, doctor: Actor, patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    inquiry = sent(patient, clinic, ASK, None, now)
    with acting_as(doctor):
        door(doctor, econsultation, inquiry, "Skriv {{fornavn}} i feltet.", now)
        assert Message.objects.filter(text="Skriv {fornavn} i feltet.").count() == 1
        assert Entry.objects.filter(text="Skriv {fornavn} i feltet.").count() == 1
