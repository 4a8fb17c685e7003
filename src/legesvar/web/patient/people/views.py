"""Whom it is about: oneself, or somebody one acts for (ID-6)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Unknown
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.patients import selectors
from legesvar.web.access import patient_page
from legesvar.web.patient.home import tell_of_clinic
from legesvar.web.patient.people import pages
from legesvar.web.patient.people.unread import unread_of


@patient_page(methods=("GET",), unlisted=True)
def choose(request: HttpRequest) -> HttpResponse:
    """Show whom somebody may act for, and how one comes to."""
    now = clock.now()
    found = selectors.whom_may_i_act_for(request.actor, now)
    request.unread = dialogues.unread(request.actor)
    tell_of_clinic(request)
    own = (request.actor.name, request.unread) if request.visit.session.listed else None
    page = pages.people(own, found, unread_of(request.actor, found), clock.oslo_date(now))
    return render(request, "patient/people/people.html", {"page": page, "section": "people"})


@patient_page(methods=("GET",), unlisted=True)
def enter(request: HttpRequest, person: UUID) -> HttpResponse:
    """Lead to the Innboks of the person in the address, who may be oneself."""
    if person == request.actor.public_id:
        return HttpResponseRedirect(reverse("patient:inbox"))
    if selectors.representation_in_force(request.actor, person, clock.now()) is None:
        raise Unknown
    return HttpResponseRedirect(pages.inbox_of(person))
