"""How somebody can be reached, and how each clinic is to do it (ID-4, NOTE-1)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.actor import Scope
from legesvar.core.refusal import Unknown
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors as lists
from legesvar.web.access import patient_page
from legesvar.web.login.addresses import HOME
from legesvar.web.patient.home import tell_of_clinic
from legesvar.web.patient.profile import pages
from legesvar.web.patient.profile.back import onward, wanted
from legesvar.web.patient.profile.forms import ChannelForm


@patient_page(methods=("GET",))
def profile(request: HttpRequest) -> HttpResponse:
    """Show what we have, whether it is verified, and how each clinic tells that there is something to read."""
    if request.actor.scope is not Scope.SELF:
        raise Unknown
    tell_of_clinic(request)
    page = pages.profile(request.actor, clock.now(), wanted(request), request.GET)
    return render(request, "patient/profile/profile.html", {"page": page, "section": "profile"})


@patient_page
def channel(request: HttpRequest, clinic_id: UUID) -> HttpResponse:
    """Let a patient say how one of their clinics is to tell them (NOTE-1)."""
    clinic = clinics.clinic_by_public_id(request.actor, clinic_id)
    place = lists.listing(request.actor, clinic.id, request.actor.person_id) if clinic else None
    if clinic is None or place is None:
        raise Unknown
    form = ChannelForm(request.POST if request.method == "POST" else None, initial={"channel": place.notice_channel})
    if form.is_bound and form.is_valid():
        patients.choose_notice_channel(
            actor=request.actor, clinic_id=clinic.id, channel=form.cleaned_data["channel"], now=clock.now()
        )
        return HttpResponseRedirect(onward(request, "profile", valgt="1"))
    page = pages.ChannelPage(clinic.name, onward(request, "profile"))
    return render(request, "patient/profile/channel.html", {"page": page, "form": form, "section": "profile"})


@patient_page
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask, after a login, whether what we have is still right; once it may wait (ID-4)."""
    back = wanted(request) or HOME[Audience.PATIENT]
    if request.method == "POST":
        act = contact.put_off_confirming if "senere" in request.POST else contact.confirm_contact
        act(actor=request.actor, now=clock.now())
        return HttpResponseRedirect(back)
    data = identity.contact_data(request.actor, request.actor.person_id)
    page = pages.confirm(data, clock.now(), reverse("profile:profile"), back)
    return render(request, "patient/profile/confirm.html", {"page": page})
