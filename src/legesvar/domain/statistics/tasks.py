"""Names of the work that statistics ask for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    GATHER = "statistics.gather"
