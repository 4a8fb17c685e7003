"""Addresses of somebody's own contact data, under /profil/. Never /for/…/profil/: nobody changes another's."""

from django.urls import path

from legesvar.web.patient.profile import devices, verifying, views

app_name = "profile"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("e-post/", verifying.email, name="email"),
    path("mobil/", verifying.mobile, name="mobile"),
    path("kode/<uuid:verification_id>/", verifying.code, name="code"),
    path("kode/<uuid:verification_id>/ny/", verifying.new_code, name="new_code"),
    path("lenke/<str:token>/", verifying.link, name="link"),
    path("varsler/<uuid:clinic_id>/", views.channel, name="channel"),
    path("enheter/", devices.turn_on, name="push_on"),
    path("enheter/<uuid:device_id>/av/", devices.turn_off, name="push_off"),
    path("stemmer-det/", views.confirm, name="confirm"),
]
