"""The capability services."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Tell Django where services lives."""

    name = "legesvar.domain.services"
    label = "services"
