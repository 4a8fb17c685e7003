"""The capability files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Tell Django where files lives."""

    name = "legesvar.domain.files"
    label = "files"
