"""Reading standard texts: the clinic's, and one's own. A colleague's own are not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.standard_texts.models import Text, Version
from legesvar.domain.standard_texts.policies import MOST
from legesvar.domain.standard_texts.settings import StandardTextSettings


@dataclass(frozen=True, slots=True)
class TextRow:
    """One standard text."""

    public_id: UUID
    owner_id: int | None
    title: str
    text: str
    kinds: tuple[str, ...]
    language: str
    version: int
    changed_at: datetime
    changed_by: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What a standard text was."""

    number: int
    title: str
    text: str
    kinds: tuple[str, ...]
    language: str
    at: datetime
    by: str


def settings_in_force(actor: Actor, clinic_id: int, at: datetime) -> StandardTextSettings:
    """Return what a clinic had decided about standard texts at an instant."""
    return clinics.settings_for(actor, clinic_id, StandardTextSettings, at)


_IN_USE = (
    "WHERE clinic_id = %s AND (owner_id IS NULL OR owner_id = %s) AND retired_at IS NULL ORDER BY title, id LIMIT %s"
)


def texts(actor: Actor) -> list[TextRow]:
    """Return the texts in use that the actor may put into an answer, by title: the clinic's and their own."""
    # Two owners with at most so many each, so the list ends by itself.
    rows = by_sql.rows(Text, _IN_USE, [actor.clinic_id, actor.staff_id, 2 * MOST])
    return [_row(row) for row in rows]


def texts_for(actor: Actor, kind: str) -> list[TextRow]:
    """Return the texts that are meant for a kind of dialogue, and those that are for every kind."""
    return [row for row in texts(actor) if not row.kinds or kind in row.kinds]


def text(actor: Actor, public_id: UUID) -> TextRow | None:
    """Return one text, also one that is no longer in use."""
    row = Text.objects.filter(_within_reach(actor), clinic_id=actor.clinic_id, public_id=public_id).first()
    return _row(row) if row else None


def versions(actor: Actor, public_id: UUID) -> list[VersionRow]:
    """Return what a text has been, the newest first."""
    of = Text.objects.filter(_within_reach(actor), clinic_id=actor.clinic_id, public_id=public_id)
    rows = Version.objects.filter(of__in=of.values("id")).order_by("-number")[:MOST]
    return [VersionRow(r.number, r.title, r.text, tuple(r.kinds), r.language, r.at, r.by) for r in rows]


def _within_reach(actor: Actor) -> Q:
    return Q(owner_id=None) | Q(owner_id=actor.staff_id)


def _row(row: Text) -> TextRow:
    return TextRow(
        row.public_id, row.owner_id, row.title, row.text, tuple(row.kinds), row.language, row.version, row.changed_at,
        row.changed_by, row.retired_at,
    )  # fmt: skip
