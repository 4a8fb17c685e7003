"""The pages: for patients, for clinics, and the doors between."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Tell Django where templates, tags and static files live."""

    name = "legesvar.web"
    label = "web"
