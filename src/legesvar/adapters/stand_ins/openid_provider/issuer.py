"""The two issuers: what they are called, which claims they give, and their keys."""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from authlib.common.encoding import urlsafe_b64encode
from joserfc import jwt
from joserfc.jwk import RSAKey

from .registrations import Audience, Fault, Person

TOKEN_SECONDS = 120


@dataclass(frozen=True)
class Profile:
    """What distinguishes an issuer.

    :param levels: our two words for a level to what the issuer calls them
    """

    path: str
    name: str
    audience: Audience
    levels: Mapping[str, str]

    def claims(self, person: Person, level: str) -> dict[str, Any]:
        """Give what the issuer tells of a person who logged in at a level."""
        if self.audience is Audience.PATIENT:
            return {"pid": person.pid, "acr": self.levels[level], "amr": ["BankID"], "locale": "nb"}
        claims = {
            "name": person.name,
            "amr": ["external"],
            "helseid://claims/identity/pid": person.pid,
            "helseid://claims/identity/security_level": self.levels[level],
            "helseid://claims/identity/assurance_level": level,
            "helseid://claims/identity/network": "internett",
        }
        if person.hpr_number:
            claims["helseid://claims/hpr/hpr_number"] = person.hpr_number
        return claims


PROFILES = (
    Profile(
        "idporten",
        "ID-porten",
        Audience.PATIENT,
        MappingProxyType({"high": "idporten-loa-high", "substantial": "idporten-loa-substantial"}),
    ),
    Profile("helseid", "HelseID", Audience.STAFF, MappingProxyType({"high": "4", "substantial": "3"})),
)
LEVEL_CLAIMS = ("acr", "helseid://claims/identity/security_level", "helseid://claims/identity/assurance_level")
PID_CLAIMS = ("pid", "helseid://claims/identity/pid")


def new_key() -> RSAKey:
    """Make a key to sign with."""
    kid = secrets.token_hex(8)
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@cache
def foreign_key() -> RSAKey:
    """Make the key of nobody, for signatures that must not hold."""
    return new_key()


class Issuer:
    """One issuer at work."""

    def __init__(self, profile: Profile, base: str):
        self.profile = profile
        self.url = f"{base}/{profile.path}"
        self.keys = [new_key()]

    def rotate(self) -> None:
        """Sign with a new key from now on; the former one is still published."""
        self.keys = [new_key(), *self.keys[:1]]

    def jwks(self) -> dict[str, Any]:
        """Give the public keys."""
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def metadata(self) -> dict[str, Any]:
        """Give the discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "pushed_authorization_request_endpoint": f"{self.url}/par",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/endsession",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic", "client_secret_post"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "PS256"],
            "dpop_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": sorted(self.profile.levels.values()),
            "ui_locales_supported": ["nb"],
            "frontchannel_logout_supported": True,
            "frontchannel_logout_session_supported": True,
            "authorization_response_iss_parameter_supported": True,
        }

    def id_token(self, claims: dict[str, Any], *, client_id: str, nonce: str, now: int, fault: Fault | None) -> str:
        """Sign an ID token, or one that is wrong in the way that was ordered.

        :param now: seconds since 1970
        """
        claims = {
            "iss": self.url,
            "aud": client_id,
            "nonce": nonce,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
            **claims,
        }
        return self._sign(_spoilt(claims, fault, self.profile), fault)

    def _sign(self, claims: dict[str, Any], fault: Fault | None) -> str:
        key = self.keys[0]
        header = {"alg": "RS256", "kid": key.kid}
        if fault is Fault.BAD_SIGNATURE:
            return jwt.encode(header, claims, foreign_key(), algorithms=["RS256"])
        if fault is Fault.UNSIGNED:
            return _by_hand({"alg": "none", "typ": "JWT"}, claims, None)
        if fault is Fault.SIGNED_WITH_PUBLIC_KEY:
            return _by_hand({**header, "alg": "HS256", "typ": "JWT"}, claims, key.as_pem(private=False))
        return jwt.encode(header, claims, key, algorithms=["RS256"])


def _by_hand(header: dict[str, Any], claims: dict[str, Any], secret: bytes | None) -> str:
    """Make a token that no good library would make."""
    signed = b".".join(urlsafe_b64encode(json.dumps(part).encode()) for part in (header, claims))
    signature = b"" if secret is None else urlsafe_b64encode(hmac.digest(secret, signed, "sha256"))
    return b".".join((signed, signature)).decode()


def _spoilt(claims: dict[str, Any], fault: Fault | None, profile: Profile) -> dict[str, Any]:
    changes: dict[Fault, dict[str, Any]] = {
        Fault.WRONG_NONCE: {"nonce": "another-nonce"},
        Fault.WRONG_AUDIENCE: {"aud": "another-client"},
        Fault.WRONG_ISSUER: {"iss": "https://another.example"},
        Fault.EXPIRED: {"iat": claims["iat"] - 7200, "exp": claims["iat"] - 3600},
        Fault.FROM_THE_FUTURE: {"iat": claims["iat"] + 3600, "exp": claims["iat"] + 7200},
        Fault.NO_PID: dict.fromkeys(PID_CLAIMS),
        Fault.NO_LEVEL: dict.fromkeys(LEVEL_CLAIMS),
        Fault.LOWER_LEVEL: {name: profile.levels["substantial"] for name in LEVEL_CLAIMS if name in claims},
    }
    changed = {**claims, **changes.get(fault, {})} if fault else claims
    return {name: value for name, value in changed.items() if value is not None}
