"""Innboks and its archive (DIA-1)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.core.actor import Scope
from legesvar.domain.dialogues import selectors
from legesvar.domain.patients import selectors as patients
from legesvar.web.access import patient_page
from legesvar.web.patient.home import tell_of_clinic
from legesvar.web.patient.inbox import pages
from legesvar.web.patient.people.pages import Waiting, waiting
from legesvar.web.patient.people.unread import unread_of

# Each of them costs a few questions; who acts for more sees them all where one chooses the person.
MOST_OTHERS = 10


@patient_page(methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what is running or unread, and whether something has been begun and not sent."""
    now, key = clock.now(), request.GET.get("side")
    found = selectors.inbox(request.actor, archived=False, key=key)
    drafts = [] if key else selectors.drafts(request.actor)
    page = pages.inbox(found, drafts, clock.oslo_date(now))
    others = () if key else _others(request, now)
    return render(request, "patient/inbox/inbox.html", {"page": page, "others": others, "section": "inbox"})


def _others(request: HttpRequest, now: datetime) -> tuple[Waiting, ...]:
    """Find those whom who is at the keyboard acts for and who have something unread."""
    if request.actor.scope is not Scope.SELF:
        return ()
    news = selectors.news(request.actor)
    request.unread = news.unread
    if not news.has_others:
        return ()
    found = patients.whom_may_i_act_for(request.actor, now)[:MOST_OTHERS]
    return waiting(found, unread_of(request.actor, found))


@patient_page(methods=("GET",))
def archive(request: HttpRequest) -> HttpResponse:
    """Show what has ended and been read."""
    tell_of_clinic(request)
    found = selectors.inbox(request.actor, archived=True, key=request.GET.get("side"))
    page = pages.inbox(found, [], clock.oslo_date(clock.now()))
    return render(request, "patient/inbox/archive.html", {"page": page, "section": "archive"})
