"""A patient's page, and what is done about their place on the list (ADMIN-3)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.identity import selectors as identity
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.kinds import Left
from legesvar.domain.patients.selectors import Listing
from legesvar.web.access import clinic_page
from legesvar.web.clinic.patient import pages
from legesvar.web.clinic.patient.forms import GpForm, LeaveForm
from legesvar.web.clinic.patient.opening import back, carried, head, opened
from legesvar.web.clinic.register.forms import DetailsForm, gp_id
from legesvar.words import dates, refusals

FIELDS = {
    "patients.no_name": "name", "patients.no_email": "email", "patients.no_mobile": "mobile",
    "patients.no_such_gp": "gp", "patients.same_gp": "gp", "patients.left_on_wrong_day": "last_day",
    "patients.ends_before_it_starts": "last_date", "patients.no_services": "services",
    "patients.unknown_service": "services",
}  # fmt: skip
TEMPLATES = {
    "details": "clinic/patient/details.html",
    "gp": "clinic/patient/gp.html",
    "come_back": "clinic/patient/come_back.html",
    "leave": "clinic/patient/leave.html",
    "representation": "clinic/patient/representation.html",
    "end_representation": "clinic/patient/end_representation.html",
    "write": "clinic/patient/write.html",
    "phone": "clinic/patient/phone.html",
    "entered": "clinic/patient/entered.html",
}
DONE = {"endret", "beholdt"}


@clinic_page(Permission.PATIENTS, methods=("GET",))
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Open a patient's page; who must say why is asked first."""
    place = opened(request, patient_id)
    if isinstance(place, HttpResponse):
        return place
    page = pages.page(request.actor, place, carried(request), clock.now())
    done = request.GET.get("gjort", "")
    context = {"page": page, "done": done if done in DONE else "", "section": "patients"}
    return render(request, "clinic/patient/page.html", context)


@clinic_page(Permission.REGISTER)
def details(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Put right what the clinic has written about a patient."""
    actor, place = request.actor, head(request, patient_id)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial={"name": place.name})
    kept: list[bool] = []

    def act() -> None:
        given = form.cleaned_data
        kept.append(
            bool(
                membership.change_details(
                    actor=actor, patient_id=patient_id, name=given["name"], email=given["email"],
                    mobile=given["mobile"], now=clock.now(),
                )
            )
        )  # fmt: skip

    status = tried(form, act)
    if status == 302:
        return redirect(_with(back(request, patient_id), "beholdt" if kept[0] else "endret"))
    return shown(request, place, form, "details", status)


@clinic_page(Permission.REGISTER)
def gp(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Let a patient have another GP at the clinic."""
    return _with_gp(request, patient_id, "gp", membership.change_gp)


@clinic_page(Permission.REGISTER)
def come_back(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Put somebody who left back on the list."""
    return _with_gp(request, patient_id, "come_back", membership.bring_back)


def _with_gp(request: HttpRequest, patient_id: UUID, name: str, command: Callable[..., None]) -> HttpResponse:
    actor, place = request.actor, head(request, patient_id)
    doctors = clinics.doctors(actor, place.clinic_id)
    form = GpForm(request.POST if request.method == "POST" else None, doctors=doctors, gp_id=place.gp_id)

    def act() -> None:
        chosen = gp_id(form.cleaned_data["gp"], doctors)
        command(actor=actor, patient_id=patient_id, gp_id=chosen, now=clock.now())

    status = tried(form, act)
    if status == 302:
        return redirect(_with(back(request, patient_id), "endret"))
    return shown(request, place, form, name, status)


@clinic_page(Permission.REGISTER)
def leave(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """End somebody's time on the list, after saying what that means for what is under way."""
    actor, place, now = request.actor, head(request, patient_id), clock.now()
    form = LeaveForm(request.POST if request.method == "POST" else None, today=oslo_date(now))

    def act() -> None:
        why, day = Left(form.cleaned_data["why"]), form.cleaned_data["last_day"]
        membership.leave(actor=actor, patient_id=patient_id, last_day=day, why=why, now=now)

    status = tried(form, act)
    if status == 302:
        return redirect(_with(back(request, patient_id), "endret"))
    running = dialogues.count_open(actor, place.person_id)
    return shown(request, place, form, "leave", status, running=running)


def tried(form: forms.Form, act: Callable[[], None]) -> int:
    """Act on a form, if it was sent and is good; return the answer's status, 302 when it is done.

    What a rule says no to stands in the form, beside the field it is about.
    """
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 200
    try:
        act()
    except Refused as refused:
        field = FIELDS.get(refused.reason.value)
        form.add_error(field if field in form.fields else None, refusals.text(refused))
        return 409
    return 302


def shown(
    request: HttpRequest, place: Listing, form: forms.Form, name: str, status: int, **more: object
) -> HttpResponse:
    """Show the page of one act, with whom it is about in sight."""
    context = {
        "form": form, "name": place.name, "born": dates.numeric(place.birth_date), "left": place.ended_at is not None,
        "back_url": back(request, place.public_id), "section": "patients", **more,
    }  # fmt: skip
    if name == "details":
        data = identity.contact_data(request.actor, place.person_id)
        context["verified"] = data.email_verified_at is not None or data.mobile_verified_at is not None
    return render(request, TEMPLATES[name], context, status=status)


def _with(address: str, done: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}gjort={done}"
