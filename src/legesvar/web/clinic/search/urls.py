"""Addresses of the search, under /klinikk/sok/. What is searched for never stands in one."""

from django.urls import path

from legesvar.web.clinic.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:search_id>/", views.results, name="search_results"),
]
