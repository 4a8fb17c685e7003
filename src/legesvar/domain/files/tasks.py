"""Names of the work that files ask for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    FORGET_OBJECTS = "files.forget_objects"
    FORGET_ORPHANS = "files.forget_orphans"
