"""Reading the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.journal.models import Entry
from legesvar.domain.journal.settings import JournalSettings


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as it is read and printed."""

    public_id: UUID
    number: int
    author_name: str
    author_role: str
    at: datetime
    text: str
    files: tuple[str, ...]
    corrects: UUID | None


def settings_in_force(actor: Actor, clinic_id: int, at: datetime) -> JournalSettings:
    """Return what a clinic had decided about the record at an instant."""
    return clinics.settings_for(actor, clinic_id, JournalSettings, at)


def entries_about(actor: Actor, about: UUID) -> list[EntryRow]:
    """Return all entries about one dialogue at the actor's clinic, in order."""
    rows = by_sql.rows(Entry, "WHERE clinic_id = %s AND about = %s ORDER BY number", [actor.clinic_id, about])
    return [_row(row) for row in rows]


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        entry.public_id, entry.number, entry.author_name, entry.author_role, entry.at, entry.text,
        tuple(entry.files), entry.corrects,
    )  # fmt: skip
