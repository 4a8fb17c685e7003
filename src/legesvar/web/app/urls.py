"""What makes the portal an app: at the root, so that it covers every page."""

from django.urls import path

from legesvar.web.app import views

app_name = "app"
urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("uten-nett/", views.offline, name="offline"),
]
