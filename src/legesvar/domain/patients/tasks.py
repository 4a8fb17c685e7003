"""Names of the work that patients leaves to the worker."""

from enum import StrEnum


class Task(StrEnum):
    """What jobs/bind.py binds to a function."""

    FORGET_IMPORTS = "patients.forget_imports"
