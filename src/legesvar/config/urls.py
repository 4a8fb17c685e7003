"""Every address of the portal. They are bookmarked and stand in notices, so they stay."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from legesvar.web import health

urlpatterns: list[URLPattern | URLResolver] = [
    # What is asked for most comes first: each line before it is tried in vain.
    path("klinikk/", include("legesvar.web.clinic.urls")),
    path("", include("legesvar.web.patient.urls")),
    path("", include("legesvar.web.login.urls")),
    path("klinikk/", include("legesvar.web.login.clinic_urls")),
    path("sprak/", include("legesvar.web.language.urls")),
    path("", include("legesvar.web.files.urls")),
    path("", include("legesvar.web.app.urls")),
    path("profil/", include("legesvar.web.patient.profile.urls")),
    path("klinikk/innstillinger/", include("legesvar.web.preview.urls")),
    path("stil/", include("legesvar.web.style.urls")),
    path("helse/live", health.live, name="live"),
    path("helse/klar", health.ready, name="ready"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("legesvar.web.demo.urls")))

handler400 = "legesvar.web.errors.bad_request"
handler403 = "legesvar.web.errors.forbidden"
handler404 = "legesvar.web.errors.not_found"
handler500 = "legesvar.web.errors.server_error"
