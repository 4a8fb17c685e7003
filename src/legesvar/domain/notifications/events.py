"""What a notice may be about. The words never say more than that there is something to read (NOTE-2)."""

from enum import StrEnum


class Notice(StrEnum):
    """The event a patient is told about."""

    NEW_MESSAGE = "new_message"
    INVOICE = "invoice"


class Channel(StrEnum):
    """How a notice travels. NONE: there is no way to reach the person, which staff can see."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    NONE = "none"


class NoticeState(StrEnum):
    """Where a notice is on its way. VOID: it was not sent, for there was nothing to tell any more."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    NONE = "none"
    VOID = "void"


# What staff must know of: the patient has not been told, or nobody knows whether they have.
TROUBLE = sorted([NoticeState.FAILED, NoticeState.BOUNCED, NoticeState.UNCERTAIN, NoticeState.NONE])
