"""The living style page: every component in every state, for those who build pages and for the tests that look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from legesvar.core import clock
from legesvar.web.style import pages


def _appearance(request: HttpRequest) -> str:
    return request.GET.get("utseende", "")


def patient(request: HttpRequest) -> HttpResponse:
    """Show what patients' pages are made of; `?utseende=dark` shows it in the dark."""
    return render(request, "style/patient.html", pages.patient(_appearance(request)))


def form(request: HttpRequest) -> HttpResponse:
    """Show each kind of form field; `?feil=1` shows them all refused."""
    shown = pages.form(_appearance(request), refused="feil" in request.GET or request.method == "POST")
    return render(request, "style/form.html", shown)


def clinic(request: HttpRequest) -> HttpResponse:
    """Show what the clinic's pages are made of."""
    return render(request, "style/clinic.html", pages.clinic(_appearance(request)))


def draft(request: HttpRequest) -> JsonResponse:
    """Answer as a saved draft is answered; nothing is kept."""
    return JsonResponse({"time": timezone.localtime(clock.now()).strftime("%H.%M")})


def upload(request: HttpRequest) -> JsonResponse:
    """Refuse every file, as a file that cannot be used is refused."""
    return JsonResponse({"error": gettext("Stilsiden tar ikke imot filer.")}, status=422)
