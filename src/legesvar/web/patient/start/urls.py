"""Addresses of the way to a new dialogue, under /start/."""

from django.urls import path

from legesvar.web.patient.start import sending, views, writing

urlpatterns = [
    path("", views.start, name="start"),
    path("e-konsultasjon/", views.e_consultation, name="e_consultation"),
    path("e-konsultasjon/fortsett/", views.go_on, name="continue"),
    path("e-konsultasjon/legekontor/", views.clinic, name="clinic"),
    path("e-konsultasjon/mottaker/", views.recipient, name="recipient"),
    path("e-konsultasjon/passer-det/", views.fit, name="fit"),
    path("e-konsultasjon/ring/", views.call, name="call"),
    path("e-konsultasjon/pris/", views.price, name="price"),
    path("e-konsultasjon/beskjed/", writing.message, name="message"),
    path("e-konsultasjon/se-over/", sending.review, name="review"),
    path("e-konsultasjon/sendt/<uuid:dialogue_id>/", sending.sent, name="sent"),
    path("e-konsultasjon/utkast/", writing.save, name="draft"),
    path("e-konsultasjon/slett/", writing.discard, name="discard"),
]
