"""Innboks and its archive (DIA-1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.domain.dialogues import selectors
from legesvar.web.access import patient_page
from legesvar.web.patient.inbox import pages


@patient_page(methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what is running or unread, and whether something has been begun and not sent."""
    now, key = clock.now(), request.GET.get("side")
    found = selectors.inbox(request.actor, archived=False, key=key)
    drafts = [] if key else selectors.drafts(request.actor)
    page = pages.inbox(found, drafts, clock.oslo_date(now))
    return render(request, "patient/inbox/inbox.html", {"page": page, "section": "inbox"})


@patient_page(methods=("GET",))
def archive(request: HttpRequest) -> HttpResponse:
    """Show what has ended and been read."""
    found = selectors.inbox(request.actor, archived=True, key=request.GET.get("side"))
    page = pages.inbox(found, [], clock.oslo_date(clock.now()))
    return render(request, "patient/inbox/archive.html", {"page": page, "section": "archive"})
