"""Where a language is chosen."""

from django.urls import path

from legesvar.web.language import views

app_name = "language"
urlpatterns = [path("<language>/", views.choose, name="choose")]
