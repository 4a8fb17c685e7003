"""How we prove who we are to the provider: by secret or signed assertion, and by possession of a key (DPoP)."""

import base64
import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jwk, jwt
from joserfc.jwk import ECKey, Key

from .provider import Provider

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# HelseID allows 60 seconds at most.
ASSERTION_SECONDS = 60
ALGORITHM_OF_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


def load_private_key(text: str) -> Key:
    """Read a private key from PEM or JWK.

    :raises ValueError: when the text is no private RSA or EC key
    """
    if text.lstrip().startswith("{"):
        key = jwk.import_key(json.loads(text))
    else:
        pem = text.encode()
        kind = "EC" if isinstance(load_pem_private_key(pem, None), EllipticCurvePrivateKey) else "RSA"
        key = jwk.import_key(pem, kind)
    if key.key_type not in {"RSA", "EC"} or not key.is_private:
        raise ValueError("Not a private RSA or EC key.")
    return key


class ClientProof:
    """Our proof towards one provider; the key is read once."""

    def __init__(self, provider: Provider):
        self._provider = provider
        self._key = load_private_key(provider.private_key) if provider.private_key else None
        method = "client_secret_post" if provider.secret_in_body else "client_secret_basic"
        self._secret = ClientAuth(provider.client_id, provider.client_secret, method)

    def signed_form(self, url: str, fields: dict[str, str], now: int) -> tuple[dict[str, str], str]:
        """Add the client's proof to a form, and give its headers and encoded body.

        :param now: seconds since 1970
        """
        if self._key is not None:
            proof = {
                "client_id": self._provider.client_id,
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": self._assertion(self._key, now),
            }
            return {}, urlencode({**fields, **proof})
        _, headers, body = self._secret.prepare("POST", url, {}, urlencode(fields))
        return headers, body

    def _assertion(self, key: Key, now: int) -> str:
        header = {"alg": _algorithm(key), "kid": self._provider.private_key_id or key.kid or key.thumbprint()}
        claims = {
            "iss": self._provider.client_id,
            "sub": self._provider.client_id,
            "aud": self._provider.issuer,
            "iat": now,
            "nbf": now,
            "exp": now + ASSERTION_SECONDS,
            "jti": generate_token(32),
        }
        return jwt.encode(header, claims, key, algorithms=[header["alg"]])


@dataclass(frozen=True)
class ProofOfPossession:
    """DPoP (RFC 9449) with a key that lives for one login."""

    key: ECKey

    @classmethod
    def fresh(cls) -> "ProofOfPossession":
        """Make a new key."""
        return cls(ECKey.generate_key("P-256"))

    def header(self, method: str, url: str, now: int, *, nonce: str | None = None, token: str | None = None) -> str:
        """Sign the proof for one request.

        :param nonce: what the provider demanded in the ``DPoP-Nonce`` header of its last answer
        :param token: the access token that the request carries
        """
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.as_dict(private=False)}
        claims: dict[str, object] = {"jti": generate_token(32), "htm": method, "htu": url, "iat": now}
        if nonce:
            claims["nonce"] = nonce
        if token:
            digest = hashlib.sha256(token.encode("ascii")).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return jwt.encode(head, claims, self.key, algorithms=["ES256"])


def _algorithm(key: Key) -> str:
    named = key.get("alg")
    if isinstance(named, str):
        return named
    return "RS256" if key.key_type == "RSA" else ALGORITHM_OF_CURVE[str(key.get("crv"))]
