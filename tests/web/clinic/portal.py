"""The clinic's half of the portal, with the doors and files it leads to."""

from django.urls import include, path

urlpatterns = [
    path("", include("legesvar.web.files.urls")),
    path("klinikk/", include("legesvar.web.login.clinic_urls")),
    path("klinikk/", include("legesvar.web.clinic.urls")),
]
handler404 = "legesvar.web.errors.not_found"
