"""The floor: bare Django with no middleware, never part of the product. Two views that read 25 rows through an index.

One reads them with a cursor and glues text together, which is the least Django can do. The other reads them with the
ORM and fills a template of one loop, which is how a bare Django view is usually written, and what ratios are taken to.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from legesvar.config.settings import *  # noqa: F403

MIDDLEWARE = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"floor.html": (
                    "<!doctype html><title>Floor</title><ul>{% for row in rows %}<li id=\"{{ row.public_id }}\">"
                    "{{ row.name }} {{ row.birth_date|date:'d.m.Y' }}{% if row.email %} {{ row.email }}{% endif %}"
                    "{% endfor %}</ul>"
                )})]),
            ],
        },
    }
]  # fmt: skip
ROOT_URLCONF = "benchmarks.floor"
ROWS = 25
_QUERY = "SELECT id, public_id, name, birth_date FROM identity_person WHERE id >= %s ORDER BY id LIMIT %s"


def least(request: HttpRequest, first: int) -> HttpResponse:
    """Answer 25 rows from a number on, as text."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [first, ROWS])
        rows = cursor.fetchall()
    return HttpResponse("".join(f"<li>{name} {born} {public_id}" for _, public_id, name, born in rows))


def view(request: HttpRequest, first: int) -> HttpResponse:
    """Answer 25 rows from a number on, as a page."""
    from django.shortcuts import render

    from legesvar.domain.identity.models import Person

    return render(request, "floor.html", {"rows": Person.objects.filter(id__gte=first).order_by("id")[:ROWS]})


urlpatterns = [path("<int:first>", least), path("side/<int:first>", view)]
