"""What the provider publishes about itself: its endpoints and its keys."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from . import transport
from .problems import LoginProblem, LoginRefused

KEPT_FOR = timedelta(hours=24)
BETWEEN_EXTRA_FETCHES = timedelta(seconds=60)


@dataclass(frozen=True)
class Metadata:
    """The provider's endpoints."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    pushed_authorization_request_endpoint: str | None
    userinfo_endpoint: str | None
    names_itself_in_answers: bool


class Discovery:
    """A provider's metadata and keys, kept for 24 hours and shared by all threads of the process."""

    def __init__(self, issuer: str, http: httpx.Client):
        self._issuer = issuer
        self._http = http
        self._lock = threading.Lock()
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None
        self._extra_fetch_at: datetime | None = None

    def metadata(self, now: datetime) -> Metadata:
        """Give the provider's endpoints.

        :raises LoginRefused: PROVIDER_UNREACHABLE, PROVIDER_ERROR, WRONG_ISSUER
        """
        with self._lock:
            if self._metadata is None or now - self._metadata[1] >= KEPT_FOR:
                self._metadata = self._fetch_metadata(), now
            return self._metadata[0]

    def key(self, kid: str | None, now: datetime) -> Key:
        """Give the key that a token names, and look for new keys at most once a minute.

        :raises LoginRefused: BAD_SIGNATURE when the provider has no such key, PROVIDER_UNREACHABLE, PROVIDER_ERROR
        """
        uri = self.metadata(now).jwks_uri
        with self._lock:
            if self._keys is None or now - self._keys[1] >= KEPT_FOR:
                self._keys = self._fetch_keys(uri), now
            found = _find(self._keys[0], kid)
            if found is None and self._may_fetch_again(now):
                self._extra_fetch_at = now
                self._keys = self._fetch_keys(uri), now
                found = _find(self._keys[0], kid)
        if found is None:
            raise LoginRefused(LoginProblem.BAD_SIGNATURE, "unknown key")
        return found

    def _may_fetch_again(self, now: datetime) -> bool:
        return self._extra_fetch_at is None or abs(now - self._extra_fetch_at) >= BETWEEN_EXTRA_FETCHES

    def _fetch(self, url: str) -> dict[str, Any]:
        answer = transport.call(self._http, "GET", url)
        if not answer.ok:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"status {answer.status} from discovery")
        return answer.document()

    def _fetch_metadata(self) -> Metadata:
        document = self._fetch(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
        if document.get("issuer") != self._issuer:
            raise LoginRefused(LoginProblem.WRONG_ISSUER, "discovery names another issuer")
        return Metadata(
            issuer=self._issuer,
            authorization_endpoint=self._required(document, "authorization_endpoint"),
            token_endpoint=self._required(document, "token_endpoint"),
            jwks_uri=self._required(document, "jwks_uri"),
            end_session_endpoint=self._endpoint(document, "end_session_endpoint"),
            pushed_authorization_request_endpoint=self._endpoint(document, "pushed_authorization_request_endpoint"),
            userinfo_endpoint=self._endpoint(document, "userinfo_endpoint"),
            names_itself_in_answers=document.get("authorization_response_iss_parameter_supported") is True,
        )

    def _required(self, document: dict[str, Any], name: str) -> str:
        endpoint = self._endpoint(document, name)
        if endpoint is None:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"discovery lacks {name}")
        return endpoint

    def _endpoint(self, document: dict[str, Any], name: str) -> str | None:
        endpoint = document.get(name)
        if endpoint is None:
            return None
        # An issuer behind https must not send people or secrets to an address without.
        allowed = {"https"} if self._issuer.startswith("https:") else {"https", "http"}
        if not isinstance(endpoint, str) or urlsplit(endpoint).scheme not in allowed:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"discovery has an unusable {name}")
        return endpoint

    def _fetch_keys(self, uri: str) -> KeySet:
        try:
            return KeySet.import_key_set(self._fetch(uri))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, "unusable key set") from None


def _find(keys: KeySet, kid: str | None) -> Key | None:
    signing = [key for key in keys if key.key_type in {"RSA", "EC"} and key.get("use") in {None, "sig"}]
    if kid is None:
        return signing[0] if len(signing) == 1 else None
    return next((key for key in signing if key.kid == kid), None)
