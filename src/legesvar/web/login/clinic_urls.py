"""Staff's door."""

from django.urls import path

from legesvar.domain.identity.kinds import Audience
from legesvar.web.login import invited, local, sessions, views

app_name = "clinic_login"
_CLINIC = {"audience": Audience.CLINIC}
urlpatterns = [
    path("", views.to_work, name="work"),
    path("logg-inn/", views.door, _CLINIC, name="door"),
    path("logg-inn/start/", views.start, _CLINIC, name="start"),
    path("logg-inn/lokal/", local.password, name="local"),
    path("logg-inn/lokal/bekreft/", local.second, name="second"),
    path("invitasjon/<str:token>/", invited.invitation, name="invitation"),
    path("invitasjon/<str:token>/passord/", invited.password, name="invitation_password"),
    path("invitasjon/<str:token>/faktor/", invited.factor, name="invitation_factor"),
    path("logg-inn/retur/", views.come_back, _CLINIC, name="return"),
    path("logg-inn/ut/", views.ended_by_provider, _CLINIC, name="ended_by_provider"),
    path("logg-ut/", views.log_out, _CLINIC, name="log_out"),
    path("logg-ut/overalt/", views.log_out_everywhere_at_clinic, name="log_out_everywhere"),
    path("logg-ut/ferdig/", views.logged_out, _CLINIC, name="logged_out"),
    path("velg-klinikk/", sessions.choose_clinic, name="choose"),
    path("okt/", sessions.left_at_clinic, name="left"),
    path("okt/forleng/", sessions.extend_at_clinic, name="extend"),
    path("fortsett/", sessions.kept_at_clinic, name="kept"),
]
