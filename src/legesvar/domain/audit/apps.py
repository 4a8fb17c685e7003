"""The capability audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Tell Django where audit lives."""

    name = "legesvar.domain.audit"
    label = "audit"
