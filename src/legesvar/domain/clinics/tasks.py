"""Names of the work that clinics asks for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    SEND_INVITATION = "clinics.send_invitation"
