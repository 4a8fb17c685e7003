"""Addresses of a dialogue, under /dialog/."""

from django.urls import path

from legesvar.web.patient.dialogue import acts, asking, converting, views

urlpatterns = [
    path("<uuid:dialogue_id>/", views.dialogue, name="dialogue"),
    path("faktura/<uuid:invoice_id>/sporsmal/", asking.ask, name="ask_about_invoice"),
    path("<uuid:dialogue_id>/pris/", converting.price, name="convert"),
    path("<uuid:dialogue_id>/utkast/", views.save, name="reply_draft"),
    path("<uuid:dialogue_id>/trekk-tilbake/", acts.withdraw, name="withdraw"),
    path("<uuid:dialogue_id>/ny/", acts.begin_again, name="begin_again"),
    path("<uuid:dialogue_id>/pdf/", acts.pdf, name="dialogue_pdf"),
]
