"""The capability billing."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Tell Django where billing lives."""

    name = "legesvar.domain.billing"
    label = "billing"
