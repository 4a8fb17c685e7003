"""Addresses of Innboks, under /innboks/."""

from django.urls import path

from legesvar.web.patient.inbox import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("arkiv/", views.archive, name="archive"),
]
