"""The record grows: an entry for each message, and addenda. Nothing in it is changed (REC-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.journal import policies
from legesvar.domain.journal.models import Entry
from legesvar.domain.journal.selectors import EntryRow, entries_about


@command
def record(
    *, actor: Actor, clinic_id: int, person_id: int, about: UUID, text: str, files: Sequence[UUID] = (),
    hidden: bool = False, now: datetime,
) -> Entry:  # fmt: skip
    """Add what somebody wrote, with its pictures, to the patient's record.

    :param files: public ids of the files that belong to it
    """
    return _add(actor, clinic_id, person_id, about, text, files, None, hidden, now, Event.JOURNALED)


@command
def correct(*, actor: Actor, entry_id: UUID, text: str, now: datetime) -> Entry:
    """Add a correction to an entry. The entry itself stays as it was written.

    :raises Refused: NO_ENTRY, EMPTY_TEXT
    """
    entry = Entry.objects.filter(public_id=entry_id, clinic_id=actor.clinic_id).first()
    refuse_if(policies.correction_refused(exists=entry is not None, text=text))
    assert entry is not None  # noqa: S101 - the policy has refused otherwise
    return _add(
        actor, entry.clinic_id, entry.person_id, entry.about, text.strip(), (), entry_id, entry.hidden, now,
        Event.JOURNAL_CORRECTED,
    )  # fmt: skip


@command
def extract(*, actor: Actor, about: UUID, person_id: int, hidden: bool, now: datetime) -> list[EntryRow]:
    """Return all entries about one dialogue for printing, and note that they were taken out.

    :param hidden: whether the dialogue is kept from those who act for the patient
    """
    assert actor.clinic_id is not None  # noqa: S101 - only staff have a record to print from
    audit.record(
        actor=actor, event=Event.JOURNAL_EXTRACTED, clinic_id=actor.clinic_id, person_id=person_id, about=about,
        hidden=hidden, now=now,
    )  # fmt: skip
    return entries_about(actor, about)


def _add(
    actor: Actor, clinic_id: int, person_id: int, about: UUID, text: str, files: Sequence[UUID],
    corrects: UUID | None, hidden: bool, now: datetime, event: Event,
) -> Entry:  # fmt: skip
    newest = Entry.objects.filter(clinic_id=clinic_id, person_id=person_id, about=about).aggregate(n=Max("number"))["n"]
    entry = Entry.objects.create(
        clinic_id=clinic_id, person_id=person_id, about=about, number=(newest or 0) + 1, author_name=actor.name,
        author_role=actor.role, at=now, text=text, files=[str(f) for f in files], corrects=corrects, hidden=hidden,
    )  # fmt: skip
    audit.record(
        actor=actor, event=event, clinic_id=clinic_id, person_id=person_id, about=about, hidden=hidden, now=now,
        entry=str(entry.public_id),
    )  # fmt: skip
    return entry
