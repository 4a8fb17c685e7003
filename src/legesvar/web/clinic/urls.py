"""The clinic's pages, section by section; all of them stand under /klinikk/."""

from django.urls import URLPattern, URLResolver

app_name = "clinic"
urlpatterns: list[URLPattern | URLResolver] = []
