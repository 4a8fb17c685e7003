"""The capability identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Tell Django where identity lives."""

    name = "legesvar.domain.identity"
    label = "identity"
