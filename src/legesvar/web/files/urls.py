"""Addresses of pictures and documents. The patient's and the clinic's are apart: one browser may hold both sessions."""

from django.urls import path

from legesvar.web import kinds as _converter  # noqa: F401 - makes `<kind:kind>` known
from legesvar.web.files import reading, uploading

app_name = "files"
urlpatterns = [
    path("start/<kind:kind>/bilde/", uploading.add, name="add"),
    path("start/<kind:kind>/bilde/<uuid:file_id>/fjern/", uploading.remove, name="remove"),
    path("fil/<uuid:file_id>/", reading.full, name="full"),
    path("fil/<uuid:file_id>/liten/", reading.thumbnail, name="thumbnail"),
    path("klinikk/fil/<uuid:file_id>/", reading.clinic_full, name="clinic_full"),
    path("klinikk/fil/<uuid:file_id>/liten/", reading.clinic_thumbnail, name="clinic_thumbnail"),
]
