"""Addresses of the style page, under /stil/."""

from django.urls import path

from legesvar.web.style import views

app_name = "style"
urlpatterns = [
    path("", views.patient, name="patient"),
    path("skjema/", views.form, name="form"),
    path("skjema/utkast/", views.draft, name="draft"),
    path("skjema/vedlegg/", views.upload, name="upload"),
    path("klinikk/", views.clinic, name="clinic"),
]
