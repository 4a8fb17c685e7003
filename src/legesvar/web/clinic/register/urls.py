"""Addresses of the register, under /klinikk/pasienter/."""

from django.urls import path

from legesvar.web.clinic.register import views

urlpatterns = [
    path("", views.register, name="patients"),
    path("ny/", views.new, name="new_patient"),
]
