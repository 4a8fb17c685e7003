"""What granian serves."""

from __future__ import annotations

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legesvar.config.settings")


class Utf8Request(WSGIRequest):
    """A request read as UTF-8, whatever its sender calls it.

    Django decodes by any codec of Python's that `charset=` names. Some are no text encodings, and are a fault before
    there is a page to say so; others let through halves of surrogate pairs, which no database can store.
    """

    @property
    def encoding(self) -> None:
        """Return None, which is UTF-8."""
        return None

    @encoding.setter
    def encoding(self, named: object) -> None:
        pass


class Handler(WSGIHandler):
    """Django's handler with our request."""

    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
