"""Addresses of the way to a new dialogue, under /start/. Each kind has its own word there."""

from django.urls import path

from legesvar.web import kinds as _converter  # noqa: F401 - makes `<kind:kind>` known
from legesvar.web.patient.start import sending, views, writing

urlpatterns = [
    path("", views.start, name="start"),
    path("<kind:kind>/", views.begin, name="begin"),
    path("<kind:kind>/fortsett/", views.go_on, name="continue"),
    path("<kind:kind>/legekontor/", views.clinic, name="clinic"),
    path("<kind:kind>/mottaker/", views.recipient, name="recipient"),
    path("<kind:kind>/passer-det/", views.fit, name="fit"),
    path("<kind:kind>/ring/", views.call, name="call"),
    path("<kind:kind>/pris/", views.price, name="price"),
    path("<kind:kind>/beskjed/", writing.message, name="message"),
    path("<kind:kind>/se-over/", sending.review, name="review"),
    path("<kind:kind>/sendt/<uuid:dialogue_id>/", sending.sent, name="sent"),
    path("<kind:kind>/utkast/", writing.save, name="draft"),
    path("<kind:kind>/slett/", writing.discard, name="discard"),
]
