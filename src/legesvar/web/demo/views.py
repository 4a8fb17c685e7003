"""The page about the demo, and its messages for a program to read. Neither exists outside the demo."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.web.access import public_page
from legesvar.web.demo import kept, pages


@public_page
def demo(request: HttpRequest) -> HttpResponse:
    """Show whom one can be, and what e-mail and SMS have been sent."""
    directory = Path(settings.LEGESVAR.demo_directory)
    page = pages.demo(kept.people(directory), kept.messages(directory), clock.oslo_date(clock.now()))
    return render(request, "demo/demo.html", {"page": page})


@public_page
def messages(request: HttpRequest) -> JsonResponse:
    """List what the stand-ins for e-mail and SMS have received, in the order it came."""
    received = kept.messages(Path(settings.LEGESVAR.demo_directory))
    return JsonResponse([asdict(message) for message in received], safe=False)
