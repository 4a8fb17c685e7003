"""The worklist's address."""

from django.urls import path

from legesvar.web.clinic.worklist import views

urlpatterns = [path("", views.worklist, name="worklist")]
