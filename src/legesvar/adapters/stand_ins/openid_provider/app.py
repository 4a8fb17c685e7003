"""The provider as a WSGI application: addresses, and what is done at each."""

import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from authlib.common.urls import add_params_to_uri
from joserfc import jws, jwt
from joserfc.errors import JoseError

from . import pages
from .book import AuthorizationRequest, Book, Grant, Session
from .checks import authenticate, check_possession, check_verifier
from .exchange import Refusal, Request, Response, answer_json, redirect
from .issuer import PROFILES, Issuer
from .registrations import Client, Fault, Person

COOKIE = "openid_provider_demo"
REQUEST_URI = "urn:ietf:params:oauth:request_uri:"


class IssuerDesk:
    """Serves one issuer's addresses."""

    def __init__(self, issuer: Issuer, people: Iterable[Person], clients: Iterable[Client], slow_seconds: float):
        self.issuer = issuer
        self.book = Book()
        self._slow_seconds = slow_seconds
        self._people: dict[str, Person] = {}
        for person in people:
            self.introduce(person)
        self._clients = {c.client_id: c for c in clients if c.issuer == issuer.profile.path}

    def introduce(self, person: Person) -> None:
        """Let a person be clicked on, if it is one of this issuer's."""
        if person.audience is self.issuer.profile.audience:
            self._people[person.subject] = person

    def metadata(self, request: Request, now: int) -> Response:
        """Publish the discovery document."""
        return answer_json(self.issuer.metadata())

    def jwks(self, request: Request, now: int) -> Response:
        """Publish the keys."""
        return answer_json(self.issuer.jwks())

    def living_sessions(self, request: Request, now: int) -> Response:
        """Show who is logged in."""
        return pages.sessions(self.issuer, list(self.book.sessions.values()))

    def push(self, request: Request, now: int) -> Response:
        """Take a pushed authorization request (RFC 9126)."""
        client = self._authenticated(request, now)
        asked = self._checked(client, request.form)
        name = self.book.pushed.put(asked, now)
        return answer_json({"request_uri": f"{REQUEST_URI}{name}", "expires_in": 60}, HTTPStatus.CREATED)

    def authorize(self, request: Request, now: int) -> Response:
        """Show the people, when the request holds."""
        try:
            asked = self._asked(request.form if request.method == "POST" else request.query, now)
        except Refusal as refusal:
            return pages.problem(self.issuer, refusal.error)
        name = self.book.pending.put(asked, now) or ""
        return pages.choose(
            self.issuer,
            self._people.values(),
            request=name,
            redirect_uri=asked.redirect_uri,
            acr_values=asked.acr_values,
        )

    def chosen(self, request: Request, now: int) -> Response:
        """Send the browser back with a code for the person that was clicked."""
        asked = self.book.pending.look(request.form.get("request", ""), now)
        if asked is None:
            return pages.problem(self.issuer, "request_expired")
        person = self._people.get(request.form.get("subject", ""))
        fault = self.book.fault(_fault(request.form.get("fault")))
        if person is None or fault is Fault.ACCESS_DENIED:
            return redirect(self._answer(asked, fault, {"error": "access_denied"}))
        browser = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
        session = self.book.log_in(browser, person, asked.client)
        grant = self._grant(asked, session, request.form.get("level", "high"), fault, now)
        answer = self._answer(asked, fault, {"code": self.book.codes.put(grant, now) or ""})
        cookie = f"{COOKIE}={browser}; Path=/{self.issuer.profile.path}; HttpOnly; SameSite=Lax"
        return redirect(answer, {"Set-Cookie": cookie})

    def token(self, request: Request, now: int) -> Response:
        """Redeem a code."""
        client = self._authenticated(request, now)
        thumbprint = (
            check_possession(request, f"{self.issuer.url}/token", self.book, now)
            if _uses_dpop(client, request)
            else None
        )
        grant = self._redeemed(client, request, now)
        if grant.fault is Fault.SLOW_TOKEN:
            time.sleep(self._slow_seconds)
        if grant.fault is Fault.TOKEN_ERROR:
            return Response(b"Internal error", HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain")
        access_token = self.book.access.put((grant, thumbprint), now)
        id_token = self.issuer.id_token(
            grant.claims, client_id=client.client_id, nonce=grant.request.nonce, now=now, fault=grant.fault
        )
        kind = "DPoP" if thumbprint else "Bearer"
        return answer_json({"access_token": access_token, "token_type": kind, "expires_in": 60, "id_token": id_token})

    def userinfo(self, request: Request, now: int) -> Response:
        """Tell about the person whom an access token was made for."""
        _, _, token = request.headers.get("AUTHORIZATION", "").partition(" ")
        kept = self.book.access.look(token, now)
        if kept is None:
            raise Refusal("invalid_token", HTTPStatus.UNAUTHORIZED)
        grant, thumbprint = kept
        if thumbprint:
            shown = check_possession(request, f"{self.issuer.url}/userinfo", self.book, now, token)
            if not hmac.compare_digest(shown, thumbprint):
                raise Refusal("invalid_token", HTTPStatus.UNAUTHORIZED)
        return answer_json(grant.claims)

    def end_session(self, request: Request, now: int) -> Response:
        """End the session as a portal asks (RP-initiated logout), and tell all portals of it."""
        asked = request.form if request.method == "POST" else request.query
        client_id, sid = self._hinted(asked)
        client = self._clients.get(client_id)
        ended = self.book.log_out(sid=sid, browser=request.cookies.get(COOKIE, ""))
        return_to = asked.get("post_logout_redirect_uri", "")
        if client is None or return_to not in client.post_logout_redirect_uris:
            return pages.logged_out(self.issuer, ended, None)
        state = asked.get("state")
        return pages.logged_out(
            self.issuer, ended, add_params_to_uri(return_to, [("state", state)]) if state else return_to
        )

    def end_from_here(self, request: Request, now: int) -> Response:
        """End a session from the provider's side, as when the person logs out of another portal."""
        sid = request.form.get("sid", "")
        return pages.logged_out(self.issuer, self.book.log_out(sid=sid) if sid else [], None)

    def _authenticated(self, request: Request, now: int) -> Client:
        audiences = {self.issuer.url, f"{self.issuer.url}/token"}
        return authenticate(request, self._clients, audiences, self.book, now)

    def _asked(self, parameters: Any, now: int) -> AuthorizationRequest:
        client = self._clients.get(parameters.get("client_id", ""))
        if client is None:
            raise Refusal("unknown_client")
        reference = parameters.get("request_uri", "")
        if reference.startswith(REQUEST_URI):
            pushed = self.book.pushed.take(reference.removeprefix(REQUEST_URI), now)
            if pushed is None or pushed.client != client:
                raise Refusal("invalid_request_uri")
            return pushed
        if client.require_par:
            raise Refusal("pushed_request_required")
        return self._checked(client, parameters)

    def _checked(self, client: Client, parameters: Any) -> AuthorizationRequest:
        if parameters.get("redirect_uri") not in client.redirect_uris:
            raise Refusal("invalid_redirect_uri")
        if parameters.get("response_type") != "code":
            raise Refusal("unsupported_response_type")
        if "openid" not in parameters.get("scope", "").split():
            raise Refusal("invalid_scope")
        if parameters.get("code_challenge_method") != "S256" or len(parameters.get("code_challenge", "")) != 43:
            raise Refusal("pkce_required")
        if not parameters.get("state") or not parameters.get("nonce"):
            raise Refusal("state_and_nonce_required")
        return AuthorizationRequest(
            client=client,
            redirect_uri=parameters["redirect_uri"],
            state=parameters["state"],
            nonce=parameters["nonce"],
            code_challenge=parameters["code_challenge"],
            acr_values=parameters.get("acr_values", ""),
        )

    def _grant(self, asked: AuthorizationRequest, session: Session, level: str, fault: Fault | None, now: int) -> Grant:
        level = level if level in self.issuer.profile.levels else "high"
        claims = {
            "sub": session.person.subject,
            "sid": session.sid,
            "auth_time": now,
            **self.issuer.profile.claims(session.person, level),
        }
        return Grant(asked, claims, fault)

    def _answer(self, asked: AuthorizationRequest, fault: Fault | None, answer: dict[str, str]) -> str:
        state = "another-state" if fault is Fault.WRONG_STATE else asked.state
        sender = "https://another.example" if fault is Fault.FOREIGN_ANSWER else self.issuer.url
        return add_params_to_uri(asked.redirect_uri, [*answer.items(), ("state", state), ("iss", sender)])

    def _redeemed(self, client: Client, request: Request, now: int) -> Grant:
        if request.form.get("grant_type") != "authorization_code":
            raise Refusal("unsupported_grant_type")
        grant = self.book.codes.take(request.form.get("code", ""), now)
        if grant is None or grant.request.client != client:
            raise Refusal("invalid_grant")
        if request.form.get("redirect_uri") != grant.request.redirect_uri:
            raise Refusal("invalid_grant")
        check_verifier(request.form.get("code_verifier", ""), grant.request.code_challenge)
        return grant

    def _hinted(self, asked: Any) -> tuple[str, str]:
        """Find the client and session that a logout means; an expired ID token will do, a forged one will not."""
        hint = asked.get("id_token_hint")
        if not hint:
            return asked.get("client_id", ""), asked.get("logout_hint", "")
        try:
            kid = jws.extract_compact(hint.encode()).headers().get("kid")
            key = next((key for key in self.issuer.keys if key.kid == kid), self.issuer.keys[0])
            claims = jwt.decode(hint, key, algorithms=["RS256"]).claims
        except (JoseError, ValueError, TypeError):
            return "", ""
        return str(claims.get("aud")), str(claims.get("sid"))


ENDPOINTS = {
    ("GET", "/.well-known/openid-configuration"): IssuerDesk.metadata,
    ("GET", "/jwks"): IssuerDesk.jwks,
    ("GET", "/"): IssuerDesk.living_sessions,
    ("GET", "/authorize"): IssuerDesk.authorize,
    ("POST", "/authorize"): IssuerDesk.authorize,
    ("POST", "/velg"): IssuerDesk.chosen,
    ("POST", "/par"): IssuerDesk.push,
    ("POST", "/token"): IssuerDesk.token,
    ("GET", "/userinfo"): IssuerDesk.userinfo,
    ("GET", "/endsession"): IssuerDesk.end_session,
    ("POST", "/endsession"): IssuerDesk.end_session,
    ("POST", "/avslutt"): IssuerDesk.end_from_here,
}


class Application:
    """Both issuers behind one port, and the desk where faults are ordered."""

    def __init__(
        self, base: str, people: Iterable[Person], clients: Iterable[Client], clock: Callable[[], int], slow: float
    ):
        people, clients = list(people), list(clients)
        self.desks = {p.path: IssuerDesk(Issuer(p, base), people, clients, slow) for p in PROFILES}
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve one WSGI request."""
        request = Request.of(environ)
        try:
            response = self._respond(request)
        except Refusal as refusal:
            response = refusal.response()
        return response.send(start_response)

    def _respond(self, request: Request) -> Response:
        _, first, *rest = request.path.split("/", 2)
        rest_path = "/" + "".join(rest)
        if first == "static" and (found := pages.static(request.path)):
            return found
        if first == "styring" and request.method == "POST":
            return self._steer(request, rest_path)
        desk = self.desks.get(first)
        serve = ENDPOINTS.get((request.method, rest_path))
        if desk is None or serve is None:
            return Response(b"Not found", HTTPStatus.NOT_FOUND, "text/plain")
        return serve(desk, request, self._clock())

    def _steer(self, request: Request, what: str) -> Response:
        desk = self.desks.get(request.form.get("issuer", ""))
        if desk is None or what not in {"/feil", "/nokler"}:
            raise Refusal("unknown_order")
        if what == "/nokler":
            desk.issuer.rotate()
        else:
            desk.book.ordered = _fault(request.form.get("fault"))
        return Response(b"", HTTPStatus.NO_CONTENT)


def _fault(text: str | None) -> Fault | None:
    if not text:
        return None
    try:
        return Fault(text)
    except ValueError:
        raise Refusal("unknown_fault") from None


def _uses_dpop(client: Client, request: Request) -> bool:
    return client.require_dpop or "DPOP" in request.headers
