"""While somebody is logged in: how long is left, going on, which clinic, and what was written too late."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from legesvar.core import clock
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.kinds import Audience
from legesvar.web.access import clinic_page, patient_page
from legesvar.web.fields import RadioField
from legesvar.web.login import parking
from legesvar.web.login.addresses import HOME, own_path, wanted_page
from legesvar.words import roles


@patient_page(methods=("GET",), session="background", unlisted=True)
def left(request: HttpRequest) -> HttpResponse:
    """Tell a page how long its patient stays logged in; asking is not being active."""
    return _left(request)


@clinic_page(None, methods=("GET",), session="background", without_clinic=True)
def left_at_clinic(request: HttpRequest) -> HttpResponse:
    """Tell a page how long its colleague stays logged in."""
    return _left(request)


@patient_page(methods=("POST",), unlisted=True)
def extend(request: HttpRequest) -> HttpResponse:
    """Go on: the decorator has noted that the person is here."""
    return _extended(request, Audience.PATIENT)


@clinic_page(None, methods=("POST",), without_clinic=True)
def extend_at_clinic(request: HttpRequest) -> HttpResponse:
    """Go on, at a clinic."""
    return _extended(request, Audience.CLINIC)


def _left(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"left": request.visit.seconds_left(clock.now()), "final": request.visit.is_final()})


def _extended(request: HttpRequest, audience: Audience) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return _left(request)
    return redirect(wanted_page(request, audience) or HOME[audience])


@patient_page(methods=("GET",))
def kept(request: HttpRequest) -> HttpResponse:
    """Show what a patient wrote too late, ready to be sent."""
    return _kept(request, Audience.PATIENT, "login/kept_patient.html")


@clinic_page(None, methods=("GET",))
def kept_at_clinic(request: HttpRequest) -> HttpResponse:
    """Show what a colleague wrote too late, ready to be sent."""
    return _kept(request, Audience.CLINIC, "login/kept_clinic.html")


def _kept(request: HttpRequest, audience: Audience, template: str) -> HttpResponse:
    waiting = parking.waiting(request, audience, request.actor)
    context = {"waiting": waiting, "home": HOME[audience], "field": parking.FIELD}
    return render(request, template, context, status=200 if waiting else 404)


class ChooseClinic(forms.Form):
    """Where somebody works now."""

    staff = RadioField(label=_("Hvilket legekontor jobber du ved nå?"))

    def __init__(self, *args: object, places: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].choices = places


@clinic_page(None, without_clinic=True)
def choose_clinic(request: HttpRequest) -> HttpResponse:
    """Choose where to work, of those clinics where the account works now."""
    own = clinics.memberships(request.actor.account_id)
    if request.visit.session.local:  # a password of ours opens one clinic
        own = [place for place in own if place[0].id == request.actor.staff_id]
    places = {str(member.public_id): (member, name) for member, name in own}
    choices = [(key, f"{name} ({roles.label(member.role)})") for key, (member, name) in places.items()]
    here = str(request.actor.public_id) if request.actor.is_staff else None
    form = ChooseClinic(request.POST or None, places=choices, initial={"staff": here})
    wanted = own_path(request.GET.get("neste"), Audience.CLINIC)
    if form.is_valid() and not request.visit.session.local:
        member, _name = places[form.cleaned_data["staff"]]
        identity.choose_clinic(actor=request.actor, staff_id=member.id, clinic_id=member.clinic_id, now=clock.now())
        return HttpResponseRedirect(wanted or HOME[Audience.CLINIC])
    return render(request, "login/choose_clinic.html", {"form": form})
