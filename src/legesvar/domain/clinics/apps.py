"""The capability clinics."""

from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    """Tell Django where clinics lives."""

    name = "legesvar.domain.clinics"
    label = "clinics"
