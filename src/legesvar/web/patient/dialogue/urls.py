"""Addresses of a dialogue, under /dialog/."""

from django.urls import path

from legesvar.web.patient.dialogue import converting, views

urlpatterns = [
    path("<uuid:dialogue_id>/", views.dialogue, name="dialogue"),
    path("<uuid:dialogue_id>/pris/", converting.price, name="convert"),
    path("<uuid:dialogue_id>/utkast/", views.save, name="reply_draft"),
]
