"""Addresses of invoices and credit notes, under /klinikk/faktura/."""

from django.urls import path

from legesvar.web.clinic.invoices import views

urlpatterns = [
    path("", views.unpaid, name="invoices"),
    path("<uuid:invoice_id>/", views.invoice, name="invoice"),
    path("<uuid:invoice_id>/ubetalt/", views.mark, name="mark_overdue"),
    path("<uuid:invoice_id>/oppgjort/", views.settle, name="settle"),
    path("<uuid:invoice_id>/pdf/", views.pdf, name="invoice_pdf"),
    path("<uuid:invoice_id>/krediter/", views.credit, name="credit"),
]
