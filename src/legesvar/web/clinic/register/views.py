"""Finding a patient, and putting one on the list by hand (ADMIN-3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.patients.commands import membership
from legesvar.domain.patients.commands.membership import Entered
from legesvar.web.access import clinic_page
from legesvar.web.clinic.register import pages
from legesvar.web.clinic.register.forms import NewPatientForm, gp_id
from legesvar.words import refusals


@clinic_page(Permission.PATIENTS)
def register(request: HttpRequest) -> HttpResponse:
    """Show the clinic's patients by family name, or those that were looked for: that is posted, and in no address."""
    page = pages.register(request.actor, request.POST.get("sok", ""), request.GET.get("side"))
    return render(request, "clinic/register/page.html", {"page": page, "section": "patients"})


@clinic_page(Permission.REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Put a person on the list by hand."""
    actor, status = request.actor, 200
    doctors = clinics.doctors(actor, actor.clinic_id)
    form = NewPatientForm(request.POST if request.method == "POST" else None, doctors=doctors)
    if form.is_valid():
        given = form.cleaned_data
        entered = Entered(
            identity_number=given["number"].digits, birth_date=given["number"].birth_date, name=given["name"],
            email=given["email"], mobile=given["mobile"], gp_id=gp_id(given["gp"], doctors),
        )  # fmt: skip
        try:
            row = membership.enlist(actor=actor, entered=entered, now=clock.now())
        except Refused as refused:
            form.add_error(FIELDS.get(refused.reason.value), refusals.text(refused))
            status = 409
        else:
            return redirect("clinic:patient", row.public_id)
    return render(request, "clinic/register/new.html", {"form": form, "section": "patients"}, status=status)


# Which field a refusal is about, so that it stands where it is mended.
FIELDS = {
    "patients.already_listed": "number", "patients.no_name": "name", "patients.no_email": "email",
    "patients.no_mobile": "mobile", "patients.no_such_gp": "gp",
}  # fmt: skip
