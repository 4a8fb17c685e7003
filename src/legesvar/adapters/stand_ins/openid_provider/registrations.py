"""Who can log in, who may ask for it, and which faults can be ordered."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Audience(StrEnum):
    """Which of the two issuers a person is shown at."""

    PATIENT = "patient"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody to click on.

    :param subject: the ``sub`` of the tokens
    :param role: what the person is, in a few words
    :param note: what the person is good for in the demo
    """

    subject: str
    name: str
    pid: str
    audience: Audience
    role: str = ""
    note: str = ""
    hpr_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Client:
    """A portal that is registered here.

    :param issuer: ``idporten`` or ``helseid``
    :param secret: or ``jwks``, the public keys for ``private_key_jwt``
    """

    client_id: str
    issuer: str
    redirect_uris: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)
    jwks: dict[str, Any] | None = None
    post_logout_redirect_uris: tuple[str, ...] = ()
    frontchannel_logout_uri: str | None = None
    require_par: bool = False
    require_dpop: bool = False


class Fault(StrEnum):
    """What can be made to go wrong with one login."""

    WRONG_STATE = "wrong_state"
    ACCESS_DENIED = "access_denied"
    FOREIGN_ANSWER = "foreign_answer"
    WRONG_NONCE = "wrong_nonce"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_ISSUER = "wrong_issuer"
    BAD_SIGNATURE = "bad_signature"
    UNSIGNED = "unsigned"
    SIGNED_WITH_PUBLIC_KEY = "signed_with_public_key"
    EXPIRED = "expired"
    FROM_THE_FUTURE = "from_the_future"
    NO_PID = "no_pid"
    LOWER_LEVEL = "lower_level"
    NO_LEVEL = "no_level"
    TOKEN_ERROR = "token_error"  # noqa: S105 - a fault, not a secret
    SLOW_TOKEN = "slow_token"  # noqa: S105 - a fault, not a secret


FAULTS_IN_WORDS = {
    Fault.WRONG_STATE: "Feil «state» i svaret",
    Fault.ACCESS_DENIED: "Innlogging avbrutt (access_denied)",
    Fault.FOREIGN_ANSWER: "Svaret sier at det kommer fra en annen utsteder",
    Fault.WRONG_NONCE: "Feil «nonce» i ID-token",
    Fault.WRONG_AUDIENCE: "ID-token er laget for en annen tjeneste",
    Fault.WRONG_ISSUER: "ID-token er fra en annen utsteder",
    Fault.BAD_SIGNATURE: "Feil signatur",
    Fault.UNSIGNED: "ID-token uten signatur (alg none)",
    Fault.SIGNED_WITH_PUBLIC_KEY: "ID-token signert med den offentlige nøkkelen (HS256)",
    Fault.EXPIRED: "ID-token er gått ut på dato",
    Fault.FROM_THE_FUTURE: "ID-token er laget i fremtiden",
    Fault.NO_PID: "Fødselsnummer mangler",
    Fault.LOWER_LEVEL: "For lavt sikkerhetsnivå",
    Fault.NO_LEVEL: "Sikkerhetsnivå mangler",
    Fault.TOKEN_ERROR: "Feil 500 når koden skal veksles inn",
    Fault.SLOW_TOKEN: "Tregt svar når koden skal veksles inn",
}
