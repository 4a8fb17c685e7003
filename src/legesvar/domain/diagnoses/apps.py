"""The capability diagnoses."""

from django.apps import AppConfig


class DiagnosesConfig(AppConfig):
    """Tell Django where diagnoses live."""

    name = "legesvar.domain.diagnoses"
    label = "diagnoses"
