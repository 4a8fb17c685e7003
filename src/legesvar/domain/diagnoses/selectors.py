"""Reading codes and diagnoses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from legesvar.core.actor import Actor
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.diagnoses.models import Code, Diagnosis
from legesvar.domain.diagnoses.settings import DiagnosisSettings

MOST = 20
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code and what it is called."""

    code: str
    title: str


def settings_in_force(actor: Actor, clinic_id: int, at: datetime) -> DiagnosisSettings:
    """Return what a clinic had decided about diagnoses at an instant."""
    return clinics.settings_for(actor, clinic_id, DiagnosisSettings, at)


def code(actor: Actor, written: str) -> CodeRow | None:
    """Return the code in use that somebody has written, if it is one: «R05», «r05», «R05 Hoste»."""
    first = written.split()[0].upper()[:10] if written.split() else ""
    row = Code.objects.filter(code=first, in_use=True).values_list("code", "title").first() if first.isalnum() else None
    return CodeRow(*row) if row else None


def search(actor: Actor, query: str) -> list[CodeRow]:
    """Return the codes in use that begin with a query, or hold each of its words, the best first. Codes are public."""
    words = query[:LONGEST_QUERY].replace("\0", "").lower().split()
    if not words:
        return []
    found = Q()
    for word in words:
        found &= Q(found_by__contains=word)
    begins = Case(
        When(code__istartswith=words[0], then=Value(0)), When(title__istartswith=words[0], then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    rows = Code.objects.filter(found, in_use=True).order_by(begins, "title", "code")
    return [CodeRow(*row) for row in rows.values_list("code", "title")[:MOST]]


def diagnoses_about(actor: Actor, about: UUID) -> list[CodeRow]:
    """Return what was found about a thing, in the order it was found."""
    rows = Diagnosis.objects.filter(clinic_id=actor.clinic_id, about=about).order_by("id")
    return [CodeRow(*row) for row in rows.values_list("code", "title")]
