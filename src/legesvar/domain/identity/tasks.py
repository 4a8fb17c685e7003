"""Names of the work that identity asks for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    FORGET_PARKED_POSTS = "identity.forget_parked_posts"
    SEND_CODE = "identity.send_code"
    TELL_FORMER_ADDRESS = "identity.tell_former_address"
    FORGET_VERIFICATIONS = "identity.forget_verifications"
    FORGET_LOGINS = "identity.forget_logins"
