"""The record in words: from its entries to the document that is typeset (REC-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import override, pgettext

from legesvar.domain.files.selectors import FileRow
from legesvar.domain.journal.selectors import EntryRow
from legesvar.domain.patients.selectors import Listing
from legesvar.words import files as file_words
from legesvar.words import labels
from legesvar.words.documents.shapes import Addendum, Entry, JournalDocument, Patient, Picture


def extract(
    *, clinic: str, place: Listing, kind: str, entries: Sequence[EntryRow], files: Sequence[FileRow],
    pictures: Mapping[UUID, bytes], printed_by: str, printed_at: datetime, language: str = "nb",
) -> JournalDocument:  # fmt: skip
    """Return an extract of what the record holds about one dialogue, each correction under what it corrects.

    :param kind: the dialogue's kind, which heads each entry
    :param files: what was sent with the entries
    :param pictures: the pictures among them, by public id
    """
    known = {str(file.public_id): file for file in files}
    with override(language):
        return JournalDocument(
            clinic=clinic,
            patient=Patient(name=place.name, birth_date=place.birth_date, identity_number=place.identity_number),
            entries=tuple(
                _entry(row, entries, kind, [known[name] for name in row.files if name in known], pictures)
                for row in entries
                if row.corrects is None
            ),
            printed_by=printed_by,
            printed_at=printed_at,
            language=language,
        )


def _entry(
    row: EntryRow, rows: Sequence[EntryRow], kind: str, files: Sequence[FileRow], pictures: Mapping[UUID, bytes]
) -> Entry:
    return Entry(
        author=row.author_name, role=labels.role_label(row.author_role), written_at=row.at, text=row.text,
        heading=labels.kind_label(kind),
        pictures=tuple(
            Picture(content=pictures[file.public_id], description=pgettext("journal", "Bilde: %s") % file.name)
            for file in files
            if file.public_id in pictures
        ),
        files=tuple(file_words.on_paper(file) for file in files if file.public_id not in pictures),
        addenda=tuple(
            Addendum(
                author=other.author_name, role=labels.role_label(other.author_role), written_at=other.at,
                text=other.text,
            )
            for other in rows
            if other.corrects == row.public_id
        ),
    )  # fmt: skip
