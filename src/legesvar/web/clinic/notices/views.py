"""The delivery log (NOTE-3): nothing fails in silence, and nothing is sent twice unless a person says so."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.notifications import commands, selectors
from legesvar.web.access import clinic_page
from legesvar.web.clinic.notices import pages
from legesvar.words import refusals

SHOW, ALL = "vis", "alle"


@clinic_page(Permission.NOTICES, methods=("GET",))
def log(request: HttpRequest) -> HttpResponse:
    """Show the notices that somebody must look after, or all of them."""
    return _show(request)


def _show(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    everything = request.GET.get(SHOW) == ALL
    found = selectors.log(request.actor, only_trouble=not everything, key=request.GET.get("side"))
    page = pages.log(request.actor, found, clock.now(), everything=everything, done="sendt" in request.GET)
    context = {"page": page, "refused": refused, "section": "notices"}
    return render(request, "clinic/notices/page.html", context, status=status)


@clinic_page(Permission.NOTICES, methods=("POST",))
def send_again(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Send a notice once more, because somebody has decided so."""
    try:
        commands.send_again(actor=request.actor, notice_id=notice_id, now=clock.now())
    except Refused as refused:
        return _show(request, refusals.text(refused), status=409)
    return HttpResponseRedirect(f"{reverse('clinic:notices')}?sendt=1")
