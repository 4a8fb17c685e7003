"""The worklist (WORK-1). Its rows hold no clinical text, so showing them is not traced patient by patient (WORK-8)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.domain.clinics.roles import Permission
from legesvar.web.access import clinic_page
from legesvar.web.clinic.worklist import pages
from legesvar.web.clinic.worklist.place import place


@clinic_page(Permission.WORKLIST, methods=("GET",))
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what is owed, due first; `?svart=` confirms the answer that led here."""
    shown = pages.worklist(request.actor, place(request.actor, request.GET), clock.now())
    receipt = pages.receipt(request.actor, _uuid(request.GET.get("svart")), shown)
    return render(request, "clinic/worklist/page.html", {"list": shown, "receipt": receipt, "section": "worklist"})


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
