"""The address of Innsyn, /innsyn/."""

from django.urls import path

from legesvar.web.patient.trail import views

urlpatterns = [path("", views.trail, name="trail")]
