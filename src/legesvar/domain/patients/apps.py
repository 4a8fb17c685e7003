"""The capability patients."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """Tell Django where patients lives."""

    name = "legesvar.domain.patients"
    label = "patients"
