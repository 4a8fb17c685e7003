"""A dialogue on paper, as the patient sees it: from its thread to the document that is typeset (DIA-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import override, pgettext

from legesvar.core.clock import OSLO
from legesvar.domain.dialogues.selectors import MessageRow, Thread
from legesvar.words import files as file_words
from legesvar.words import labels
from legesvar.words.documents.shapes import DialogueDocument, Entry, Patient, Picture


def document(
    thread: Thread, pictures: Mapping[UUID, bytes], *, printed_at: datetime, language: str = "nb"
) -> DialogueDocument:
    """Return a dialogue as it is typeset for the patient.

    :param pictures: the pictures that were sent in it, by public id; a picture that is not among them is named
    """
    row = thread.dialogue
    with override(language):
        return DialogueDocument(
            kind=labels.kind_label(row.kind),
            clinic=row.clinic_name,
            recipient=row.recipient_name or row.clinic_name,
            patient=Patient(name=row.patient_name, birth_date=row.birth_date),
            status=labels.state_label(row.state, row.kind),
            entries=tuple(_entry(message, pictures) for message in thread.messages),
            printed_at=printed_at,
            language=language,
        )


def file_name(started_at: datetime) -> str:
    """Name the file; it lies where others may see it, so it tells neither the kind nor to whom."""
    return f"samtale-{started_at.astimezone(OSLO):%Y-%m-%d}.pdf"


def _entry(message: MessageRow, pictures: Mapping[UUID, bytes]) -> Entry:
    drawn = [file for file in message.files if file.public_id in pictures]
    return Entry(
        author=message.author_name,
        role="" if message.from_patient else labels.role_label(message.author_role),
        written_at=message.at,
        text=message.text,
        pictures=tuple(
            Picture(content=pictures[file.public_id], description=pgettext("journal", "Bilde: %s") % file.name)
            for file in drawn
        ),
        files=tuple(file_words.on_paper(file) for file in message.files if file.public_id not in pictures),
    )
