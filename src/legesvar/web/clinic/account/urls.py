"""Addresses of one's own login, under /klinikk/konto/."""

from django.urls import path

from legesvar.web.clinic.account import views

urlpatterns = [
    path("", views.account, name="account"),
    path("passord/", views.change_password, name="change_password"),
    path("faktor/", views.begin_factor, name="begin_factor"),
    path("faktor/ny/", views.new_factor, name="new_factor"),
    path("faktor/<uuid:factor_id>/fjern/", views.remove_factor, name="remove_factor"),
    path("koder/", views.new_codes, name="new_codes"),
]
