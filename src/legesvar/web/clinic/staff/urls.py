"""Addresses of the staff's section, under /klinikk/innstillinger/ansatte/."""

from django.urls import path

from legesvar.web.clinic.staff import absence, views

urlpatterns = [
    path("", views.staff, name="staff"),
    path("inviter/", views.invite, name="invite"),
    path("innlogging/", views.ways_in, name="ways_in"),
    path("fravaer/", absence.absences, name="absences"),
    path("fravaer/<uuid:absence_id>/avslutt/", absence.end, name="end_absence"),
    path("invitasjon/<uuid:invitation_id>/send/", views.invitation_again, name="invitation_again"),
    path("invitasjon/<uuid:invitation_id>/trekk/", views.invitation_withdraw, name="invitation_withdraw"),
    path("<uuid:staff_id>/", views.colleague, name="colleague"),
    path("<uuid:staff_id>/ny-innlogging/", views.new_login, name="new_login"),
    path("<uuid:staff_id>/las-opp/", views.unlock, name="unlock"),
    path("<uuid:staff_id>/fjern/", views.remove, name="remove_colleague"),
]
