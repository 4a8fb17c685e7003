"""The way into a patient's page: it is opened and traced, or the reader is first asked why (WORK-8)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.patients import selectors
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.kinds import ASKED, Why
from legesvar.domain.patients.selectors import Listing
from legesvar.web.clinic.patient.forms import WhyForm
from legesvar.words import dates

WHY = "grunn"


def opened(request: HttpRequest, patient_id: UUID) -> Listing | HttpResponse:
    """Open a patient's page, or return the page that asks why.

    :raises Unknown: when there is no such patient at the actor's clinic
    """
    asked = request.GET.get(WHY)
    # It is traced for good, so only our own words get in.
    why = asked if asked in set(Why) else Why.IN_TURN.value
    try:
        return membership.open_patient(actor=request.actor, patient_id=patient_id, why=why, now=clock.now())
    except Refused:
        return _ask(request, patient_id)


def head(request: HttpRequest, patient_id: UUID) -> Listing:
    """Return who it is, for a page about one act.

    :raises Unknown: when there is no such patient at the actor's clinic
    """
    place = selectors.place(request.actor, patient_id)
    if place is None:
        raise Unknown
    return place


def carried(request: HttpRequest) -> str:
    """Return the query that goes from page to page of one patient: the reason that was given, if any."""
    why = request.GET.get(WHY)
    return f"?{urlencode({WHY: why})}" if why in ASKED else ""


def back(request: HttpRequest, patient_id: UUID) -> str:
    """Return the address of the patient's page, with the reason."""
    return reverse("clinic:patient", args=[patient_id]) + carried(request)


def _ask(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    place = head(request, patient_id)
    context = {
        "name": place.name, "born": dates.numeric(place.birth_date), "section": "patients",
        "form": WhyForm(request.GET if WHY in request.GET else None),
    }  # fmt: skip
    return render(request, "clinic/patient/why.html", context)
