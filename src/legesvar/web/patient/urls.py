"""Addresses of the patient's pages. Norwegian and lasting: they are bookmarked, and linked from notices."""

from django.urls import include, path

app_name = "patient"
urlpatterns = [
    path("innboks/", include("legesvar.web.patient.inbox.urls")),
    path("start/", include("legesvar.web.patient.start.urls")),
    path("dialog/", include("legesvar.web.patient.dialogue.urls")),
    path("faktura/", include("legesvar.web.patient.invoices.urls")),
    path("innsyn/", include("legesvar.web.patient.trail.urls")),
    path("for/", include("legesvar.web.patient.people.urls")),
]
