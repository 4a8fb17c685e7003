"""What became of a message that was handed to the world outside."""

from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt to send ended. Only TRY_AGAIN may be tried again: anything else might reach somebody twice."""

    SENT = "sent"
    REJECTED_FOR_GOOD = "rejected_for_good"
    TRY_AGAIN = "try_again"
    UNCERTAIN = "uncertain"
