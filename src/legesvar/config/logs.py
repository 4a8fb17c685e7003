"""Structured logs without personal data: an event's name, a request id, numbers; never a name, a number or a text."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def configure(options: dict[str, Any]) -> None:
    """Send every log line through structlog, as JSON or (`format: console`) for a person to read."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_the_failing_row,
    ]
    last = (
        structlog.processors.JSONRenderer()
        if options.get("format") == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "django.server", "procrastinate", "mail.log"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for named in ("django.request", "django.security.csrf", "django.security.DisallowedHost"):
        logging.getLogger(named).addFilter(_page_instead_of_address)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _without_the_failing_row(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    # PostgreSQL quotes the failing row in DETAIL, and that row may be somebody's message.
    for key in ("exception", "event"):
        text = event.get(key)
        if isinstance(text, str) and "DETAIL:" in text:
            event[key] = "\n".join(line for line in text.split("\n") if not line.startswith("DETAIL:"))
    return event


def _page_instead_of_address(record: logging.LogRecord) -> bool:
    """Name the page and not the address: an address may hold a code that was sent to somebody, or what they typed."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    record.msg, record.args = "answered %s at %s", (getattr(record, "status_code", "-"), match.route if match else "-")
    record.__dict__.pop("request", None)
    return True
