"""The way into a dialogue: it is opened and traced, or the reader is first asked why (WORK-8)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.dialogues.kinds import ASKED, Why
from legesvar.domain.dialogues.selectors import Head, Opened
from legesvar.web.clinic.dialogue.forms import WhyForm
from legesvar.web.clinic.worklist import pages as worklist
from legesvar.web.clinic.worklist.place import place
from legesvar.words import dates

WHY = "grunn"


def opened(request: HttpRequest, dialogue_id: UUID) -> Opened | HttpResponse:
    """Open a dialogue, or return the page that asks why.

    The reason stands in the address, so that it goes with each page about the dialogue, and with no other dialogue.

    :raises Unknown: when it is missing or another clinic's
    """
    asked = request.GET.get(WHY)
    # It is traced for good, so only our own words get in.
    why = asked if asked in set(Why) else Why.IN_TURN.value
    try:
        return reading.open_at_clinic(actor=request.actor, dialogue_id=dialogue_id, why=why, now=clock.now())
    except Refused:
        return _ask(request, dialogue_id)


def head(request: HttpRequest, dialogue_id: UUID) -> Head:
    """Return what may be known without opening it.

    :raises Unknown: when it is missing or another clinic's
    """
    found = selectors.head(request.actor, dialogue_id)
    if found is None:
        raise Unknown
    return found


def carried(request: HttpRequest) -> str:
    """Return the query that goes from page to page of one dialogue: the place in the worklist, and the reason."""
    at = place(request.actor, request.GET)
    why = request.GET.get(WHY)
    return f"{at.query}&{urlencode({WHY: why})}" if why in ASKED else at.query


def _ask(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    at, found = place(request.actor, request.GET), head(request, dialogue_id)
    context = {
        "head": found,
        "born": dates.numeric(found.birth_date),
        "form": WhyForm(request.GET if WHY in request.GET else None),
        "place": at.fields,
        "worklist_url": at.to(at.key),
        "list": worklist.worklist(request.actor, at, clock.now(), opened=dialogue_id),
        "section": "worklist",
    }
    return render(request, "clinic/dialogue/why.html", context)
