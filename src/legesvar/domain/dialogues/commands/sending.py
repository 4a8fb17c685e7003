"""Sending what was drafted: one draft becomes one dialogue, however often the button is pressed (START-8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core import working_days
from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Refused, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.dialogues.models import Attachment, Dialogue, Draft, DraftFile, Message
from legesvar.domain.dialogues.selectors import price as price_now
from legesvar.domain.dialogues.selectors import sent
from legesvar.domain.dialogues.states import State
from legesvar.domain.files import commands as files_commands
from legesvar.domain.files import selectors as files
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.journal import commands as journal
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.kinds import Kind
from legesvar.domain.services.policies import Recipient
from legesvar.domain.services.settings import ServiceSettings
from legesvar.domain.work import commands as work


@command
def send(*, actor: Actor, kind: Kind, draft_id: UUID, hidden: bool = False, now: datetime) -> Dialogue:
    """Send the draft: a dialogue that waits for the clinic, in the worklist, in the record and in the trace.

    The same draft again gives the dialogue it became, so that a double click, a reload or two tabs make one.

    :param draft_id: the draft the page was about; a newer one is not sent in its place
    :param hidden: keep it from those who act for the patient, all their days; a choice of children of 12 to 15
    :raises Refused: NO_DRAFT, NOT_DECLARED, NOT_ACCEPTED, PRICE_CHANGED, EMPTY_TEXT, TOO_LONG, NOT_ON_LIST,
        NOT_IN_MANDATE, CANNOT_HIDE, or services' reasons why the recipient cannot be written to any more
    """
    draft = drafting.lock(actor, kind)
    already = sent(actor, draft_id)
    if already is not None:
        return already
    if draft is None or draft.public_id != draft_id:
        raise Refused(policies.Refusal.NO_DRAFT)
    place, settings, recipient = _checked(actor, draft, now)
    refuse_if(policies.hiding_refused(actor, place.birth_date, oslo_date(now)) if hidden else None)
    pictures = _pictures(actor, draft)
    dialogue = _begin(actor, draft, place, recipient, settings, len(pictures), hidden, now)
    written = policies.composed(draft.texts, settings.fields, settings.field_labels)
    _first_message(actor, dialogue, written, pictures, now)
    work.owe(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        kind=dialogue.kind, patient_name=dialogue.patient_name, birth_date=dialogue.birth_date,
        assignee_id=recipient.staff_id, assignee_name=recipient.name, attachments=len(pictures),
        hidden=dialogue.hidden, due_date=dialogue.due_date, now=now,
    )  # fmt: skip
    journal.record(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        text=written, files=[p.public_id for p in pictures], hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.DIALOGUE_STARTED, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id,
        about=dialogue.public_id, hidden=dialogue.hidden, now=now, kind=dialogue.kind,
    )  # fmt: skip
    DraftFile.objects.filter(draft_id=draft.id).delete()
    draft.delete()
    return dialogue


def _checked(actor: Actor, draft: Draft, now: datetime) -> tuple[Listing, ServiceSettings, Recipient]:
    place = patients.listing(actor, draft.clinic_id, draft.person_id)
    refuse_if(None if place else policies.Refusal.NOT_ON_LIST)
    refuse_if(policies.mandate_refused(actor, Kind(draft.kind), draft.clinic_id))
    assert place is not None  # noqa: S101 - refused above
    settings = services.settings(actor, draft.clinic_id, now)
    choices = services.recipients(actor, place, now)
    refuse_if(service_policies.recipient_refused(choices, draft.recipient_id))
    price = price_now(actor, place, now)
    refuse_if(
        policies.not_ready(
            declared=draft.not_urgent,
            consented_version=draft.consent.tariff_version if draft.consent else None,
            version_in_force=price.tariff_version if price else None,
        )
    )
    refuse_if(policies.texts_refused(draft.texts, settings.fields, settings.character_limit))
    return place, settings, next(c for c in choices if c.staff_id == draft.recipient_id)


def _pictures(actor: Actor, draft: Draft) -> list[FileRow]:
    ids = list(DraftFile.objects.filter(draft_id=draft.id).order_by("id").values_list("file_id", flat=True))
    known = files.details(actor, ids)
    return [known[i] for i in ids]


def _begin(
    actor: Actor, draft: Draft, place: Listing, recipient: Recipient, settings: ServiceSettings, pictures: int,
    hidden: bool, now: datetime,
) -> Dialogue:  # fmt: skip
    return Dialogue.objects.create(
        send_key=draft.public_id, kind=draft.kind, state=State.WAITING_FOR_CLINIC, clinic_id=draft.clinic_id,
        person_id=draft.person_id, hidden=hidden, patient_name=place.name, birth_date=place.birth_date,
        clinic_name=clinics.clinic(actor, draft.clinic_id).name, recipient_id=recipient.staff_id,
        recipient_name=recipient.name, from_name=recipient.name, consent_id=draft.consent_id, attachments=pictures,
        started_at=now, updated_at=now, due_date=working_days.due_date(now, settings.answer_days),
    )  # fmt: skip


def _first_message(actor: Actor, dialogue: Dialogue, written: str, pictures: list[FileRow], now: datetime) -> None:
    Message.objects.create(
        dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
        number=1, send_key=dialogue.send_key, from_patient=True, author_name=actor.name, author_role=Role.PATIENT,
        author_person_id=actor.acting_person_id or actor.person_id, text=written, at=now,
    )  # fmt: skip
    files_commands.hide(actor=actor, file_ids=[picture.id for picture in pictures], hidden=dialogue.hidden)
    Attachment.objects.bulk_create(
        Attachment(
            dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
            message_number=1, file_id=picture.id,
        )
        for picture in pictures
    )  # fmt: skip
