"""Addresses of standard texts, under /klinikk/innstillinger/tekstmaler/."""

from django.urls import path

from legesvar.web.clinic.standard_texts import views

urlpatterns = [
    path("", views.texts, name="standard_texts"),
    path("ny/", views.add, name="add_standard_text"),
    path("<uuid:text_id>/", views.change, name="change_standard_text"),
    path("<uuid:text_id>/ta-ut/", views.retire, name="retire_standard_text"),
]
