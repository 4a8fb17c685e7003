"""The calls that go straight from us to the provider, past the browser."""

from datetime import datetime
from typing import Any

import httpx

from . import transport
from .client_proof import ClientProof, ProofOfPossession
from .discovery import Metadata
from .problems import LoginProblem, LoginRefused
from .provider import Provider


class BackChannel:
    """Pushed requests, tokens and userinfo of one provider. All refuse with PROVIDER_ERROR or PROVIDER_UNREACHABLE."""

    def __init__(self, provider: Provider, http: httpx.Client):
        self._provider = provider
        self._http = http
        self._proof = ClientProof(provider)

    def push(self, metadata: Metadata, request: dict[str, str], now: datetime) -> str:
        """Push an authorization request (RFC 9126) and give the reference to it."""
        endpoint = metadata.pushed_authorization_request_endpoint
        if endpoint is None:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, "no endpoint for pushed requests")
        answer = self._post(endpoint, {**request, "client_id": self._provider.client_id}, None, now)
        request_uri = answer.document().get("request_uri") if answer.ok else None
        if not isinstance(request_uri, str):
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"pushed request: {answer.status} {answer.error_code()}")
        return request_uri

    def exchange(
        self,
        metadata: Metadata,
        *,
        code: str,
        code_verifier: str,
        redirect_uri: str,
        possession: ProofOfPossession | None,
        now: datetime,
    ) -> dict[str, Any]:
        """Redeem a code for tokens."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
        }
        answer = self._post(metadata.token_endpoint, fields, possession, now)
        if not answer.ok:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"token: {answer.status} {answer.error_code()}")
        return answer.document()

    def _post(
        self, url: str, fields: dict[str, str], possession: ProofOfPossession | None, now: datetime
    ) -> transport.Answer:
        answer = self._post_once(url, fields, possession, None, now)
        nonce = answer.headers.get("DPoP-Nonce")
        if possession and nonce and answer.status in {400, 401} and answer.error_code() == "use_dpop_nonce":
            answer = self._post_once(url, fields, possession, nonce, now)
        return answer

    def _post_once(
        self, url: str, fields: dict[str, str], possession: ProofOfPossession | None, nonce: str | None, now: datetime
    ) -> transport.Answer:
        seconds = int(now.timestamp())
        headers, body = self._proof.signed_form(url, fields, seconds)
        if possession:
            headers["DPoP"] = possession.header("POST", url, seconds, nonce=nonce)
        return transport.call(self._http, "POST", url, headers=headers, form=body)

    def userinfo(
        self,
        metadata: Metadata,
        tokens: dict[str, Any],
        subject: str,
        possession: ProofOfPossession | None,
        now: datetime,
    ) -> dict[str, Any]:
        """Fetch the claims about the person that the ID token belongs to."""
        url, token = metadata.userinfo_endpoint, tokens.get("access_token")
        if url is None or not isinstance(token, str) or not token.isascii():
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, "no userinfo")
        answer = self._get_userinfo(url, token, possession, None, now)
        nonce = answer.headers.get("DPoP-Nonce")
        if possession and nonce and answer.status == 401:
            answer = self._get_userinfo(url, token, possession, nonce, now)
        if not answer.ok:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"userinfo: {answer.status}")
        claims = answer.document()
        if claims.get("sub") != subject:
            raise LoginRefused(LoginProblem.BAD_TOKEN, "userinfo of another subject")
        return claims

    def _get_userinfo(
        self, url: str, token: str, possession: ProofOfPossession | None, nonce: str | None, now: datetime
    ) -> transport.Answer:
        headers = {"Authorization": f"Bearer {token}"}
        if possession:
            proof = possession.header("GET", url, int(now.timestamp()), nonce=nonce, token=token)
            headers = {"Authorization": f"DPoP {token}", "DPoP": proof}
        return transport.call(self._http, "GET", url, headers=headers)
