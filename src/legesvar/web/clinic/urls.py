"""The clinic's pages, section by section; all of them stand under /klinikk/."""

from django.urls import include, path

app_name = "clinic"
urlpatterns = [
    path("arbeidsliste/", include("legesvar.web.clinic.worklist.urls")),
    path("dialog/", include("legesvar.web.clinic.dialogue.urls")),
    path("innstillinger/tekstmaler/", include("legesvar.web.clinic.standard_texts.urls")),
    path("varsler/", include("legesvar.web.clinic.notices.urls")),
    path("innstillinger/ansatte/", include("legesvar.web.clinic.staff.urls")),
    path("konto/", include("legesvar.web.clinic.account.urls")),
    path("innstillinger/", include("legesvar.web.clinic.settings.urls")),
    path("statistikk/", include("legesvar.web.clinic.statistics.urls")),
    path("faktura/", include("legesvar.web.clinic.invoices.urls")),
    path("", include("legesvar.web.clinic.trail.urls")),
    path("sok/", include("legesvar.web.clinic.search.urls")),
    path("pasienter/", include("legesvar.web.clinic.register.urls")),
    path("pasient/", include("legesvar.web.clinic.patient.urls")),
]
