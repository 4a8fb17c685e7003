"""The stand-in is a strict provider: what a real one refuses, it refuses; and its pages are decent."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from legesvar.adapters.oidc.client_proof import ClientProof
from legesvar.adapters.stand_ins.openid_provider import Audience, Client, Fault, Person

RETURN = "http://127.0.0.1:8000/logg-inn/retur/"
REQUEST = {
    "client_id": "portal",
    "redirect_uri": RETURN,
    "response_type": "code",
    "scope": "openid profile",
    "state": "s",
    "nonce": "n",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "stranger"},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": RETURN + "x"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"state": ""},
        {"nonce": ""},
        {"request_uri": "urn:ietf:params:oauth:request_uri:guess"},
    ],
)
def test_a_wrong_request_is_answered_on_the_spot_and_sent_nowhere(world, browser, wrong):
    answer = browser.visit(f"{world.running.issuer('idporten')}/authorize?{urlencode(REQUEST | wrong)}")
    assert answer.status_code == 400
    assert "Innloggingen kan ikke starte" in answer.text


def test_staff_cannot_ask_past_the_pushed_request(world, browser):
    request = REQUEST | {"client_id": "helseid-klinikk"}
    answer = browser.visit(f"{world.running.issuer('helseid')}/authorize?{urlencode(request)}")
    assert "pushed_request_required" in answer.text


def test_a_pushed_request_is_good_once(world, browser):
    departure = world.party("helseid-klinikk").begin(redirect_uri=RETURN, now=datetime.now(UTC))
    assert browser.visit(departure.url).status_code == 200
    assert browser.visit(departure.url).status_code == 400


def test_a_code_needs_the_verifier_that_belongs_to_it(world, browser):
    handshake, answer = browser.return_from(world.party())
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": RETURN,
        "code_verifier": handshake.code_verifier[::-1],
    }
    refused = httpx.post(world.running.issuer("idporten") + "/token", data=form, auth=("portal", "secret of portal"))
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})


def test_a_signed_proof_of_the_client_is_good_once_and_for_a_minute(world):
    proof = ClientProof(world.provider("portal-key"))
    endpoint = world.running.issuer("idporten") + "/par"
    now = int(datetime.now(UTC).timestamp())

    def push(body):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return httpx.post(endpoint, content=body, headers=headers).status_code

    fields = REQUEST | {"client_id": "portal-key"}
    _, body = proof.signed_form(endpoint, fields, now)
    assert [push(body), push(body)] == [201, 401]
    for wrong in (now - 120, now + 60):
        assert push(proof.signed_form(endpoint, fields, wrong)[1]) == 401


def test_the_page_shows_the_right_people_escaped(world, browser):
    browser.visit(world.party().begin(redirect_uri=RETURN, now=datetime.now(UTC)).url)
    assert "Kari &lt;b&gt;Test&lt;/b&gt;" in browser.page
    assert "Lise Lege" not in browser.page
    assert "Demoinnlogging – ikke ekte BankID" in browser.page


def test_pages_run_nothing_inline_and_say_so(world, browser):
    answer = browser.visit(world.party().begin(redirect_uri=RETURN, now=datetime.now(UTC)).url)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "form-action 'self' http://127.0.0.1:8000" in policy
    assert not re.search(r"<style|<script(?! src)| style=| on\w+=", answer.text)
    assert all(f'value="{fault}"' in answer.text for fault in Fault)
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text):
        assert httpx.get(world.running.url + path).status_code == 200


def test_a_cancelled_login_returns_as_denied(world, browser):
    departure = world.party().begin(redirect_uri=RETURN, now=datetime.now(UTC))
    answer = browser.click(departure.url, "")
    assert (answer["error"], answer["state"]) == ("access_denied", departure.handshake.state)


def test_logging_out_to_an_unregistered_address_leads_nowhere(world, browser):
    login = browser.log_in(world.party())
    asked = {"id_token_hint": login.id_token, "post_logout_redirect_uri": "https://evil.example/"}
    page = browser.visit(f"{world.running.issuer('idporten')}/endsession?{urlencode(asked)}")
    assert "evil.example" not in page.text
    assert "evil.example" not in str(page.headers)


@pytest.mark.parametrize("path", ["/", "/idporten/nothing", "/static/../server.py", "/ukjent/token"])
def test_an_unknown_address_is_not_found(world, path):
    assert httpx.get(world.running.url + path).status_code == 404


def test_an_unknown_order_is_refused(world):
    for order in ({"issuer": "x", "fault": "expired"}, {"issuer": "idporten", "fault": "x"}):
        assert httpx.post(world.running.url + "/styring/feil", data=order).status_code == 400


def test_it_runs_as_a_process_of_its_own_and_stops_when_told(tmp_path):
    person = Person(subject="kari", name="Kari", pid="21906977751", audience=Audience.PATIENT)
    client = Client(client_id="portal", issuer="idporten", redirect_uris=(RETURN,), secret="s")
    file = tmp_path / "registrations.json"
    file.write_text(json.dumps({"people": [asdict(person)], "clients": [asdict(client)]}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "legesvar.adapters.stand_ins.openid_provider", str(file), "--port", str(port)]
    with subprocess.Popen(command) as process:
        try:
            document = _until_it_answers(f"http://127.0.0.1:{port}/idporten/.well-known/openid-configuration")
            assert document["issuer"] == f"http://127.0.0.1:{port}/idporten"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def _until_it_answers(url):
    for _ in range(100):
        try:
            return httpx.get(url).json()
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("It did not start.")


def test_front_channel_frames_carry_issuer_and_session(world, browser):
    login = browser.log_in(world.party())
    page = httpx.post(world.running.issuer("idporten") + "/avslutt", data={"sid": login.sid})
    frame = re.search(r'<iframe hidden title="Utlogging" src="([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(frame).query) == {"iss": [world.running.issuer("idporten")], "sid": [login.sid]}
    assert "frame-src http://127.0.0.1:8000" in page.headers["content-security-policy"]
