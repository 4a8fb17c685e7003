"""The overview of settings, and for each section: edit, see what changes, save, and who has changed what (ADMIN-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.clinics import commands, policies
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.selectors import Change
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings import pages
from legesvar.web.clinic.settings.forms import SettingsForm
from legesvar.web.clinic.settings.sections import Section
from legesvar.words import refusals

# What the buttons say, and what the form carries: the newest change that was known when it was made.
DO, SAVE, EDIT = "til", "lagre", "endre"
SEEN, SAVED = "sett", "lagret"


@clinic_page(Permission.SETTINGS, methods=("GET",))
def overview(request: HttpRequest) -> HttpResponse:
    """Show what there is to set, and where each kind stands."""
    page = pages.overview(request.actor, clinic_of(request), clock.now())
    return _draw(request, "clinic/settings/overview.html", page)


def clinic_of(request: HttpRequest) -> int:
    """Return the clinic that somebody who may see the page works at."""
    return int(request.actor.clinic_id)


def form_of(request: HttpRequest, section: Section, data: Any, now: datetime) -> SettingsForm:
    """Make a section's form as the clinic has set it, or as it was filled in."""
    actor, clinic_id = request.actor, clinic_of(request)
    return section.form(
        data, read=lambda at: section.source.read(actor, clinic_id, at), now=now, at_once=section.at_once
    )


@clinic_page(Permission.SETTINGS)
def section(request: HttpRequest, section: Section) -> HttpResponse:
    """Show a section's form; sent, show what will change; confirmed, change it."""
    now = clock.now()
    if request.method != "POST":
        return _show(request, section, form_of(request, section, None, now), saved=SAVED in request.GET)
    form = form_of(request, section, request.POST, now)
    if request.POST.get(DO) == SAVE and form.is_valid() and not form.changes:
        return _saved(section)  # sent twice
    if came := _came(request, section, form):
        return _held(request, section, form, came)
    if not form.is_valid() or request.POST.get(DO) == EDIT:
        return _show(request, section, form)
    if not form.changes:
        return _show(request, section, form, nothing=True)
    if request.POST.get(DO) == SAVE:
        return _save(request, section, form)
    return _confirm(request, section, form)


def _came(request: HttpRequest, section: Section, form: SettingsForm) -> list[Change]:
    """Return what others have changed in this form's settings since it was made."""
    seen = request.POST.get(SEEN, "")
    since = clinics.recorded_since(request.actor, clinic_of(request), section.source.capability, seen)
    return [row for row in since if set(row.changes) & set(form.names())]


def _held(request: HttpRequest, section: Section, form: SettingsForm, came: Sequence[Change]) -> HttpResponse:
    """Show the form again with what came, losing nothing of what was written."""
    changes: dict[str, list[Any]] = {}
    for row in came:
        for name, (before, after) in row.changes.items():
            changes[name] = [changes[name][0] if name in changes else before, after]
    form.take_over(changes)
    again = form_of(request, section, form.data, form.now)
    return _show(request, section, again, came=came, status=409)


def _save(request: HttpRequest, section: Section, form: SettingsForm) -> HttpResponse:
    clinic_id, capability = clinic_of(request), section.source.capability
    try:
        section.source.save(
            actor=request.actor, clinic_id=clinic_id, settings=form.proposal, valid_from=form.valid_from, now=form.now,
            seen=clinics.newest_setting(request.actor, clinic_id, capability),
        )  # fmt: skip
    except Refused as refused:
        if refused.reason is policies.Refusal.CHANGED_MEANWHILE and (came := _came(request, section, form)):
            return _held(request, section, form, came)
        taken = refused.reason is policies.Refusal.NUMBER_TAKEN
        form.add_error("organisation_number" if taken else None, refusals.text(refused))
        return _show(request, section, form)
    return _saved(section)


def _saved(section: Section) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('clinic:settings_section', args=[section])}?{SAVED}=1")


def _show(
    request: HttpRequest, section: Section, form: SettingsForm, *, came: Sequence[Change] = (), saved: bool = False,
    nothing: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = pages.section(request.actor, clinic_of(request), section, form.now, came=came, saved=saved, nothing=nothing)
    return _draw(request, "clinic/settings/section.html", page, status, form=form)


def _confirm(request: HttpRequest, section: Section, form: SettingsForm) -> HttpResponse:
    seen = clinics.newest_setting(request.actor, clinic_of(request), section.source.capability)
    page = pages.confirm(request.actor, clinic_of(request), section, form, seen, form.now)
    return _draw(request, "clinic/settings/confirm.html", page)


@clinic_page(Permission.SETTINGS, methods=("GET",))
def history(request: HttpRequest, section: Section) -> HttpResponse:
    """Show who has changed a capability's settings, when, and from what to what."""
    actor, clinic_id = request.actor, clinic_of(request)
    found = clinics.setting_history(actor, clinic_id, section.source.capability, request.GET.get("side"))
    return _draw(request, "clinic/settings/history.html", pages.history(actor, clinic_id, section, found, clock.now()))


@clinic_page(Permission.SETTINGS, methods=("POST",))
def drop(request: HttpRequest, section: Section) -> HttpResponse:
    """Let a planned change never come."""
    now, actor, clinic_id = clock.now(), request.actor, clinic_of(request)
    planned = clinics.planned_settings(actor, clinic_id, section.source.capability, now)
    found = next((row for row in planned if row.valid_from.isoformat() == request.POST.get("fra", "")), None)
    if found is None:
        raise Unknown
    commands.drop_planned(
        actor=actor, clinic_id=clinic_id, settings=section.source.read(actor, clinic_id, now),
        valid_from=found.valid_from, now=now, seen=clinics.newest_setting(actor, clinic_id, section.source.capability),
    )  # fmt: skip
    return _saved(section)


def _draw(request: HttpRequest, template: str, page: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {"page": page, "section": "settings", **more}
    return render(request, template, context, status=status)
