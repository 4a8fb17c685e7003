"""Addresses of one invoice or credit note."""

from django.urls import path

from legesvar.web.clinic.invoices import views

urlpatterns = [
    path("<uuid:invoice_id>/pdf/", views.pdf, name="invoice_pdf"),
    path("<uuid:invoice_id>/krediter/", views.credit, name="credit"),
]
