"""The floor: bare Django, no middleware, one view that reads 25 rows through an index. Never part of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from legesvar.config.settings import *  # noqa: F403
from legesvar.config.settings import DATABASES as DATABASES

MIDDLEWARE = []
TEMPLATES = []
ROOT_URLCONF = "benchmarks.floor"
ROWS = 25
_QUERY = "SELECT id, public_id, name, birth_date FROM identity_person WHERE id >= %s ORDER BY id LIMIT %s"


def floor(request: HttpRequest, first: int) -> HttpResponse:
    """Answer 25 rows from a number on, as text."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [first, ROWS])
        rows = cursor.fetchall()
    return HttpResponse("".join(f"<li>{name} {born} {public_id}" for _, public_id, name, born in rows))


urlpatterns = [path("<int:first>", floor)]
