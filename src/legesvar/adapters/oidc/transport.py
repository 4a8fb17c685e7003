"""Calls to the provider: bounded in time and size, and every failure has one form."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from .problems import LoginProblem, LoginRefused

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 10.0
LARGEST_ANSWER = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What the provider answered."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def document(self) -> dict[str, Any]:
        """Give the JSON object of the answer.

        :raises LoginRefused: PROVIDER_ERROR, when the body is something else
        """
        try:
            document = json.loads(self.body)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, f"status {self.status} without a JSON object")
        return document

    def error_code(self) -> str:
        """Give the OAuth error code of the answer, or nothing."""
        try:
            code = self.document().get("error")
        except LoginRefused:
            return ""
        return safe_code(code)


def safe_code(code: object) -> str:
    """Make an error code fit for a log: providers' and strangers' texts may hold anything."""
    text = code if isinstance(code, str) else ""
    return text if len(text) <= 40 and text.replace("_", "").isalnum() and text.isascii() else "unnamed"


def client() -> httpx.Client:
    """Make the HTTP client for one provider; redirects are not followed."""
    return httpx.Client(timeout=httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS), follow_redirects=False)


def call(
    http: httpx.Client,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: str | None = None,
    total_seconds: float = TOTAL_SECONDS,
) -> Answer:
    """Make one request and read the whole answer.

    :param form: an encoded form
    :param total_seconds: httpx bounds each read; a provider that drips is stopped by this
    :raises LoginRefused: PROVIDER_UNREACHABLE, or PROVIDER_ERROR when the answer is too large
    """
    headers = {"Accept": "application/json", **(headers or {})}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    until = time.monotonic() + total_seconds
    try:
        with http.stream(method, url, headers=headers, content=form) as response:
            return Answer(response.status_code, response.headers, _read(response, until))
    except httpx.TimeoutException:
        raise LoginRefused(LoginProblem.PROVIDER_UNREACHABLE, "time is out") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # The error's own text may hold the address with its parameters.
        raise LoginRefused(LoginProblem.PROVIDER_UNREACHABLE, type(error).__name__) from None


def _read(response: httpx.Response, until: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise LoginRefused(LoginProblem.PROVIDER_ERROR, "answer too large")
        if time.monotonic() > until:
            raise LoginRefused(LoginProblem.PROVIDER_UNREACHABLE, "time is out")
    return bytes(body)
