"""Patients' door, and what stands outside it."""

from django.urls import path

from legesvar.domain.identity.kinds import Audience
from legesvar.web.login import sessions, views

app_name = "login"
_PATIENT = {"audience": Audience.PATIENT}
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("logg-inn/", views.door, _PATIENT, name="door"),
    path("logg-inn/start/", views.start, _PATIENT, name="start"),
    path("logg-inn/retur/", views.come_back, _PATIENT, name="return"),
    path("logg-inn/ut/", views.ended_by_provider, _PATIENT, name="ended_by_provider"),
    path("logg-ut/", views.log_out, _PATIENT, name="log_out"),
    path("logg-ut/overalt/", views.log_out_everywhere, name="log_out_everywhere"),
    path("logg-ut/ferdig/", views.logged_out, _PATIENT, name="logged_out"),
    path("okt/", sessions.left, name="left"),
    path("okt/forleng/", sessions.extend, name="extend"),
    path("fortsett/", sessions.kept, name="kept"),
]
