"""The clinic's days off: listed, added, and taken away while they are still to come (ADMIN-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import commands, policies, selectors
from legesvar.domain.clinics.policies import Refusal
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.selectors import DayOffRow
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings.fields import Day, Text
from legesvar.web.clinic.settings.views import clinic_of
from legesvar.words import dates, refusals


class DaysOffForm(forms.Form):
    """A day, or a period."""

    name = Text(
        label=gettext_lazy("Hva er det?"), limit=60, help_text=gettext_lazy("For eksempel Planleggingsdag"),
        error_messages={"required": gettext_lazy("Skriv hva dere har fri til, for eksempel Planleggingsdag.")},
    )  # fmt: skip
    first = Day(label=gettext_lazy("Første dag"))
    last = Day(
        label=gettext_lazy("Siste dag"), required=False, help_text=gettext_lazy("La stå tomt hvis det er én dag.")
    )

    def period(self) -> tuple[date, date]:
        """Return the first and the last day, after the form was found valid."""
        first = self.cleaned_data["first"]
        return date.fromisoformat(first), date.fromisoformat(self.cleaned_data["last"] or first)


@dataclass(frozen=True, slots=True)
class Row:
    """One day off as the page shows it."""

    day: str
    name: str
    note: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class DaysOffPage:
    """The list of days off."""

    rows: tuple[Row, ...]
    done: str
    previous_url: str
    next_url: str


@clinic_page(Permission.SETTINGS)
def days_off(request: HttpRequest) -> HttpResponse:
    """Show the days off, and add some."""
    now = clock.now()
    if request.method != "POST":
        return _show(request, DaysOffForm(), now)
    form = DaysOffForm(request.POST)
    if not form.is_valid():
        return _show(request, form, now)
    first, last = form.period()
    try:
        added = commands.add_days_off(
            actor=request.actor, clinic_id=clinic_of(request), first=first, last=last,
            name=form.cleaned_data["name"], now=now,
        )  # fmt: skip
    except Refused as refused:
        field = "last" if refused.reason in {Refusal.ENDS_BEFORE_IT_STARTS, Refusal.TOO_MANY_DAYS} else "first"
        form.add_error(field, refusals.text(refused))
        return _show(request, form, now)
    return HttpResponseRedirect(f"{reverse('clinic:settings_days_off')}?lagt-til={len(added)}")


@clinic_page(Permission.SETTINGS, methods=("POST",))
def remove(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Take a day off away."""
    commands.remove_day_off(actor=request.actor, public_id=day_id, now=clock.now())
    return HttpResponseRedirect(f"{reverse('clinic:settings_days_off')}?fjernet=1")


def _show(request: HttpRequest, form: DaysOffForm, now: datetime) -> HttpResponse:
    found = selectors.day_off_rows(request.actor, clinic_of(request), request.GET.get("side"))
    today = oslo_date(now)
    page = DaysOffPage(
        rows=tuple(_row(row, today) for row in found.rows),
        done=_done(request.GET),
        previous_url=f"?side={found.previous_key}" if found.previous_key else "",
        next_url=f"?side={found.next_key}" if found.next_key else "",
    )
    return render(request, "clinic/settings/days_off.html", {"page": page, "form": form, "section": "settings"})


def _done(query: Any) -> str:
    if "fjernet" in query:
        return _("Fridagen er tatt bort.")
    added = query.get("lagt-til", "")
    if not (added.isascii() and added.isdigit() and len(added) < 4):
        return ""
    return ngettext("%(n)d fridag er lagt inn.", "%(n)d fridager er lagt inn.", int(added)) % {"n": int(added)}


def _row(row: DayOffRow, today: date) -> Row:
    free = row.removed_at is None and policies.removal_refused(row.day, today) is None
    note = _("Lagt inn av %(name)s %(when)s") % _by(row.added_by, row.added_at, today)
    if row.removed_at is not None:
        note = _("Tatt bort av %(name)s %(when)s") % _by(row.removed_by, row.removed_at, today)
    return Row(
        dates.weekday_and_day(row.day, today), row.name, note,
        reverse("clinic:settings_remove_day_off", args=[row.public_id]) if free else "",
    )  # fmt: skip


def _by(name: str, at: datetime, today: date) -> dict[str, str]:
    return {"name": name, "when": dates.moment_within(at, today)}
