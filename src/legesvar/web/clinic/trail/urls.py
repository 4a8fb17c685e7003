"""Addresses of the trail, beside those of what it is about."""

from django.urls import path

from legesvar.web.clinic.trail import views

urlpatterns = [
    path("pasient/<uuid:patient_id>/spor/", views.of_patient, name="patient_trail"),
    path("dialog/<uuid:dialogue_id>/spor/", views.of_dialogue, name="dialogue_trail"),
]
