"""A login from departure to return: authorization code flow with PKCE, state and nonce."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from . import transport
from .back_channel import BackChannel
from .client_proof import ProofOfPossession
from .discovery import Discovery
from .id_token import checked_claims
from .problems import LoginProblem, LoginRefused
from .provider import Provider

HANDSHAKE_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Handshake:
    """What must be kept, out of the browser's reach, until it returns. ``dataclasses.asdict`` gives plain JSON."""

    issuer: str
    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    begun: int


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what to keep until it returns."""

    url: str
    handshake: Handshake


@dataclass(frozen=True)
class Login:
    """A person whom the provider vouches for. The identity number is as the provider wrote it."""

    issuer: str
    subject: str
    pid: str = field(repr=False)
    level: str
    sid: str | None
    hpr_number: str | None
    name: str | None = field(repr=False)
    auth_time: datetime | None
    id_token: str = field(repr=False)


class RelyingParty:
    """Our half of the protocol towards one provider. It lives as long as the process, for all its threads."""

    def __init__(self, provider: Provider, http: httpx.Client | None = None):
        self.provider = provider
        http = http or transport.client()
        self._discovery = Discovery(provider.issuer, http)
        self._back_channel = BackChannel(provider, http)

    def begin(self, *, redirect_uri: str, now: datetime, locale: str = "nb", prompt: str | None = None) -> Departure:
        """Prepare a login.

        :param locale: language of the provider's pages: nb, nn, en or se
        :param prompt: ``login`` to demand that the person proves who she is again
        :raises LoginRefused: PROVIDER_UNREACHABLE, PROVIDER_ERROR, WRONG_ISSUER
        """
        metadata = self._discovery.metadata(now)
        handshake = Handshake(
            issuer=self.provider.issuer,
            state=generate_token(43),
            nonce=generate_token(43),
            code_verifier=generate_token(64),
            redirect_uri=redirect_uri,
            begun=int(now.timestamp()),
        )
        request = self._authorization_request(handshake, locale, prompt)
        if self.provider.use_par:
            request = {"request_uri": self._back_channel.push(metadata, request, now)}
            url = add_params_to_uri(
                metadata.authorization_endpoint, [("client_id", self.provider.client_id), *request.items()]
            )
        else:
            url = prepare_grant_uri(metadata.authorization_endpoint, self.provider.client_id, **request)
        return Departure(url, handshake)

    def finish(self, *, handshake: Handshake, answer: Mapping[str, str], now: datetime) -> Login:
        """Turn the browser's return into a person, or refuse.

        :param answer: the parameters of the return
        :raises LoginRefused: for every reason there is
        """
        code = self._code(handshake, answer, now)
        metadata = self._discovery.metadata(now)
        possession = ProofOfPossession.fresh() if self.provider.use_dpop else None
        tokens = self._back_channel.exchange(
            metadata,
            code=code,
            code_verifier=handshake.code_verifier,
            redirect_uri=handshake.redirect_uri,
            possession=possession,
            now=now,
        )
        id_token = tokens.get("id_token")
        if not isinstance(id_token, str):
            raise LoginRefused(LoginProblem.BAD_TOKEN, "no ID token")
        claims = checked_claims(
            id_token,
            provider=self.provider,
            nonce=handshake.nonce,
            now=int(now.timestamp()),
            key_for=lambda kid: self._discovery.key(kid, now),
        )
        if self.provider.use_userinfo:
            # The signed token has the last word.
            claims = {**self._back_channel.userinfo(metadata, tokens, claims["sub"], possession, now), **claims}
        return self._login(claims, id_token)

    def logout_url(
        self, *, return_to: str, state: str, now: datetime, id_token: str | None = None, sid: str | None = None
    ) -> str | None:
        """Give the address that ends the session at the provider, or None when it has no such.

        :param return_to: where the provider sends the browser afterwards; registered beforehand
        :param id_token: from the login; where it is not kept, ``sid`` tells the provider which session it is
        """
        endpoint = self._discovery.metadata(now).end_session_endpoint
        if endpoint is None:
            return None
        asked = {
            "client_id": self.provider.client_id,
            "post_logout_redirect_uri": return_to,
            "state": state,
            "id_token_hint": id_token,
            "logout_hint": None if id_token else sid,
        }
        return add_params_to_uri(endpoint, [(name, value) for name, value in asked.items() if value])

    def ended_sid(self, answer: Mapping[str, str]) -> str:
        """Give the provider's session that a front-channel logout ends.

        Anybody can send such a request; all it can do is to end a session whose secret ``sid`` it knows.

        :raises LoginRefused: WRONG_ISSUER, BAD_TOKEN
        """
        if answer.get("iss") != self.provider.issuer:
            raise LoginRefused(LoginProblem.WRONG_ISSUER, "front-channel logout")
        sid = answer.get("sid")
        if not sid:
            raise LoginRefused(LoginProblem.BAD_TOKEN, "front-channel logout without sid")
        return sid

    def _authorization_request(self, handshake: Handshake, locale: str, prompt: str | None) -> dict[str, str]:
        request = {
            "response_type": "code",
            "redirect_uri": handshake.redirect_uri,
            "scope": self.provider.scope,
            "state": handshake.state,
            "nonce": handshake.nonce,
            "code_challenge": create_s256_code_challenge(handshake.code_verifier),
            "code_challenge_method": "S256",
            "ui_locales": locale,
            "acr_values": self.provider.acr_values,
            "prompt": prompt,
        }
        return {name: value for name, value in request.items() if value}

    def _code(self, handshake: Handshake, answer: Mapping[str, str], now: datetime) -> str:
        # State first: until it is right, nothing else in the answer is known to come from this login.
        if not hmac.compare_digest(answer.get("state", "").encode(), handshake.state.encode()):
            raise LoginRefused(LoginProblem.WRONG_STATE)
        if handshake.issuer != self.provider.issuer:
            raise LoginRefused(LoginProblem.WRONG_ISSUER, "begun at another provider")
        self._check_sender(answer, now)
        if now - datetime.fromtimestamp(handshake.begun, UTC) > HANDSHAKE_LASTS:
            raise LoginRefused(LoginProblem.EXPIRED, "handshake")
        error = answer.get("error")
        if error == "access_denied":
            raise LoginRefused(LoginProblem.USER_CANCELLED)
        code = answer.get("code")
        if error or not code:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, transport.safe_code(error) if error else "no code")
        return code

    def _check_sender(self, answer: Mapping[str, str], now: datetime) -> None:
        """RFC 9207: a code from one provider must not be redeemed at another."""
        sender = answer.get("iss")
        expected = self.provider.issuer
        if sender is None and not self._discovery.metadata(now).names_itself_in_answers:
            return
        if sender != expected:
            raise LoginRefused(LoginProblem.WRONG_ISSUER, "answer")

    def _login(self, claims: dict[str, Any], id_token: str) -> Login:
        level = claims.get(self.provider.level_claim)
        if not isinstance(level, str) or level not in self.provider.required_levels:
            raise LoginRefused(LoginProblem.TOO_LOW_LEVEL)
        pid = claims.get(self.provider.pid_claim)
        if not isinstance(pid, str) or not pid.strip():
            raise LoginRefused(LoginProblem.NO_PID)
        return Login(
            issuer=self.provider.issuer,
            subject=claims["sub"],
            pid=pid,
            level=level,
            sid=_text(claims.get("sid")),
            hpr_number=_text(claims.get(self.provider.hpr_claim)) if self.provider.hpr_claim else None,
            name=_text(claims.get("name")),
            auth_time=_instant(claims.get("auth_time")),
            id_token=id_token,
        )


def _text(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _instant(value: object) -> datetime | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
