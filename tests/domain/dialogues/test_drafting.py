"""One draft per patient and kind, whatever happens at once; and it takes up nothing that was meant for another."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from tests.consultations import E, draft, send
from tests.racing import at_once

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.dialogues.models import Dialogue, Draft
from legesvar.domain.dialogues.policies import Refusal


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_begin_one_draft(clinic: Clinic, patient: Actor, doctor: Actor, now: datetime) -> None:
    def choose() -> object:
        with acting_as(patient):
            return drafting.choose_recipient(
                actor=patient, kind=E, clinic_id=clinic.id, recipient_id=doctor.staff_id, now=now
            ).public_id

    for _ in range(5):
        first, second = at_once(choose, choose)
        assert first == second
        with acting_as(patient):
            assert Draft.objects.count() == 1
            drafting.discard(actor=patient, kind=E, now=now)


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_the_message_is_sent_is_refused_or_sent_and_never_a_fault(
    tariff: None, clinic: Clinic, patient: Actor, doctor: Actor, now: datetime
) -> None:
    draft_id = draft(patient, clinic, doctor, now)

    def save() -> object:
        with acting_as(patient):
            return drafting.write(actor=patient, kind=E, texts={"why": "Siste ord."}, draft_id=draft_id, now=now)

    saved, sent = at_once(save, lambda: send(patient, draft_id, now))
    assert isinstance(sent, Dialogue)
    assert isinstance(saved, Draft) or saved is Refusal.NO_DRAFT
    with acting_as(patient):
        assert (Draft.objects.count(), Dialogue.objects.count()) == (0, 1)


def test_a_text_is_written_into_no_newer_draft(
    tariff: None, clinic: Clinic, patient: Actor, doctor: Actor, now: datetime
) -> None:
    draft(patient, clinic, doctor, now, "Det nye.")
    with acting_as(patient):
        with pytest.raises(Refused) as refused:
            drafting.write(actor=patient, kind=E, texts={"why": "Det gamle."}, draft_id=uuid4(), now=now)
        assert refused.value.reason is Refusal.NO_DRAFT
        assert Draft.objects.get().texts == {"why": "Det nye."}
