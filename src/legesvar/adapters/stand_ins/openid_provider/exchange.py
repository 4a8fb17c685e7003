"""The little of HTTP that the provider needs, on top of WSGI."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

LARGEST_FORM = 100_000


@dataclass(frozen=True)
class Request:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]

    @classmethod
    def of(cls, environ: dict[str, Any]) -> "Request":
        """Read a WSGI environment."""
        length = min(int(environ.get("CONTENT_LENGTH") or 0), LARGEST_FORM)
        body = environ["wsgi.input"].read(length) if length else b""
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        return cls(
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", "/"),
            query=dict(parse_qsl(environ.get("QUERY_STRING", ""))),
            form=dict(parse_qsl(body.decode("utf-8", "replace"))),
            headers={name[5:]: value for name, value in environ.items() if name.startswith("HTTP_")},
            cookies={name: morsel.value for name, morsel in cookies.items()},
        )


@dataclass(frozen=True)
class Response:
    """One answer."""

    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, start_response: Any) -> Iterable[bytes]:
        """Answer through WSGI."""
        headers = {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            **self.headers,
        }
        start_response(f"{self.status.value} {self.status.phrase}", list(headers.items()))
        return [self.body]


class Refusal(Exception):
    """A client's request is refused with an OAuth error code."""

    def __init__(self, error: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST, **headers: str):
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers

    def response(self) -> Response:
        """Give the refusal as JSON."""
        return replace(answer_json({"error": self.error}, self.status), headers=self.headers)


def answer_json(document: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with JSON."""
    return Response(json.dumps(document).encode(), status, "application/json")


def redirect(url: str, headers: Mapping[str, str] | None = None) -> Response:
    """Send the browser elsewhere; after a form it fetches."""
    return Response(b"", HTTPStatus.SEE_OTHER, headers={"Location": url, **(headers or {})})
