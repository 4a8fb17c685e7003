"""Addresses of invoices, under /faktura/."""

from django.urls import path

from legesvar.web.patient.invoices import views

urlpatterns = [path("<uuid:invoice_id>/pdf/", views.pdf, name="invoice")]
