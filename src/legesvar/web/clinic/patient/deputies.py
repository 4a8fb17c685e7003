"""Who acts for a patient at the clinic: parents, those with a fullmakt, guardians (ID-6)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Unknown
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.identity import selectors as identity
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.commands.membership import Entered
from legesvar.domain.patients.kinds import Basis
from legesvar.web.access import clinic_page
from legesvar.web.clinic.patient.forms import RepresentationForm
from legesvar.web.clinic.patient.opening import back, head
from legesvar.web.clinic.patient.views import shown, tried
from legesvar.words import register as words


@clinic_page(Permission.REGISTER)
def new_representation(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Record that somebody may act for a patient."""
    actor, place, now = request.actor, head(request, patient_id), clock.now()
    form = RepresentationForm(request.POST if request.method == "POST" else None, today=oslo_date(now))

    def act() -> None:
        given = form.cleaned_data
        somebody = Entered(given["number"].digits, given["number"].birth_date, given["name"])
        membership.let_act(
            actor=actor, patient_id=patient_id, representative=somebody, basis=Basis(given["basis"]),
            services=tuple(given["services"]), first_date=given["first_date"], last_date=given["last_date"], now=now,
        )  # fmt: skip

    status = tried(form, act)
    if status == 302:
        return redirect(f"{back(request, patient_id)}#handler-for")
    return shown(request, place, form, "representation", status)


@clinic_page(Permission.REGISTER)
def end_representation(request: HttpRequest, patient_id: UUID, representation_id: UUID) -> HttpResponse:
    """End a representation, after saying whose it is."""
    actor, place = request.actor, head(request, patient_id)
    found = selectors.representations(actor, place)
    row = next((one for one in found if one.public_id == representation_id), None)
    if row is None:
        raise Unknown
    if request.method == "POST":
        patients.end_representation(actor=actor, representation_id=representation_id, now=clock.now())
        return redirect(f"{back(request, patient_id)}#handler-for")
    known = identity.people(actor, {row.representative_id})
    return shown(
        request, place, forms.Form(), "end_representation", 200, basis=str(words.BASIS[Basis(row.basis)]),
        representative=row.name or known[row.representative_id].name, over=row.ended_at is not None,
    )  # fmt: skip
