"""The capability search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tell Django where search lives."""

    name = "legesvar.domain.search"
    label = "search"
