"""Names of the work that audit leaves to the worker."""

from enum import StrEnum


class Task(StrEnum):
    """What jobs/bind.py binds to a function."""

    SEAL = "audit.seal"
    MAKE_MONTHS = "audit.make_months"
