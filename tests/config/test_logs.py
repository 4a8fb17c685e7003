"""Logs hold no personal data, also not by way of an address."""

from __future__ import annotations

import logging

from django.test import RequestFactory

from legesvar.config import logs


def test_a_refused_request_is_logged_by_its_page_and_not_by_its_address() -> None:
    request = RequestFactory().get("/profil/lenke/hemmelig-kode/?q=Kari")
    record = logging.makeLogRecord(
        {"name": "django.request", "msg": "Not Found: %s", "args": (request.path,), "request": request,
         "status_code": 404}
    )  # fmt: skip
    logs._page_instead_of_address(record)
    assert record.getMessage() == "answered 404 at -"
    assert "hemmelig" not in str(record.__dict__)


def test_the_filter_stands_at_djangos_own_loggers() -> None:
    for name in ("django.request", "django.security.csrf"):
        assert logs._page_instead_of_address in logging.getLogger(name).filters


def test_the_failing_row_is_taken_out_of_what_the_database_says() -> None:
    said = {"event": "IntegrityError: x\nDETAIL:  Failing row contains (Kari)."}
    assert "Kari" not in logs._without_the_failing_row(None, "error", said)["event"]
