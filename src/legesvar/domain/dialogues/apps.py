"""The capability dialogues."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Tell Django where dialogues lives."""

    name = "legesvar.domain.dialogues"
    label = "dialogues"
