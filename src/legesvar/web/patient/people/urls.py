"""Addresses of the choice of person, under /for/. Behind a person's id the patient's own addresses come once more."""

from django.urls import path

from legesvar.web.patient.people import views

urlpatterns = [
    path("", views.choose, name="people"),
    path("<uuid:person>/", views.enter, name="enter"),
]
