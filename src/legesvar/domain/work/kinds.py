"""The words of work: what somebody does with what they have open."""

from datetime import timedelta
from enum import StrEnum


class Doing(StrEnum):
    """What a colleague does in a thread right now (WORK-5)."""

    READING = "reading"
    WRITING = "writing"


# A page says so every 20 seconds while it is looked at; one missed time is no leaving.
PRESENCE_LASTS = timedelta(seconds=45)
