"""Push on the device at hand: only after a press of a button, and off again as easily (NOTE-1)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.identity.commands import push
from legesvar.web.access import patient_page
from legesvar.web.patient.profile import pages
from legesvar.web.patient.profile.back import onward, wanted
from legesvar.words import refusals


@patient_page(methods=("POST",))
def turn_on(request: HttpRequest) -> HttpResponse:
    """Take what the browser says it can be reached by. Where there is no key, there is no push."""
    if not settings.LEGESVAR.push_key:
        raise Unknown
    told = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "secret")}
    try:
        push.turn_on(actor=request.actor, services=settings.LEGESVAR.push_services, now=clock.now(), **told)
    except Refused as refused:
        page = pages.profile(request.actor, clock.now(), wanted(request), request.GET)
        context = {"page": page, "refused": refusals.text(refused), "section": "profile"}
        return render(request, "patient/profile/profile.html", context, status=422)
    return HttpResponseRedirect(onward(request, "profile", varsler="1"))


@patient_page(methods=("POST",))
def turn_off(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Tell nothing more on one of the person's devices."""
    push.turn_off(actor=request.actor, device_id=device_id, now=clock.now())
    return HttpResponseRedirect(onward(request, "profile", varsler="0"))
