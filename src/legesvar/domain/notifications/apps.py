"""The capability notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Tell Django where notifications lives."""

    name = "legesvar.domain.notifications"
    label = "notifications"
