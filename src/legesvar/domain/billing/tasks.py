"""Names of the work that billing asks for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function.

    ISSUE_INVOICE carries `clinic_id: int` and `about: str`, the public id of what was charged.
    """

    ISSUE_INVOICE = "billing.issue_invoice"
