"""Addresses of the demo's own pages, under /demo/. Outside the demo they do not exist."""

from django.urls import path

from legesvar.web.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.demo, name="demo"),
    path("messages.json", views.messages, name="messages"),
]
