"""Innsyn (PRIV-3): who has opened or done what with the patient's record, when and in which role."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.domain.audit import selectors
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.web import trail as pages
from legesvar.web.access import patient_page
from legesvar.web.patient.home import tell_of_clinic


@patient_page(methods=("GET",))
def trail(request: HttpRequest) -> HttpResponse:
    """Show a page of the trail; to somebody who acts for the patient, of what they may see."""
    actor = request.actor
    limits = dialogues.trail_limits(actor)
    tell_of_clinic(request)
    found = selectors.trail(actor, person_id=actor.person_id, limits=limits, key=request.GET.get("side"))
    page = pages.page(actor, found, clock.oslo_date(clock.now()), address=_address)
    return render(request, "patient/trail/page.html", {"page": page, "section": "trail"})


def _address(dialogue_id: UUID) -> str:
    return reverse("patient:dialogue", args=[dialogue_id])
