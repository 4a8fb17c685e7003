"""Names of the work that searching asks for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    FORGET_SEARCHES = "search.forget_searches"
