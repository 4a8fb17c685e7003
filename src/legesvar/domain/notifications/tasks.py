"""Names of the work that notices ask for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    SEND_NOTICE = "notifications.send_notice"
    MARK_UNCERTAIN = "notifications.mark_uncertain"
