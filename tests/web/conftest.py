"""Pages are tested with the static files as they lie in the source: collecting them has a test of its own."""

from __future__ import annotations

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _static_files_from_the_source(settings: LazySettings) -> None:
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def rooms(settings: LazySettings) -> list[dict[str, list[str]]]:
    """Behind the real doors, the small portal of `tests.web.rooms`; gives the forms that reached its pages."""
    settings.ROOT_URLCONF = "tests.web.rooms"
    from tests.web import rooms  # its views can be made only when the apps are ready

    rooms.sent.clear()
    return rooms.sent
