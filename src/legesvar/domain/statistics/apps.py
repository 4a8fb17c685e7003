"""The capability statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Tell Django where statistics live."""

    name = "legesvar.domain.statistics"
    label = "statistics"
