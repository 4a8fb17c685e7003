"""Addresses of the statistics, under /klinikk/statistikk/."""

from django.urls import path

from legesvar.web.clinic.statistics import views

urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("tall.csv", views.numbers, name="statistics_csv"),
]
