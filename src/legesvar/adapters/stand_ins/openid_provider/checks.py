"""What the provider demands of clients: their proof of identity, PKCE, and DPoP."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from .book import Book
from .exchange import Refusal, Request
from .registrations import Client

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_ASSERTION = 60
PROOF_AGE = 60


def authenticate(request: Request, clients: Mapping[str, Client], audiences: set[str], book: Book, now: int) -> Client:
    """Find out which client is asking.

    :raises Refusal: invalid_client
    """
    client_id, secret = _secret(request)
    if request.form.get("client_assertion_type") == ASSERTION_TYPE:
        return _by_assertion(request.form.get("client_assertion", ""), clients, audiences, book, now)
    client = clients.get(client_id)
    if client and client.secret and hmac.compare_digest(client.secret.encode(), secret.encode()):
        return client
    raise Refusal("invalid_client", HTTPStatus.UNAUTHORIZED)


def check_verifier(verifier: str, challenge: str) -> None:
    """Demand the PKCE verifier that the request's challenge was made of."""
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        raise Refusal("invalid_grant")
    if not hmac.compare_digest(create_s256_code_challenge(verifier), challenge):
        raise Refusal("invalid_grant")


def check_possession(request: Request, url: str, book: Book, now: int, token: str | None = None) -> str:
    """Demand a DPoP proof with a nonce of ours, and give the thumbprint of its key.

    :raises Refusal: invalid_dpop_proof, or use_dpop_nonce with a fresh nonce
    """
    claims, key = _proof(request.headers.get("DPOP", ""))
    if claims.get("htm") != request.method or claims.get("htu") != url or abs(now - int(claims["iat"])) > PROOF_AGE:
        raise Refusal("invalid_dpop_proof")
    if token is not None and claims.get("ath") != _digest(token):
        raise Refusal("invalid_dpop_proof", HTTPStatus.UNAUTHORIZED)
    if not book.nonces.look(str(claims.get("nonce")), now):
        status = HTTPStatus.BAD_REQUEST if token is None else HTTPStatus.UNAUTHORIZED
        raise Refusal("use_dpop_nonce", status, **{"DPoP-Nonce": book.nonces.put(True, now) or ""})
    if book.proofs.put(True, now, name=f"dpop {claims.get('jti')}") is None:
        raise Refusal("invalid_dpop_proof")
    return key.thumbprint()


def _secret(request: Request) -> tuple[str, str]:
    kind, _, credentials = request.headers.get("AUTHORIZATION", "").partition(" ")
    if kind.lower() != "basic":
        return request.form.get("client_id", ""), request.form.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(credentials).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_client", HTTPStatus.UNAUTHORIZED) from None
    return unquote(client_id), unquote(secret)


def _by_assertion(assertion: str, clients: Mapping[str, Client], audiences: set[str], book: Book, now: int) -> Client:
    refusal = Refusal("invalid_client", HTTPStatus.UNAUTHORIZED)
    try:
        claimed = jws.extract_compact(assertion.encode())
        client = clients[str(json.loads(claimed.payload)["sub"])]
        keys = KeySet.import_key_set(client.jwks or {"keys": []})
        claims = jwt.decode(assertion, keys, algorithms=["RS256", "PS256", "ES256"]).claims
        registry = jwt.JWTClaimsRegistry(
            now=now,
            leeway=5,
            iss={"essential": True, "value": client.client_id},
            sub={"essential": True, "value": client.client_id},
            aud={"essential": True, "values": sorted(audiences)},
            exp={"essential": True},
            jti={"essential": True},
        )
        registry.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise refusal from None
    too_long = claims["exp"] - now > LONGEST_ASSERTION + 5
    if too_long or book.proofs.put(True, now, name=f"assertion {claims['jti']}") is None:
        raise refusal
    return client


def _proof(text: str) -> tuple[dict[str, Any], ECKey]:
    try:
        header = jws.extract_compact(text.encode()).headers()
        if header.get("typ") != "dpop+jwt" or "d" in header["jwk"]:
            raise Refusal("invalid_dpop_proof")
        key = ECKey.import_key(header["jwk"])
        claims = jwt.decode(text, key, algorithms=["ES256"]).claims
        jwt.BaseClaimsRegistry(iat={"essential": True}, jti={"essential": True}).validate(claims)
        int(claims["iat"])
    except (JoseError, ValueError, KeyError, TypeError):
        raise Refusal("invalid_dpop_proof") from None
    return claims, key


def _digest(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
