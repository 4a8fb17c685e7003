"""The living style page: every component in every state, for those who build pages and for the tests that look."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from legesvar.core import clock
from legesvar.domain.identity.kinds import Audience
from legesvar.web.access import public_page
from legesvar.web.style import pages

View = Callable[[HttpRequest], HttpResponse]


def _for_builders(view: View) -> View:
    """Show the page to everybody in the demo, elsewhere only to staff; to others it is not there."""

    @functools.wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        visit = None if settings.DEMO else request.visits.at(Audience.CLINIC)
        if not settings.DEMO and (visit is None or visit.refusal is not None):
            raise Http404
        return view(request)

    return run


def _appearance(request: HttpRequest) -> str:
    return request.GET.get("utseende", "")


@public_page
@_for_builders
def patient(request: HttpRequest) -> HttpResponse:
    """Show what patients' pages are made of; `?utseende=dark` shows it in the dark."""
    return render(request, "style/patient.html", pages.patient(_appearance(request)))


@public_page(methods=("GET", "POST"))
@_for_builders
def form(request: HttpRequest) -> HttpResponse:
    """Show each kind of form field; `?feil=1` shows them all refused."""
    shown = pages.form(_appearance(request), refused="feil" in request.GET or request.method == "POST")
    return render(request, "style/form.html", shown)


@public_page
@_for_builders
def clinic(request: HttpRequest) -> HttpResponse:
    """Show what the clinic's pages are made of."""
    return render(request, "style/clinic.html", pages.clinic(_appearance(request)))


@public_page(methods=("POST",))
@_for_builders
def draft(request: HttpRequest) -> JsonResponse:
    """Answer as a saved draft is answered; nothing is kept."""
    return JsonResponse({"time": timezone.localtime(clock.now()).strftime("%H.%M")})


@public_page(methods=("POST",))
@_for_builders
def upload(request: HttpRequest) -> JsonResponse:
    """Refuse every file, as a file that cannot be used is refused."""
    return JsonResponse({"error": gettext("Stilsiden tar ikke imot filer.")}, status=422)
