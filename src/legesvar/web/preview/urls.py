"""The address of previews, beside the section they show."""

from django.urls import path

from legesvar.web.preview import views

app_name = "preview"
urlpatterns = [path("<section:section>/slik-blir-det/", views.page, name="page")]
