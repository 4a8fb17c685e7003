"""Dialogues of somebody others act for: what is hidden, what a fullmakt covers, who is named and who is told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from tests.consultations import E, draft, send
from tests.personas import FURNISHER, acting_for, be_born, enlist, let_act

from legesvar.core.clock import oslo_date
from legesvar.core.models import Record
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.models import Charge
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import drafting, reading, replying, sending
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.models import File
from legesvar.domain.identity.models import Person
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients.kinds import Basis

RECORDS = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Record))
NEVER_HIDDEN = {"patients_patient", "patients_exemption", "patients_membership", "patients_representation"}


def picture(name: str = "utslett.jpg") -> Stored:
    return Stored(name, "image/jpeg", 10, 1, 1, uuid4().hex * 2, uuid4().hex)


def attach(actor, now) -> None:
    with acting_as(actor):
        drafting.attach(actor=actor, kind=E, stored=picture(), most=3, now=now)


def send_hidden(actor, draft_id, now) -> Dialogue:
    with acting_as(actor):
        return sending.send(actor=actor, kind=E, draft_id=draft_id, hidden=True, now=now)


def seen(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def as_mother(mother, child, clinic):
    return acting_for(child, clinic.id, by=mother)


@pytest.fixture
def hidden(tariff, child, mother, clinic, doctor, now) -> Dialogue:
    """A child of twelve has written what the parents are not to see, with a picture."""
    written = draft(child, clinic, doctor, now)
    attach(child, now)
    return send_hidden(child, written, now)


@pytest.fixture
def open_to_parents(tariff, child, mother, clinic, doctor, now) -> Dialogue:
    written = draft(child, clinic, doctor, now)
    attach(child, now)
    return send(child, written, now)


def test_no_row_of_a_hidden_dialogue_is_seen_by_a_parent(hidden, as_mother, child, doctor, answer, now) -> None:
    answer(doctor, hidden, close=False)
    with acting_as(child):
        replying.keep(actor=child, dialogue_id=hidden.public_id, text="Takk", now=now)
        replying.reply(actor=child, dialogue_id=hidden.public_id, text="Takk", send_key=uuid4(), now=now)
        replying_again = seen("dialogues_message")
    answer(doctor, hidden, close=True, seen=3)
    with acting_as(child):
        assert replying_again == 3
        mine = {table: seen(table) for table in RECORDS}
    with acting_as(as_mother):
        theirs = {table: seen(table) for table in RECORDS}
    written = {"dialogues_dialogue", "dialogues_message", "dialogues_attachment", "files_file", "journal_entry",
               "notifications_notice", "billing_consent", "billing_charge"}  # fmt: skip
    assert {table for table, count in mine.items() if count} >= written
    assert {table for table, count in theirs.items() if count} <= NEVER_HIDDEN | {"audit_entry"}
    with acting_as(as_mother):
        assert set(Entry.objects.values_list("event", flat=True)) <= {"patient_registered", "representation_recorded"}


def test_the_clinic_sees_a_hidden_dialogue_and_that_it_is_hidden(hidden, doctor) -> None:
    with acting_as(doctor):
        assert selectors.head(doctor, hidden.public_id).hidden


def test_a_parent_finds_a_hidden_dialogue_by_no_door(hidden, as_mother, now) -> None:
    with acting_as(as_mother):
        assert not selectors.inbox(as_mother, archived=False, key=None).rows
        assert selectors.receipt(as_mother, hidden.public_id) is None
        assert selectors.sent(as_mother, hidden.send_key) is None
        for act in (reading.read, replying.keep):
            extra = {"text": "x"} if act is replying.keep else {}
            with pytest.raises(Unknown):
                act(actor=as_mother, dialogue_id=hidden.public_id, now=now, **extra)
    with acting_as(FURNISHER):
        file = File.objects.get()
    with acting_as(as_mother), pytest.raises(Unknown):
        reading.open_file(actor=as_mother, file_id=file.public_id, now=now)


def test_what_is_not_hidden_is_seen_by_the_parent_with_its_picture(open_to_parents, as_mother, child, now) -> None:
    with acting_as(as_mother):
        thread = reading.read(actor=as_mother, dialogue_id=open_to_parents.public_id, now=now)
        assert [len(message.files) for message in thread.messages] == [1]
        traced = Entry.objects.get(event="dialogue_read_by_patient")
    assert traced.actor_name == "Mona Nordmann for Lina Nordmann"
    assert (traced.person_id, traced.acting_person_id) == (child.person_id, as_mother.acting_person_id)


def test_while_a_child_of_twelve_writes_nobody_else_sees_it(tariff, child, as_mother, clinic, doctor, now) -> None:
    draft(child, clinic, doctor, now)
    attach(child, now)
    with acting_as(as_mother):
        for table in ("dialogues_draft", "dialogues_draft_file", "files_file", "billing_consent"):
            assert seen(table) == 0, table


@pytest.mark.parametrize(("years", "allowed"), [(11, False), (12, True), (15, True), (16, False), (40, False)])
def test_only_from_twelve_to_fifteen_can_a_dialogue_be_hidden(years, allowed, tariff, clinic, doctor, now) -> None:
    today = oslo_date(now)
    person = enlist(be_born("Noen", today - timedelta(days=round((years + 0.5) * 365.25))), clinic, doctor)
    written = draft(person, clinic, doctor, now)
    if allowed:
        assert send_hidden(person, written, now).hidden
        return
    with pytest.raises(Refused) as refused:
        send_hidden(person, written, now)
    assert refused.value.reason is Refusal.CANNOT_HIDE


def test_a_parent_cannot_hide_what_they_write_for_the_child(tariff, as_mother, clinic, doctor, now) -> None:
    written = draft(as_mother, clinic, doctor, now)
    with pytest.raises(Refused) as refused:
        send_hidden(as_mother, written, now)
    assert refused.value.reason is Refusal.CANNOT_HIDE


def test_a_parent_writes_in_the_childs_name_and_their_own(tariff, as_mother, mother, child, clinic, doctor, now):
    dialogue = send(as_mother, draft(as_mother, clinic, doctor, now), now)
    with acting_as(child):
        message = Message.objects.get(dialogue_id=dialogue.id)
        assert message.author_name == "Mona Nordmann for Lina Nordmann"
        assert message.author_person_id == mother.person_id
        assert dialogue.patient_name == child.name
        names = set(Entry.objects.filter(about=dialogue.public_id).values_list("actor_name", "acting_person_id"))
        assert names == {("Mona Nordmann for Lina Nordmann", mother.person_id)}
    with acting_as(mother):
        assert Dialogue.objects.count() == 0


def test_the_child_pays_nothing_whoever_writes(tariff, as_mother, child, clinic, doctor, answer, now) -> None:
    dialogue = send(as_mother, draft(as_mother, clinic, doctor, now), now)
    answer(doctor, dialogue, close=True)
    with acting_as(child):
        charge = Charge.objects.get(about=dialogue.public_id)
    assert (charge.amount_ore, charge.fee_ore, charge.exemption) == (0, 0, "B")


def test_mother_and_child_each_have_a_draft_of_their_own(tariff, as_mother, child, clinic, doctor, now) -> None:
    draft(child, clinic, doctor, now, "Barnets ord")
    draft(as_mother, clinic, doctor, now, "Morens ord")
    for actor, words in ((child, "Barnets ord"), (as_mother, "Morens ord")):
        with acting_as(actor):
            assert selectors.draft(actor, E).texts == {"why": words}


def told(about) -> list[tuple[str, str, int | None]]:
    with acting_as(FURNISHER):
        rows = Notice.objects.filter(about=about).order_by("id")
        return list(rows.values_list("channel", "recipient", "reader_id"))


def test_of_an_answer_to_the_parent_the_parents_are_told(tariff, as_mother, mother, child, clinic, doctor, answer, now):
    father = enlist(be_born("Per Nordmann", oslo_date(now).replace(year=1984, day=1), mobile="+4740000009"), clinic)
    let_act(father, child, clinic, now)
    dialogue = send(as_mother, draft(as_mother, clinic, doctor, now), now)
    answer(doctor, dialogue, close=True)
    assert told(dialogue.public_id) == [
        ("email", "mona@eksempel.no", mother.person_id), ("sms", "+4740000009", father.person_id),
    ]  # fmt: skip


def test_of_an_answer_to_the_child_both_are_told_unless_it_is_hidden(
    open_to_parents, mother, child, doctor, answer, clinic, now
) -> None:
    Person.objects.filter(id=child.person_id).update(mobile="+4740000008")
    answer(doctor, open_to_parents, close=True)
    assert told(open_to_parents.public_id) == [
        ("sms", "+4740000008", None), ("email", "mona@eksempel.no", mother.person_id),
    ]  # fmt: skip
    secret = send_hidden(child, draft(child, clinic, doctor, now), now)
    answer(doctor, secret, close=True)
    assert told(secret.public_id) == [("sms", "+4740000008", None)]


def test_who_may_not_act_any_more_is_not_told(tariff, as_mother, child, clinic, doctor, answer, now, mother) -> None:
    dialogue = send(as_mother, draft(as_mother, clinic, doctor, now), now)
    with acting_as(FURNISHER):
        apps.get_model("patients", "Representation").objects.update(ended_at=now, ended_by="test")
    answer(doctor, dialogue, close=True)
    assert told(dialogue.public_id) == [("none", "", None)]


@pytest.fixture
def deputy(econsultation, patient, other_patient, clinic, now):
    """May see somebody's invoices and nothing else."""
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("invoices",))
    return acting_for(patient, clinic.id, by=other_patient, services={"invoices"})


