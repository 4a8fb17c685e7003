"""The worklist's addresses."""

from django.urls import path

from legesvar.web.clinic.worklist import views

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("liste/", views.refreshed, name="worklist_refreshed"),
    path("hurtigtaster/", views.shortcuts, name="shortcuts"),
]
