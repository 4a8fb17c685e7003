"""Every login that does not hold is refused with its reason."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from legesvar.adapters.oidc import LoginProblem, LoginRefused, Provider, RelyingParty
from legesvar.adapters.stand_ins.openid_provider import Fault

RETURN = "http://127.0.0.1:8000/logg-inn/retur/"
REASONS = {
    Fault.WRONG_STATE: LoginProblem.WRONG_STATE,
    Fault.ACCESS_DENIED: LoginProblem.USER_CANCELLED,
    Fault.FOREIGN_ANSWER: LoginProblem.WRONG_ISSUER,
    Fault.WRONG_NONCE: LoginProblem.WRONG_NONCE,
    Fault.WRONG_AUDIENCE: LoginProblem.WRONG_AUDIENCE,
    Fault.WRONG_ISSUER: LoginProblem.WRONG_ISSUER,
    Fault.BAD_SIGNATURE: LoginProblem.BAD_SIGNATURE,
    Fault.UNSIGNED: LoginProblem.BAD_SIGNATURE,
    Fault.SIGNED_WITH_PUBLIC_KEY: LoginProblem.BAD_SIGNATURE,
    Fault.EXPIRED: LoginProblem.EXPIRED,
    Fault.FROM_THE_FUTURE: LoginProblem.BAD_TOKEN,
    Fault.NO_PID: LoginProblem.NO_PID,
    Fault.LOWER_LEVEL: LoginProblem.TOO_LOW_LEVEL,
    Fault.NO_LEVEL: LoginProblem.TOO_LOW_LEVEL,
    Fault.TOKEN_ERROR: LoginProblem.PROVIDER_ERROR,
    Fault.SLOW_TOKEN: LoginProblem.PROVIDER_UNREACHABLE,
}


def refusal(act, *args, **kwargs):
    with pytest.raises(LoginRefused) as refused:
        act(*args, **kwargs)
    return refused.value.reason


@pytest.fixture
def impatient():
    with httpx.Client(timeout=0.5) as http:
        yield http


def test_every_fault_has_a_reason():
    assert set(REASONS) == set(Fault)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize(("client_id", "person"), [("portal", "kari"), ("helseid-klinikk", "lege")])
def test_a_fault_is_refused_with_its_reason(world, browser, impatient, fault, client_id, person):
    party = world.party(client_id, http=impatient)
    assert refusal(browser.log_in, party, person, fault=fault) is REASONS[fault]


def test_a_fault_may_be_ordered_beforehand_for_one_login(world, browser):
    order = {"issuer": "idporten", "fault": "wrong_nonce"}
    assert httpx.post(world.running.url + "/styring/feil", data=order).status_code == 204
    assert refusal(browser.log_in, world.party()) is LoginProblem.WRONG_NONCE
    assert browser.log_in(world.party()).subject == "kari"


def test_a_person_who_chooses_a_lower_level_is_refused(world, browser):
    assert refusal(browser.log_in, world.party(), level="substantial") is LoginProblem.TOO_LOW_LEVEL


def test_a_return_without_state_is_refused(world, browser, now):
    handshake, answer = browser.return_from(world.party())
    del answer["state"]
    assert refusal(world.party().finish, handshake=handshake, answer=answer, now=now) is LoginProblem.WRONG_STATE


@pytest.mark.parametrize("state", ["", "ø" * 43, "\x00", "x" * 100_000])
def test_a_strange_state_is_refused(world, browser, now, state):
    handshake, answer = browser.return_from(world.party())
    refused = refusal(world.party().finish, handshake=handshake, answer={**answer, "state": state}, now=now)
    assert refused is LoginProblem.WRONG_STATE


def test_an_error_with_a_foreign_state_cannot_cancel_a_login(world, now):
    party = world.party()
    handshake = party.begin(redirect_uri=RETURN, now=now).handshake
    answer = {"error": "access_denied", "state": "guess"}
    assert refusal(party.finish, handshake=handshake, answer=answer, now=now) is LoginProblem.WRONG_STATE


def test_another_persons_code_does_not_fit_my_handshake(world, browser, now):
    party = world.party()
    _, theirs = browser.return_from(party)
    mine, my_answer = browser.return_from(party)
    injected = {**my_answer, "code": theirs["code"]}
    assert refusal(party.finish, handshake=mine, answer=injected, now=now) is LoginProblem.PROVIDER_ERROR


def test_a_code_is_good_once(world, browser, now):
    party = world.party()
    handshake, answer = browser.return_from(party)
    party.finish(handshake=handshake, answer=answer, now=now)
    assert refusal(party.finish, handshake=handshake, answer=answer, now=now) is LoginProblem.PROVIDER_ERROR


def test_a_login_begun_at_one_provider_cannot_end_at_another(world, browser, now):
    handshake, answer = browser.return_from(world.party("portal"))
    party = world.party("helseid-klinikk")
    assert refusal(party.finish, handshake=handshake, answer=answer, now=now) is LoginProblem.WRONG_ISSUER


def test_an_answer_that_does_not_say_who_it_is_from_is_refused_where_the_provider_always_says(world, browser, now):
    handshake, answer = browser.return_from(world.party())
    del answer["iss"]
    assert refusal(world.party().finish, handshake=handshake, answer=answer, now=now) is LoginProblem.WRONG_ISSUER


def test_a_return_after_an_hour_is_refused(world, browser, now):
    handshake, answer = browser.return_from(world.party())
    late = now + timedelta(hours=1, seconds=2)
    assert refusal(world.party().finish, handshake=handshake, answer=answer, now=late) is LoginProblem.EXPIRED


def test_a_return_without_code_is_refused(world, browser, now):
    handshake, answer = browser.return_from(world.party())
    del answer["code"]
    assert refusal(world.party().finish, handshake=handshake, answer=answer, now=now) is LoginProblem.PROVIDER_ERROR


def test_a_wrong_secret_is_refused(world, browser):
    party = world.party("portal", client_secret="guess")
    assert refusal(browser.log_in, party) is LoginProblem.PROVIDER_ERROR


def test_another_clients_key_is_refused(world, browser):
    party = world.party("portal-key", private_key=world.private_keys["helseid-klinikk"])
    assert refusal(browser.log_in, party) is LoginProblem.PROVIDER_ERROR


def test_without_proof_of_possession_a_client_that_needs_it_gets_nothing(world, browser):
    party = world.party("helseid-klinikk", use_dpop=False)
    assert refusal(browser.log_in, party, "lege") is LoginProblem.PROVIDER_ERROR


def test_front_channel_logout_from_another_issuer_or_without_session_is_refused(world):
    party = world.party()
    issuer = party.provider.issuer
    assert refusal(party.ended_sid, {"iss": "https://another.example", "sid": "x"}) is LoginProblem.WRONG_ISSUER
    assert refusal(party.ended_sid, {"sid": "x"}) is LoginProblem.WRONG_ISSUER
    assert refusal(party.ended_sid, {"iss": issuer}) is LoginProblem.BAD_TOKEN


def test_a_provider_that_is_down_is_unreachable(now):
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as taken:
        port = taken.server_port
    party = RelyingParty(_provider(f"http://127.0.0.1:{port}"))
    assert refusal(party.begin, redirect_uri=RETURN, now=now) is LoginProblem.PROVIDER_UNREACHABLE


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", LoginProblem.PROVIDER_ERROR),
        (b"[]", LoginProblem.PROVIDER_ERROR),
        (b'{"issuer": "https://another.example"}', LoginProblem.WRONG_ISSUER),
        (b'{"issuer": "ISSUER"}', LoginProblem.PROVIDER_ERROR),
        (b'{"issuer": "ISSUER", "authorization_endpoint": "javascript:alert(1)"}', LoginProblem.PROVIDER_ERROR),
        (b" " * 1_100_000, LoginProblem.PROVIDER_ERROR),
    ],
)
def test_a_broken_discovery_document_is_refused(now, body, reason):
    with _answering(body) as issuer:
        assert refusal(RelyingParty(_provider(issuer)).begin, redirect_uri=RETURN, now=now) is reason


def test_an_issuer_behind_https_may_not_send_people_to_http(now):
    document = {"issuer": "https://op.example", "authorization_endpoint": "http://op.example/authorize"}
    http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=document)))
    party = RelyingParty(_provider("https://op.example"), http)
    assert refusal(party.begin, redirect_uri=RETURN, now=now) is LoginProblem.PROVIDER_ERROR


def test_a_refusals_text_holds_nothing_that_a_stranger_wrote(world, browser, now):
    party = world.party()
    handshake = party.begin(redirect_uri=RETURN, now=now).handshake
    answer = {"error": "21906977751 <script>", "state": handshake.state, "iss": party.provider.issuer}
    with pytest.raises(LoginRefused) as refused:
        party.finish(handshake=handshake, answer=answer, now=now)
    assert str(refused.value) == "provider_error: unnamed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": None},
        {"private_key": "x"},
        {"required_levels": frozenset()},
        {"algorithms": ("RS256", "none")},
        {"algorithms": ("HS256",)},
        {"algorithms": ()},
        {"scope": "profile"},
    ],
)
def test_an_agreement_that_would_be_unsafe_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        _provider("https://op.example", **wrong)


def _provider(issuer, **changes):
    agreed = {
        "issuer": issuer,
        "client_id": "portal",
        "client_secret": "secret",
        "required_levels": frozenset({"high"}),
    }
    return Provider(**(agreed | changes))


class _answering:
    """A server that answers everything with the same body."""

    def __init__(self, body):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler):
                handler.send_response(200)
                handler.end_headers()
                handler.wfile.write(body.replace(b"ISSUER", self.issuer.encode()))

            def log_message(handler, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self.issuer

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()