@pytest.fixture
def writer(econsultation, patient, other_patient, clinic, now):
    """May write e-consultations and not see invoices."""
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=("e_consultation",))
    return acting_for(patient, clinic.id, by=other_patient, services={"e_consultation"})


def test_a_fullmakt_for_invoices_opens_no_dialogue(econsultation, deputy, doctor, clinic, answer, now) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(deputy):
        assert not selectors.inbox(deputy, archived=False, key=None).rows
        assert billing.invoices_about(deputy, econsultation.public_id)
        with pytest.raises(Unknown):
            reading.read(actor=deputy, dialogue_id=econsultation.public_id, now=now)
    with pytest.raises(Refused) as refused:
        draft(deputy, clinic, doctor, now)
    assert refused.value.reason is Refusal.NOT_IN_MANDATE


def test_a_fullmakt_for_e_consultations_shows_them_and_no_invoice(econsultation, writer, doctor, clinic, answer, now):
    answer(doctor, econsultation, close=True)
    with acting_as(writer):
        assert [row.public_id for row in selectors.inbox(writer, archived=False, key=None).rows] == [
            econsultation.public_id
        ]
        assert billing.invoices_about(writer, econsultation.public_id) == []
        assert reading.read(actor=writer, dialogue_id=econsultation.public_id, now=now).messages


