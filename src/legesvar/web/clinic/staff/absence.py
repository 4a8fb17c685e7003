"""Who is away and who stands in: registered, ended early, and what there has been (ADMIN-2)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors
from legesvar.domain.clinics.commands import absence as commands
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.selectors import Member
from legesvar.domain.clinics.staffing import AbsenceRefusal
from legesvar.web.access import clinic_page
from legesvar.web.clinic.staff import pages
from legesvar.web.clinic.staff.forms import AbsenceForm
from legesvar.web.clinic.staff.views import SECTION
from legesvar.words import refusals, roles

WHERE = {
    AbsenceRefusal.BACKWARDS: "last_date", AbsenceRefusal.PAST: "last_date", AbsenceRefusal.TOO_LONG: "last_date",
    AbsenceRefusal.OVERLAPS: "absent", AbsenceRefusal.STANDS_IN: "absent", AbsenceRefusal.SAME_PERSON: "substitute",
    AbsenceRefusal.SUBSTITUTE_AWAY: "substitute",
}  # fmt: skip


def _doctors(actor: Actor) -> dict[str, Member]:
    staff = selectors.staff(actor, actor.clinic_id or 0)
    return {str(one.public_id): one for one in staff if one.role in DOCTOR_ROLES}


@clinic_page(Permission.STAFF)
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away, will be and was; take a new period."""
    doctors = _doctors(request.actor)
    choices = [(key, f"{one.name} ({roles.label(one.role)})") for key, one in doctors.items()]
    form = AbsenceForm(request.POST if request.method == "POST" else None, doctors=choices)
    if form.is_bound and form.is_valid() and _recorded(request.actor, form, doctors):
        return HttpResponseRedirect(f"{request.path}?gjort=lagret")
    return _show(request, form)


def _recorded(actor: Actor, form: AbsenceForm, doctors: dict[str, Member]) -> bool:
    given = form.cleaned_data
    substitute = doctors.get(given["substitute"])
    try:
        commands.record_absence(
            actor=actor, clinic_id=actor.clinic_id, absent_id=doctors[given["absent"]].id,
            substitute_id=substitute.id if substitute else None, first_date=given["first_date"],
            last_date=given["last_date"], now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(WHERE.get(refused.reason), refusals.text(refused))
        return False
    return True


def _show(request: HttpRequest, form: AbsenceForm, refused: str = "") -> HttpResponse:
    now = clock.now()
    coming, over = selectors.absences(request.actor, request.actor.clinic_id, oslo_date(now))
    said: dict[str, str] = {
        "lagret": _("Fraværet er registrert."),
        "avsluttet": _("Fraværet er avsluttet. Legen regnes som tilbake fra og med i dag."),
    }
    page = pages.absences(coming, over, now, said.get(request.GET.get("gjort", ""), ""))
    context = {"page": page, "form": form, "refused": refused, "section": SECTION, "staff_url": reverse("clinic:staff")}
    status = 422 if form.errors else 409 if refused else 200
    return render(request, "clinic/staff/absences.html", context, status=status)


@clinic_page(Permission.STAFF, methods=("POST",))
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Let somebody be back from today."""
    try:
        commands.end_absence(actor=request.actor, absence_id=absence_id, now=clock.now())
    except Refused as refused:
        choices = [(key, one.name) for key, one in _doctors(request.actor).items()]
        return _show(request, AbsenceForm(doctors=choices), refusals.text(refused))
    return HttpResponseRedirect(f"{reverse('clinic:absences')}?gjort=avsluttet")
