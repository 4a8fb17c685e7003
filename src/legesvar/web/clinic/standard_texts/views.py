"""Standard texts (WORK-6): everybody has their own; doctors and administrators change the clinic's."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.standard_texts import commands, selectors
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.standard_texts.policies import Refusal
from legesvar.domain.standard_texts.selectors import TextRow
from legesvar.web.access import clinic_page
from legesvar.web.clinic.standard_texts import pages
from legesvar.web.clinic.standard_texts.forms import NewStandardTextForm, StandardTextForm, filled
from legesvar.words import refusals

SECTION = {"section": "standard_texts"}
AT_TITLE = {Refusal.NO_TITLE, Refusal.TITLE_TOO_LONG}


@clinic_page(Permission.STANDARD_TEXTS, methods=("GET",))
def texts(request: HttpRequest) -> HttpResponse:
    """List the texts in use: one's own, and the clinic's."""
    context = {"groups": pages.groups(request.actor, clock.now()), **SECTION}
    return render(request, "clinic/standard_texts/list.html", context)


@clinic_page(Permission.STANDARD_TEXTS)
def add(request: HttpRequest) -> HttpResponse:
    """Write a new text."""
    posted = request.POST if request.method == "POST" else None
    form = NewStandardTextForm(posted, owners=pages.owners(request.actor))
    if form.is_valid() and _is_saved(form, lambda: _added(request, form)):
        return redirect(pages.TEXTS)
    context = {"form": form, "fields": pages.fields(), **SECTION}
    return render(request, "clinic/standard_texts/new.html", context)


@clinic_page(Permission.STANDARD_TEXTS)
def change(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Change a text, beside what it has been. Who may not change it is shown it."""
    row = _row(request, text_id)
    form = StandardTextForm(request.POST if request.method == "POST" else None, initial=filled(row))
    if form.is_valid() and _is_saved(form, lambda: _changed(request, form, text_id)):
        return redirect(pages.TEXTS)
    context = {
        "form": form, "row": row, "fields": pages.fields(), "may_change": pages.may_change(request.actor, row),
        "former": pages.former(selectors.versions(request.actor, text_id), clock.now()), "back": pages.TEXTS, **SECTION,
    }  # fmt: skip
    return render(request, "clinic/standard_texts/change.html", context)


@clinic_page(Permission.STANDARD_TEXTS)
def retire(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Take a text out of use; asked once."""
    row = _row(request, text_id)
    if request.method == "POST":
        commands.retire(actor=request.actor, text_id=text_id, now=clock.now())
        return redirect(pages.TEXTS)
    context = {"row": row, "back": f"{pages.TEXTS}{text_id}/", **SECTION}
    return render(request, "clinic/standard_texts/retire.html", context)


def _row(request: HttpRequest, text_id: UUID) -> TextRow:
    row = selectors.text(request.actor, text_id)
    if row is None:
        raise Unknown
    return row


def _added(request: HttpRequest, form: NewStandardTextForm) -> object:
    owner = Owner(form.cleaned_data["owner"])
    return commands.add(actor=request.actor, owner=owner, written=form.written, now=clock.now())


def _changed(request: HttpRequest, form: StandardTextForm, text_id: UUID) -> object:
    given = request.POST.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    return commands.change(actor=request.actor, text_id=text_id, written=form.written, seen=seen, now=clock.now())


def _is_saved(form: StandardTextForm, save) -> bool:  # type: ignore[no-untyped-def]  # a lambda of one of the two above
    try:
        save()
    except Refused as refused:
        form.add_error("title" if refused.reason in AT_TITLE else "text", refusals.text(refused))
        return False
    return True
