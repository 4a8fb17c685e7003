"""Why a login was refused."""

from enum import StrEnum


class LoginProblem(StrEnum):
    """The reasons a login may be refused for; the words that people read stand elsewhere."""

    WRONG_STATE = "wrong_state"
    WRONG_NONCE = "wrong_nonce"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_ISSUER = "wrong_issuer"
    BAD_SIGNATURE = "bad_signature"
    BAD_TOKEN = "bad_token"  # noqa: S105 - a reason, not a secret
    TOO_LOW_LEVEL = "too_low_level"
    EXPIRED = "expired"
    NO_PID = "no_pid"
    PROVIDER_ERROR = "provider_error"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    USER_CANCELLED = "user_cancelled"


class LoginRefused(Exception):
    """A login did not hold. ``detail`` is for the log: it never holds personal data."""

    def __init__(self, reason: LoginProblem, detail: str = ""):
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
