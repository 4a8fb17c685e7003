"""Standard texts in an answer: chosen by name, filled in on the server, laid after what is written already (WORK-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse

from legesvar.core import clock
from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.standard_texts import policies, selectors
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue.opening import head
from legesvar.words import standard_texts as said

INSERT, CHOSEN = "insert", "mal"


@dataclass(frozen=True, slots=True)
class Named:
    """A standard text as it stands in the list to choose from."""

    public_id: UUID
    title: str


def names(actor: Actor, kind: str) -> tuple[Named, ...]:
    """Return the texts that may be put into an answer to a kind of dialogue."""
    return tuple(Named(row.public_id, row.title) for row in selectors.texts_for(actor, kind))


def offered(actor: Actor, kind: str, page: Any, field: str) -> dict[str, Any]:
    """Return what `_standard_texts.html` needs to offer the texts of a kind in a form's field, on a dialogue's page."""
    return {
        "standard_texts": names(actor, kind), "standard_texts_url": f"{page.url}tekstmaler/{page.query}",
        "standard_texts_into": field,
    }  # fmt: skip


def inserted(request: HttpRequest, about: Head, written: str) -> str:
    """Return what is written with the chosen text after it; a choice that does not exist changes nothing."""
    try:
        chosen = selectors.text(request.actor, UUID(request.POST.get(CHOSEN, "")))
    except ValueError:
        chosen = None
    if chosen is None or chosen.retired_at is not None:
        return written
    filled = policies.resolved(chosen.text, _values(request.actor, about, clock.now()))
    return "\n\n".join(part for part in (written.strip(), filled) if part)


@clinic_page(Permission.PREPARE_ANSWER, methods=("GET",))
def texts(request: HttpRequest, dialogue_id: UUID) -> JsonResponse:
    """Give the texts that fit a dialogue, filled in, to the list that opens while somebody types."""
    about = head(request, dialogue_id)
    values = _values(request.actor, about, clock.now())
    rows = selectors.texts_for(request.actor, about.kind)
    found = [{"title": row.title, "text": policies.resolved(row.text, values)} for row in rows]
    return JsonResponse({"texts": found})


def _values(actor: Actor, about: Head, now: datetime) -> dict[str, str]:
    clinic = clinics.clinic(actor, actor.clinic_id or 0)
    doctor = actor.name if actor.role in DOCTOR_ROLES else about.recipient_name
    return said.values(
        patient=about.patient_name, clinic=clinic.name, doctor=doctor, phone=clinic.phone, today=oslo_date(now),
        booking=selectors.settings_in_force(actor, clinic.id, now).booking_link,
    )  # fmt: skip
