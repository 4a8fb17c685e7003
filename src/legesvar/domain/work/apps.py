"""The capability work."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Tell Django where work lives."""

    name = "legesvar.domain.work"
    label = "work"
