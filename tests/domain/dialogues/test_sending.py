"""A draft is sent once, or it is still there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.exceptions import ConnectorException
from tests.consultations import E, draft, send
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.policies import Refusal as BillingRefusal
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import drafting, sending
from legesvar.domain.dialogues.models import Dialogue, Draft, Message
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.files.commands import Stored
from legesvar.domain.journal.models import Entry
from legesvar.domain.services import commands as services
from legesvar.domain.services.policies import Refusal as ServiceRefusal
from legesvar.domain.services.settings import ServiceSettings
from legesvar.domain.work.models import Item

PICTURE = Stored("hud.jpg", "image/jpeg", 1000, 10, 10, "0" * 64, "key-1", "key-2")


def refusal(call) -> object:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_what_is_sent_stands_in_inbox_worklist_and_record(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    with acting_as(patient):
        drafting.attach(actor=patient, kind=E, stored=PICTURE, most=5, now=now)
    dialogue = send(patient, draft_id, now)
    with acting_as(patient):
        (row,) = selectors.inbox(patient, archived=False, key=None).rows
        assert (row.public_id, row.unread) == (dialogue.public_id, False)
        assert selectors.draft(patient, E) is None
    with acting_as(doctor):
        item, entry = Item.objects.get(), Entry.objects.get()
        assert (item.about, item.assignee_id, item.attachments) == (dialogue.public_id, doctor.staff_id, 1)
        assert (entry.text, len(entry.files)) == ("Jeg har hostet i tre uker.", 1)


def test_the_same_draft_twice_makes_one(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    assert send(patient, draft_id, now).id == send(patient, draft_id, now).id


def test_a_newer_draft_is_not_sent_in_place_of_an_old_one(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    assert refusal(lambda: send(patient, uuid4(), now)) is Refusal.NO_DRAFT


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_instant_make_one(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)

    def click(_: int) -> int:
        try:
            return send(patient, draft_id, now).id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(8)))) == 1
    with acting_as(patient):
        assert (Dialogue.objects.count(), Message.objects.count()) == (1, 1)


def test_an_unfinished_draft_is_refused_with_the_missing_step(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    with acting_as(patient):
        begun = drafting.choose_recipient(
            actor=patient, kind=E, clinic_id=clinic.id, recipient_id=doctor.staff_id, now=now
        )
        assert refusal(lambda: sending.send(actor=patient, kind=E, draft_id=begun.public_id, now=now)) is (
            Refusal.NOT_DECLARED
        )
        drafting.declare_not_urgent(actor=patient, kind=E, now=now)
        assert refusal(lambda: sending.send(actor=patient, kind=E, draft_id=begun.public_id, now=now)) is (
            Refusal.NOT_ACCEPTED
        )


@pytest.mark.parametrize(("text", "reason"), [("", Refusal.EMPTY_TEXT), ("x" * 501, Refusal.TOO_LONG)])
def test_an_empty_or_too_long_text_is_refused_and_kept(
    text: str, reason: Refusal, tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now, text)
    assert refusal(lambda: send(patient, draft_id, now)) is reason
    with acting_as(patient):
        assert selectors.draft(patient, E).texts == {"why": text}


def test_a_doctor_who_closes_meanwhile_is_refused_and_the_text_kept(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    with acting_as(FURNISHER):
        services.set_offer(
            actor=FURNISHER, clinic_id=clinic.id, staff_id=doctor.staff_id, kind=E, is_open=False, now=now
        )
    assert refusal(lambda: send(patient, draft_id, now)) is ServiceRefusal.RECIPIENT_GONE
    with acting_as(patient):
        assert selectors.draft(patient, E) is not None


def test_a_price_changed_since_the_consent_must_be_accepted_anew(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    with acting_as(FURNISHER):
        billing.set_tariff(
            actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=99_900, first_date=date(2021, 1, 1), now=now
        )
    assert refusal(lambda: send(patient, draft_id, now)) is Refusal.PRICE_CHANGED


def test_yesterdays_price_page_cannot_be_accepted(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    with acting_as(patient):
        assert (
            refusal(lambda: drafting.accept_price(actor=patient, kind=E, shown="2ae.x.0..0.", now=now))
            is BillingRefusal.PRICE_CHANGED
        )


def test_a_patient_of_another_clinic_cannot_write_here(
    tariff: None, foreign_patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    with acting_as(foreign_patient):
        assert (
            refusal(
                lambda: drafting.choose_recipient(
                    actor=foreign_patient, kind=E, clinic_id=clinic.id, recipient_id=doctor.staff_id, now=now
                )
            )
            is Refusal.NOT_ON_LIST
        )


def test_at_another_clinic_the_pictures_follow_and_the_price_is_asked_anew(
    tariff: None, patient_of_both: Actor, doctor: Actor, foreign_doctor: Actor, clinic: Clinic, other_clinic: Clinic,
    now: datetime,
) -> None:  # fmt: skip
    draft(patient_of_both, clinic, doctor, now)
    with acting_as(patient_of_both):
        drafting.attach(actor=patient_of_both, kind=E, stored=PICTURE, most=5, now=now)
        gp = next(p for p in _places(patient_of_both) if p.clinic_id == other_clinic.id).gp_id
        drafting.choose_recipient(actor=patient_of_both, kind=E, clinic_id=other_clinic.id, recipient_id=gp, now=now)
        view = selectors.draft(patient_of_both, E)
        assert (view.clinic_id, view.consent_id, len(view.files)) == (other_clinic.id, None, 1)
        assert view.texts == {"why": "Jeg har hostet i tre uker."}


def _places(actor: Actor):
    from legesvar.domain.patients import selectors as patients

    return patients.lists(actor, actor.person_id)


def test_a_sixth_picture_is_refused(tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime) -> None:
    draft(patient, clinic, doctor, now)
    with acting_as(patient):
        for n in range(5):
            stored = Stored("b.jpg", "image/jpeg", 1, 1, 1, f"{n + 1:064}", f"k{n}")
            drafting.attach(actor=patient, kind=E, stored=stored, most=5, now=now)
        assert (
            refusal(lambda: drafting.attach(actor=patient, kind=E, stored=PICTURE, most=5, now=now))
            is Refusal.TOO_MANY_FILES
        )


def test_three_questions_are_sent_as_one_message(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=ServiceSettings(three_fields=True), valid_from=now, now=now
        )
    draft_id = draft(patient, clinic, doctor, now)
    with acting_as(patient):
        texts = {"why": "Hoste", "symptoms": "Feber", "everyday": "Sover lite"}
        drafting.write(actor=patient, kind=E, texts=texts, now=now)
    send(patient, draft_id, now)
    with acting_as(patient):
        assert "Hvilke plager har du?\nFeber" in Message.objects.get().text


def test_drafts_are_forgotten_after_thirty_days(
    tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    with acting_as(FURNISHER):
        assert drafting.forget_old(actor=FURNISHER, now=now + timedelta(days=29)) == 0
        assert drafting.forget_old(actor=FURNISHER, now=now + timedelta(days=31)) == 1
        assert not Draft.objects.exists()


STEPS = ["dialogues_dialogue", "dialogues_message", "dialogues_attachment", "work_item", "journal_entry", "audit_entry"]


@pytest.mark.parametrize("table", STEPS)
def test_a_failing_step_leaves_the_draft_and_nothing_else(
    table: str, tariff: None, patient: Actor, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)
    with acting_as(patient):
        drafting.attach(actor=patient, kind=E, stored=PICTURE, most=5, now=now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION broken_on_purpose() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken_on_purpose()"
            )
            cursor.execute("SET ROLE legesvar_app")
        with pytest.raises((DatabaseError, ConnectorException)):
            send(patient, draft_id, now)
    with acting_as(FURNISHER):
        assert Draft.objects.count() == 1
        assert not any(m.objects.exists() for m in (Dialogue, Message, Item, Entry))
