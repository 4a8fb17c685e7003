"""Who has opened and done what (PRIV-2). Doctors and administrators see it; only who may read gets to the text."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Unknown
from legesvar.domain.audit import commands
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.patients import selectors as patients
from legesvar.web import trail as pages
from legesvar.web.access import clinic_page
from legesvar.web.clinic.patient.opening import back, carried, opened
from legesvar.words import dates, labels


@clinic_page(Permission.TRAIL, methods=("GET",))
def of_patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Show what was done and read about a patient; who must say why they look is asked first."""
    return _show(request, patient_id)


@clinic_page(Permission.TRAIL, methods=("GET",))
def of_dialogue(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Show what was done and read about one dialogue."""
    head = dialogues.head(request.actor, dialogue_id)
    place = patients.listing(request.actor, request.actor.clinic_id, head.person_id) if head else None
    if head is None or place is None:
        raise Unknown
    return _show(request, place.public_id, head)


def _show(request: HttpRequest, patient_id: UUID, head: Head | None = None) -> HttpResponse:
    place = opened(request, patient_id)
    if isinstance(place, HttpResponse):
        return place
    actor, now = request.actor, clock.now()
    found = commands.read_trail(
        actor=actor, person_id=place.person_id, about=head.public_id if head else None,
        hidden=head.hidden if head else False, key=request.GET.get("side"), now=now,
    )  # fmt: skip
    address = _address if may(actor.role, Permission.READ_DIALOGUE) else None
    query = carried(request)
    context = {
        "page": pages.page(actor, found, oslo_date(now), address=address, query=query.removeprefix("?")),
        "name": place.name, "born": dates.numeric(place.birth_date), "back_url": back(request, patient_id),
        "about": labels.kind_label(head.kind) if head else "", "section": "patients",
    }  # fmt: skip
    return render(request, "clinic/trail/page.html", context)


def _address(dialogue_id: UUID) -> str:
    return reverse("clinic:dialogue", args=[dialogue_id])
