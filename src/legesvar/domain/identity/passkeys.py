"""Passkeys (WebAuthn): what is asked of the browser, and whether its answer holds. The protocol is the library's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys of ours hold: at this address and no other."""

    origin: str
    name: str

    @property
    def host(self) -> str:
        """Return the name that passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def has_passkeys(self) -> bool:
        """Say whether browsers make passkeys here: never for an address of numbers."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that was made in a browser."""

    credential_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the browser, as JSON, and the challenge that its answer must hold."""

    challenge: str
    options: str


def ask_to_make(site: Site, *, user: bytes, email: str, name: str, known: Sequence[str]) -> Asked:
    """Ask for a new passkey, on a device that has none of `known`."""
    options = webauthn.generate_registration_options(
        rp_id=site.host, rp_name=site.name, user_id=user, user_name=email, user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(known),
    )  # fmt: skip
    return Asked(bytes_to_base64url(options.challenge), webauthn.options_to_json(options))


def ask_to_show(site: Site, known: Sequence[str]) -> Asked:
    """Ask for one of these passkeys."""
    options = webauthn.generate_authentication_options(rp_id=site.host, allow_credentials=_descriptors(known))
    return Asked(bytes_to_base64url(options.challenge), webauthn.options_to_json(options))


def _descriptors(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def made(site: Site, answer: str, challenge: str) -> Made | None:
    """Return the passkey a browser made, or None when its answer does not hold."""
    if not challenge or len(answer) > LONGEST:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host,
            expected_origin=site.origin,
        )  # fmt: skip
    except _BROKEN:
        return None
    return Made(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def which(answer: str) -> str:
    """Return the name of the passkey that an answer says it is from, or ""."""
    if len(answer) > LONGEST:
        return ""
    try:
        named = json.loads(answer)["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return named if isinstance(named, str) and "\0" not in named else ""


def shown(site: Site, answer: str, challenge: str, *, public_key: bytes, sign_count: int) -> int | None:
    """Return the new count when an answer was signed by a passkey for our challenge at our address, else None.

    A count that does not grow means that the passkey was copied. Passkeys that do not count say zero.
    """
    if not challenge or len(answer) > LONGEST:
        return None
    try:
        found = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host,
            expected_origin=site.origin, credential_public_key=public_key, credential_current_sign_count=sign_count,
        )  # fmt: skip
    except _BROKEN:
        return None
    return found.new_sign_count


# The library lets through what it did not foresee in a forged answer: numbers that are none, lists for texts, broken
# base64 or CBOR.
_BROKEN = (
    WebAuthnException,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OverflowError,
)
