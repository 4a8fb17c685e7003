"""Addresses of the delivery log, under /klinikk/varsler/."""

from django.urls import path

from legesvar.web.clinic.notices import views

urlpatterns = [
    path("", views.log, name="notices"),
    path("<uuid:notice_id>/send/", views.send_again, name="send_notice_again"),
]