def unread(actor) -> list[bool]:
    return [row.unread for row in selectors.inbox(actor, archived=False, key=None).rows]


def test_each_reads_for_themselves(open_to_parents, as_mother, child, doctor, answer, now) -> None:
    answer(doctor, open_to_parents, close=True)

    def listed(actor) -> tuple[list[bool], int]:
        with acting_as(actor):
            archived = selectors.inbox(actor, archived=True, key=None).rows
            return unread(actor), len(archived)

    assert listed(child) == listed(as_mother) == ([True], 0)
    with acting_as(as_mother):
        assert reading.read(actor=as_mother, dialogue_id=open_to_parents.public_id, now=now).is_new
    assert (listed(as_mother), listed(child)) == (([], 1), ([True], 0))
    later = now + timedelta(hours=1)
    with acting_as(child):
        assert reading.read(actor=child, dialogue_id=open_to_parents.public_id, now=later).is_new
        assert not reading.read(actor=child, dialogue_id=open_to_parents.public_id, now=later).is_new
        assert Dialogue.objects.get().read_at == now  # when one of them first read it
    assert listed(child) == ([], 1)


def test_what_one_of_them_writes_is_unread_by_nobody(open_to_parents, as_mother, child, doctor, answer, now) -> None:
    answer(doctor, open_to_parents, close=False)
    for actor in (child, as_mother):
        with acting_as(actor):
            reading.read(actor=actor, dialogue_id=open_to_parents.public_id, now=now)
    with acting_as(as_mother):
        replying.reply(actor=as_mother, dialogue_id=open_to_parents.public_id, text="Takk", send_key=uuid4(), now=now)
    for actor in (child, as_mother):
        with acting_as(actor):
            assert unread(actor) == [False]


def test_what_is_hidden_is_unread_by_the_child_alone(hidden, as_mother, child, doctor, answer) -> None:
    answer(doctor, hidden, close=False)
    with acting_as(as_mother):
        assert unread(as_mother) == []
    with acting_as(child):
        assert unread(child) == [True]
        assert Dialogue.objects.get().unread_by == [child.person_id]


def test_who_may_not_act_in_the_kind_has_nothing_to_read(econsultation, deputy, doctor, answer) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(FURNISHER):
        assert deputy.acting_person_id not in Dialogue.objects.get().unread_by


def test_a_draft_cannot_be_sent_when_the_fullmakt_no_longer_covers_it(
    econsultation, writer, deputy, clinic, doctor, now
) -> None:
    written = draft(writer, clinic, doctor, now)
    with pytest.raises(Refused) as refused:
        send(deputy, written, now)
    assert refused.value.reason is Refusal.NOT_IN_MANDATE


def test_a_grown_up_is_told_and_so_is_the_one_who_wrote_for_them(
    econsultation, writer, patient, other_patient, doctor, clinic, answer, now
) -> None:
    answer(doctor, econsultation, close=True)
    assert told(econsultation.public_id) == [("email", "kari@eksempel.no", None)]
    theirs = send(writer, draft(writer, clinic, doctor, now), now)
    answer(doctor, theirs, close=True)
    assert told(theirs.public_id) == [
        ("email", "kari@eksempel.no", None), ("sms", "+4740000001", other_patient.person_id),
    ]  # fmt: skip
