"""Checking an ID token as OpenID Connect Core 3.1.3.7 says."""

import hmac
from collections.abc import Callable
from typing import Any

from joserfc import errors, jws, jwt
from joserfc.jwk import Key

from .problems import LoginProblem, LoginRefused
from .provider import Provider

PROBLEM_OF_CLAIM = {
    "iss": LoginProblem.WRONG_ISSUER,
    "aud": LoginProblem.WRONG_AUDIENCE,
    "azp": LoginProblem.WRONG_AUDIENCE,
    "nonce": LoginProblem.WRONG_NONCE,
    "exp": LoginProblem.EXPIRED,
}


def checked_claims(
    token: str, *, provider: Provider, nonce: str, now: int, key_for: Callable[[str | None], Key]
) -> dict[str, Any]:
    """Check an ID token's signature and claims, and give the claims.

    The level and the person's number are not looked at here; they may stand in userinfo.

    :param now: seconds since 1970
    :param key_for: the provider's public key by its ``kid``
    :raises LoginRefused: BAD_TOKEN, BAD_SIGNATURE, WRONG_ISSUER, WRONG_AUDIENCE, WRONG_NONCE, EXPIRED
    """
    claims = _signed_claims(token, provider, key_for)
    registry = jwt.JWTClaimsRegistry(
        now=now,
        leeway=provider.leeway_seconds,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True},
    )
    try:
        registry.validate(claims)
    except errors.ClaimError as error:
        raise LoginRefused(_problem(error), f"claim {error.claim}") from None
    _check_authorized_party(claims, provider.client_id)
    _check_nonce(claims, nonce)
    return claims


def _signed_claims(token: str, provider: Provider, key_for: Callable[[str | None], Key]) -> dict[str, Any]:
    key = key_for(_key_id(token, provider))
    try:
        return jwt.decode(token, key, algorithms=list(provider.algorithms)).claims
    except errors.BadSignatureError:
        raise LoginRefused(LoginProblem.BAD_SIGNATURE) from None
    except (errors.JoseError, ValueError, TypeError) as error:
        raise LoginRefused(LoginProblem.BAD_SIGNATURE, type(error).__name__) from None


def _key_id(token: str, provider: Provider) -> str | None:
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (errors.JoseError, ValueError, TypeError):
        raise LoginRefused(LoginProblem.BAD_TOKEN, "no signed token") from None
    # Before any key is looked up: a token with a foreign algorithm must not make us ask for keys.
    if header.get("alg") not in provider.algorithms:
        raise LoginRefused(LoginProblem.BAD_SIGNATURE, "algorithm not allowed")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise LoginRefused(LoginProblem.BAD_TOKEN, "kid")
    return kid


def _problem(error: errors.ClaimError) -> LoginProblem:
    # A missing claim is a broken token, except where its absence itself is what an attacker would try.
    return PROBLEM_OF_CLAIM.get(error.claim, LoginProblem.BAD_TOKEN)


def _check_authorized_party(claims: dict[str, Any], client_id: str) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise LoginRefused(LoginProblem.WRONG_AUDIENCE, "claim azp")


def _check_nonce(claims: dict[str, Any], nonce: str) -> None:
    given = claims["nonce"]
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise LoginRefused(LoginProblem.WRONG_NONCE)
