"""The real addresses of files, with the doors before them and the page they lead back to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from legesvar.web.access import patient_page
from legesvar.web.files import receive


@patient_page
def message(request: HttpRequest) -> HttpResponse:
    return HttpResponse(receive.problem(request))


urlpatterns = [
    path("", include("legesvar.web.login.urls")),
    path("klinikk/", include("legesvar.web.login.clinic_urls")),
    path("", include("legesvar.web.files.urls")),
    path("", include(([path("start/e-konsultasjon/beskjed/", message, name="message")], "patient"))),
]
handler400, handler403, handler404, handler500 = (
    "legesvar.web.errors.bad_request",
    "legesvar.web.errors.forbidden",
    "legesvar.web.errors.not_found",
    "legesvar.web.errors.server_error",
)
