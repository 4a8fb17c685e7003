"""Sending what was drafted: one draft becomes one dialogue, however often the button is pressed (START-8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.refusal import Refused, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import drafting, following
from legesvar.domain.dialogues.models import Attachment, Dialogue, Draft, DraftFile
from legesvar.domain.dialogues.selectors import guidance, kind_closed, prerequisite, sent
from legesvar.domain.dialogues.selectors import price as price_now
from legesvar.domain.dialogues.states import State
from legesvar.domain.files import commands as files_commands
from legesvar.domain.files import selectors as files
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Listing
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.policies import Recipient, Writing
from legesvar.domain.services.settings import ServiceSettings


@command
def send(
    *, actor: Actor, kind: Kind, draft_id: UUID, hidden: bool = False, seen: UUID | None = None, now: datetime
) -> Dialogue:
    """Send the draft: a dialogue that waits for the clinic, in the worklist, in the record and in the trace.

    The same draft again gives the dialogue it became, so that a double click, a reload or two tabs make one.

    :param draft_id: the draft the page was about; a newer one is not sent in its place
    :param hidden: keep it from those who act for the patient, all their days; a choice of children of 12 to 15
    :param seen: `Draft.written_from` of the text that was shown; None for a page that says nothing of it
    :raises Refused: NO_DRAFT, WRITTEN_ELSEWHERE, NOT_DECLARED, GUIDANCE_CHANGED, NOT_ACCEPTED, PRICE_CHANGED,
        EMPTY_TEXT, TOO_LONG, TOO_MANY_FILES, NOT_ON_LIST, NOT_IN_MANDATE, CANNOT_HIDE, what patients must have in
        order, or services' reasons why it cannot be sent now, or not to this recipient
    """
    draft = drafting.lock(actor, kind)
    already = sent(actor, draft_id)
    if already is not None:
        return already
    if draft is None or draft.public_id != draft_id:
        raise Refused(policies.Refusal.NO_DRAFT)
    refuse_if(policies.Refusal.WRITTEN_ELSEWHERE if seen not in {None, draft.written_from} else None)
    place, settings, recipient = _checked(actor, kind, draft, now)
    refuse_if(policies.hiding_refused(actor, place.birth_date, oslo_date(now)) if hidden else None)
    pictures = _pictures(actor, draft)
    refuse_if(policies.files_refused(len(pictures), settings.max_files), most=settings.max_files)
    dialogue = _begin(actor, draft, place, recipient, settings, len(pictures), hidden, now)
    written = policies.composed(draft.texts, settings.form)
    following.message(actor, dialogue, 1, written, dialogue.send_key, now)
    _attach(actor, dialogue, pictures)
    following.put_on_worklist(actor, dialogue, now)
    following.put_on_record(actor, dialogue, written, now, [picture.public_id for picture in pictures])
    following.trace(actor, dialogue, Event.DIALOGUE_STARTED, now, kind=dialogue.kind)
    DraftFile.objects.filter(draft_id=draft.id).delete()
    draft.delete()
    return dialogue


def _checked(
    actor: Actor, kind: Kind, draft: Draft, now: datetime
) -> tuple[Listing, ServiceSettings, Recipient | None]:
    place = patients.listing(actor, draft.clinic_id, draft.person_id)
    refuse_if(None if place else policies.Refusal.NOT_ON_LIST)
    refuse_if(policies.mandate_refused(actor, Kind(draft.kind), draft.clinic_id))
    assert place is not None  # noqa: S101 - refused above
    refuse_if(prerequisite(actor, place, kind, now))
    settings = services.settings(actor, draft.clinic_id, now, kind)
    _lock_the_day(draft.clinic_id, kind, settings)
    refuse_if(kind_closed(actor, draft.clinic_id, kind, now, begun_at=draft.created_at))
    choices = services.recipients(actor, place, now, kind, Writing(kind, draft.recipient_id, draft.created_at))
    refuse_if(service_policies.recipient_refused(settings, choices, draft.recipient_id))
    price = price_now(actor, place, now) if DECLARED[kind].charged else None
    refuse_if(
        policies.not_ready(
            kind,
            declared=draft.not_urgent,
            answered=draft.guidance,
            asked=guidance(actor, place, kind, now, settings).version,
            consented=billing.consented_price(draft.consent).shown if draft.consent else None,
            in_force=price.shown if price else None,
        )
    )
    refuse_if(policies.texts_refused(draft.texts, settings.form, settings.character_limit))
    return place, settings, next((c for c in choices if c.staff_id == draft.recipient_id), None)


def _lock_the_day(clinic_id: int, kind: Kind, settings: ServiceSettings) -> None:
    """Let those who send come one by one where the clinic takes so many a day, so that it never gets one more."""
    if settings.daily_limit is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"sent:{clinic_id}:{kind}"])


def _pictures(actor: Actor, draft: Draft) -> list[FileRow]:
    ids = list(DraftFile.objects.filter(draft_id=draft.id).order_by("id").values_list("file_id", flat=True))
    known = files.details(actor, ids)
    return [known[i] for i in ids]


def _begin(
    actor: Actor, draft: Draft, place: Listing, recipient: Recipient | None, settings: ServiceSettings, pictures: int,
    hidden: bool, now: datetime,
) -> Dialogue:  # fmt: skip
    return Dialogue.objects.create(
        send_key=draft.public_id, kind=draft.kind, state=State.WAITING_FOR_CLINIC, clinic_id=draft.clinic_id,
        person_id=draft.person_id, hidden=hidden, patient_name=place.name, birth_date=place.birth_date,
        clinic_name=clinics.clinic(actor, draft.clinic_id).name,
        recipient_id=recipient.staff_id if recipient else None, recipient_name=recipient.name if recipient else "",
        from_name=recipient.name if recipient else "", consent_id=draft.consent_id, attachments=pictures,
        purpose=settings.purpose, previous=draft.previous, guidance=draft.guidance, started_at=now, updated_at=now,
        due_date=services.due_date(actor, draft.clinic_id, now, settings.answer_days),
    )  # fmt: skip


def _attach(actor: Actor, dialogue: Dialogue, pictures: list[FileRow]) -> None:
    files_commands.hide(actor=actor, file_ids=[picture.id for picture in pictures], hidden=dialogue.hidden)
    Attachment.objects.bulk_create(
        Attachment(
            dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
            message_number=1, file_id=picture.id,
        )
        for picture in pictures
    )  # fmt: skip
