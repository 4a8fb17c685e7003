"""The only place that reads the clock. Everything else is told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def oslo_date(instant: datetime) -> date:
    """Return the calendar day that people in Norway call `instant`."""
    return instant.astimezone(OSLO).date()
