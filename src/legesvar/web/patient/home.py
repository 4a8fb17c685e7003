"""The clinic whose list a patient is on, on pages that are about no dialogue of theirs."""

from __future__ import annotations

from django.http import HttpRequest

from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients import selectors as patients


def tell_of_clinic(request: HttpRequest) -> None:
    """Let the footer tell how to reach the clinic whose list the patient is on, where there is one and no other."""
    places = patients.lists(request.actor, request.actor.person_id or 0)
    if len(places) == 1:
        request.clinic = clinics.clinic(request.actor, places[0].clinic_id)
