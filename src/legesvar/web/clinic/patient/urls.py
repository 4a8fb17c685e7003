"""Addresses of one patient at the clinic, under /klinikk/pasient/."""

from django.urls import path

from legesvar.web.clinic.patient import deputies, starting, views

urlpatterns = [
    path("<uuid:patient_id>/", views.patient, name="patient"),
    path("<uuid:patient_id>/endre/", views.details, name="patient_details"),
    path("<uuid:patient_id>/fastlege/", views.gp, name="patient_gp"),
    path("<uuid:patient_id>/slutt/", views.leave, name="patient_leaves"),
    path("<uuid:patient_id>/tilbake/", views.come_back, name="patient_comes_back"),
    path("<uuid:patient_id>/skriv/", starting.write, name="write_to_patient"),
    path("<uuid:patient_id>/telefon/", starting.phone, name="patient_phone"),
    path("<uuid:patient_id>/telefon/<uuid:dialogue_id>/", starting.entered, name="patient_phone_entered"),
    path("<uuid:patient_id>/handler-for/", deputies.new_representation, name="new_representation"),
    path(
        "<uuid:patient_id>/handler-for/<uuid:representation_id>/slutt/",
        deputies.end_representation,
        name="end_representation",
    ),
]
