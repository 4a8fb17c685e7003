"""Taking a pause with a kind, and ending it; how many are writing just now (START-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.clock import OSLO
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.services import commands, policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.policies import Refusal
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings import pages
from legesvar.web.clinic.settings.fields import Day, Text
from legesvar.web.clinic.settings.moments import Clock, instant
from legesvar.web.clinic.settings.views import clinic_of
from legesvar.words import labels, refusals


class PauseForm(forms.Form):
    """Why, and until when."""

    reason = Text(
        label=gettext_lazy("Hvorfor tar dere pause?"), rows=2, limit=200,
        help_text=gettext_lazy("Pasientene leser dette. For eksempel: Vi har sykdom på legekontoret."),
        error_messages={"required": gettext_lazy("Skriv hvorfor dere tar pause. Pasientene leser det.")},
    )  # fmt: skip
    day = Day(label=gettext_lazy("Pause til denne dagen"))
    clock = Clock(label=gettext_lazy("Klokken"), help_text=gettext_lazy("For eksempel 08.00"))

    def until(self) -> datetime:
        """Return when the pause ends, after the form was found valid."""
        return instant(self.cleaned_data["day"], self.cleaned_data["clock"])


@dataclass(frozen=True, slots=True)
class Row:
    """One kind: where it stands, and how many are writing."""

    name: str
    state: str
    reason: str
    writing: str
    url: str


@dataclass(frozen=True, slots=True)
class PausesPage:
    """Every kind, and why somebody may not pause any."""

    rows: tuple[Row, ...]
    why_not: str
    done: str


@dataclass(frozen=True, slots=True)
class PausePage:
    """One kind."""

    row: Row
    paused: bool


@clinic_page(Permission.PAUSE, methods=("GET",))
def pauses(request: HttpRequest) -> HttpResponse:
    """Show every kind, and lead to its pause."""
    now = clock.now()
    sharing = clinics.settings_for(request.actor, clinic_of(request), ClinicSettings, now)
    reason = policies.pause_refused(request.actor, sharing)
    done = _("Det er lagret.") if "lagret" in request.GET else ""
    rows = tuple(_row(request, kind, now) for kind in Kind)
    page = PausesPage(rows, refusals.text(Refused(reason)) if reason else "", done)
    return render(request, "clinic/settings/pauses.html", {"page": page, "section": "pause"})


@clinic_page(Permission.PAUSE)
def pause(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take a pause with a kind, or end it."""
    now = clock.now()
    if request.method != "POST":
        return _show(request, kind, PauseForm(initial=_tomorrow(now)), now)
    if request.POST.get("til") == "start":
        commands.resume(actor=request.actor, clinic_id=clinic_of(request), kind=kind, now=now)
        return _done()
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _show(request, kind, form, now)
    try:
        commands.pause(
            actor=request.actor, clinic_id=clinic_of(request), kind=kind, until=form.until(),
            reason=form.cleaned_data["reason"], now=now,
        )  # fmt: skip
    except Refused as refused:
        form.add_error("day" if refused.reason is Refusal.RESUMES_IN_THE_PAST else None, refusals.text(refused))
        return _show(request, kind, form, now)
    return _done()


def _tomorrow(now: datetime) -> dict[str, Any]:
    return {"day": (now.astimezone(OSLO).date() + timedelta(days=1)).isoformat(), "clock": "08.00"}


def _done() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('clinic:settings_pauses')}?lagret=1")


def _show(request: HttpRequest, kind: Kind, form: PauseForm, now: datetime) -> HttpResponse:
    resumes = services.settings(request.actor, clinic_of(request), now, kind).resumes_at
    page = PausePage(_row(request, kind, now), resumes is not None and resumes > now)
    return render(request, "clinic/settings/pause.html", {"page": page, "form": form, "section": "pause"})


def _row(request: HttpRequest, kind: Kind, now: datetime) -> Row:
    actor, clinic_id = request.actor, clinic_of(request)
    reason = dialogues.kind_closed(actor, clinic_id, kind, now)
    settings = services.settings(actor, clinic_id, now, kind)
    paused = settings.resumes_at is not None and settings.resumes_at > now
    return Row(
        labels.kind_label(kind), pages.standing(actor, clinic_id, kind, now, reason),
        settings.pause_reason if paused else "", pages.writing(actor, kind, now),
        reverse("clinic:settings_pause", args=[kind]),
    )  # fmt: skip
