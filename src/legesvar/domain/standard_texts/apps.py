"""The capability standard_texts."""

from django.apps import AppConfig


class StandardTextsConfig(AppConfig):
    """Tell Django where standard texts live."""

    name = "legesvar.domain.standard_texts"
    label = "standard_texts"
