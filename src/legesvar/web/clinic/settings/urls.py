"""Addresses of the settings, under /klinikk/innstillinger/."""

from django.urls import path

from legesvar.web import kinds as _kinds  # noqa: F401 - makes `<kind:kind>` known
from legesvar.web.clinic.settings import days_off, offer, pauses, prices, views
from legesvar.web.clinic.settings import sections as _sections  # noqa: F401 - makes `<section:section>` known

urlpatterns = [
    path("", views.overview, name="settings"),
    path("priser/", prices.prices, name="settings_prices"),
    path("fridager/", days_off.days_off, name="settings_days_off"),
    path("fridager/<uuid:day_id>/fjern/", days_off.remove, name="settings_remove_day_off"),
    path("pause/", pauses.pauses, name="settings_pauses"),
    path("pause/<kind:kind>/", pauses.pause, name="settings_pause"),
    path("min-e-konsultasjon/", offer.own, name="settings_own_offer"),
    path("<section:section>/", views.section, name="settings_section"),
    path("<section:section>/historikk/", views.history, name="settings_history"),
    path("<section:section>/ta-bort/", views.drop, name="settings_drop"),
]
