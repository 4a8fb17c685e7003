"""Invoices and credit notes as the clinic handles them."""
