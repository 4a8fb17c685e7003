"""The living style page: every component in every state, for those who build pages and for the tests that look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.web.style import examples
from legesvar.web.style.forms import Example

APPEARANCES = ("light", "dark", "auto")


def _context(request: HttpRequest) -> dict[str, object]:
    """Gather the examples; `?utseende=dark` shows the page as it looks in the dark."""
    asked = request.GET.get("utseende", "")
    shown = {name.lower(): getattr(examples, name) for name in vars(examples) if name.isupper()}
    return {"appearance": asked if asked in APPEARANCES else "light", **shown}


def patient(request: HttpRequest) -> HttpResponse:
    """Show what patients' pages are made of."""
    return render(request, "style/patient.html", _context(request))


def form(request: HttpRequest) -> HttpResponse:
    """Show each kind of form field; `?feil=1` shows them all refused."""
    wrong = {"message": "Jeg har hatt hoste i tre uker. " * 18} if "feil" in request.GET else None
    return render(request, "style/form.html", _context(request) | {"form": Example(wrong)})


def clinic(request: HttpRequest) -> HttpResponse:
    """Show what the clinic's pages are made of."""
    return render(request, "style/clinic.html", _context(request) | {"form": Example()})
