"""The capability journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Tell Django where journal lives."""

    name = "legesvar.domain.journal"
    label = "journal"
