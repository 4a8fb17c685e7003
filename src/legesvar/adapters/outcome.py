"""What became of a message that was handed to the world outside."""

from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt to send ended. Only TRY_AGAIN may be tried again: anything else might reach somebody twice."""

    SENT = "sent"
    REJECTED_FOR_GOOD = "rejected_for_good"
    # Rejected too, and because of the address: nothing more need be sent there.
    NO_SUCH_ADDRESS = "no_such_address"
    TRY_AGAIN = "try_again"
    UNCERTAIN = "uncertain"
