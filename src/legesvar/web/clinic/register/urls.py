"""Addresses of the register, under /klinikk/pasienter/."""

from django.urls import path

from legesvar.web.clinic.register import importing, views

urlpatterns = [
    path("", views.register, name="patients"),
    path("ny/", views.new, name="new_patient"),
    path("import/", importing.upload, name="imports"),
    path("import/<uuid:import_id>/", importing.preview, name="import"),
    path("import/<uuid:import_id>/rapport.csv", importing.report, name="import_report"),
]
