"""A small portal behind the real doors: one page of each audience that notes what happens to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from legesvar.core import wall
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.identity.policies import ParkedRefusal
from legesvar.domain.patients.models import Patient
from legesvar.web import health
from legesvar.web.access import clinic_page, patient_page, public_page

sent: list[dict[str, list[str]]] = []


def _room(request: HttpRequest) -> HttpResponse:
    assert wall.current() == request.actor
    if request.method == "POST":
        sent.append({name: request.POST.getlist(name) for name in request.POST})
    return HttpResponse(",".join(sorted(Patient.objects.values_list("name", flat=True))))


@patient_page
def mine(request: HttpRequest) -> HttpResponse:
    return _room(request)


@patient_page(session="background")
def polled(request: HttpRequest) -> HttpResponse:
    return _room(request)


@clinic_page(Permission.READ_DIALOGUE)
def ours(request: HttpRequest) -> HttpResponse:
    return _room(request)


@clinic_page(Permission.SETTINGS)
def settings_page(request: HttpRequest) -> HttpResponse:
    return _room(request)


@public_page
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alle")


@patient_page
def late_template(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "errors/not_found.html")


@patient_page
def streamed(request: HttpRequest) -> HttpResponse:
    return StreamingHttpResponse(iter([b"litt", b"etter litt"]))


@patient_page
def failing(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    raise Refused(ParkedRefusal.ALREADY_SENT)


@patient_page
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("kari@eksempel.no")


urlpatterns = [
    path("", include("legesvar.web.login.urls")),
    path("klinikk/", include("legesvar.web.login.clinic_urls")),
    path("innboks/", mine),
    path("dialog/<uuid:dialogue_id>/", lambda request, dialogue_id: mine(request)),
    path("spor/", polled),
    path("alle/", public),
    path("sen/", late_template),
    path("strom/", streamed),
    path("nekter/", failing),
    path("feiler/", broken),
    path("helse/live", health.live),
    path("helse/klar", health.ready),
    path("klinikk/arbeidsliste/", ours),
    path("klinikk/innstillinger/", settings_page, name="settings"),
]
handler400, handler403, handler404, handler500 = (
    "legesvar.web.errors.bad_request",
    "legesvar.web.errors.forbidden",
    "legesvar.web.errors.not_found",
    "legesvar.web.errors.server_error",
)
