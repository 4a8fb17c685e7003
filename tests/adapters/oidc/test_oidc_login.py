"""Logins that hold, over real HTTP."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from legesvar.adapters.oidc import Handshake

RETURN = "http://127.0.0.1:8000/logg-inn/retur/"


@pytest.mark.parametrize("client_id", ["portal", "portal-key", "portal-key-par"])
def test_a_patient_logs_in_at_the_highest_level(world, browser, client_id):
    login = browser.log_in(world.party(client_id))
    assert (login.subject, login.pid, login.level) == ("kari", "21906977751", "idporten-loa-high")
    assert login.sid
    assert login.hpr_number is None
    assert abs(login.auth_time - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_secret_may_stand_in_the_body(world, browser):
    assert browser.log_in(world.party("portal", secret_in_body=True)).subject == "kari"


def test_a_doctor_logs_in_with_pushed_request_signed_client_and_proof_of_possession(world, browser):
    login = browser.log_in(world.party("helseid-klinikk"), "lege")
    assert (login.pid, login.level, login.hpr_number, login.name) == ("08925498190", "4", "9144889", "Lise Lege")


def test_a_secretary_logs_in_without_a_health_personnel_number(world, browser):
    assert browser.log_in(world.party("helseid-klinikk"), "sekretær").hpr_number is None


@pytest.mark.parametrize(("client_id", "person"), [("portal", "kari"), ("helseid-klinikk", "lege")])
def test_missing_claims_may_come_from_userinfo(world, browser, client_id, person):
    assert browser.log_in(world.party(client_id, use_userinfo=True), person).subject == person


def test_the_request_holds_state_nonce_challenge_level_and_language(world, now):
    departure = world.party("portal").begin(redirect_uri=RETURN, now=now, locale="nn", prompt="login")
    query = {name: values[0] for name, values in parse_qs(urlsplit(departure.url).query).items()}
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["acr_values"] == "idporten-loa-high"
    assert (query["ui_locales"], query["prompt"]) == ("nn", "login")
    assert query["state"] == departure.handshake.state
    assert query["nonce"] == departure.handshake.nonce
    assert 43 <= len(departure.handshake.code_verifier) <= 128
    assert departure.handshake.code_verifier not in departure.url


def test_a_pushed_request_shows_the_browser_nothing(world, now):
    departure = world.party("helseid-klinikk").begin(redirect_uri=RETURN, now=now)
    assert set(parse_qs(urlsplit(departure.url).query)) == {"client_id", "request_uri"}


def test_two_logins_share_no_secret(world, now):
    party = world.party("portal")
    first, second = (party.begin(redirect_uri=RETURN, now=now).handshake for _ in range(2))
    assert {first.state, first.nonce, first.code_verifier}.isdisjoint(
        {second.state, second.nonce, second.code_verifier}
    )


def test_a_handshake_survives_as_plain_json(world, now):
    handshake = world.party("portal").begin(redirect_uri=RETURN, now=now).handshake
    assert Handshake(**asdict(handshake)) == handshake


def test_secrets_and_persons_do_not_show_in_a_printout(world, browser, now):
    party = world.party("portal")
    login = browser.log_in(party)
    handshake = party.begin(redirect_uri=RETURN, now=now).handshake
    printed = repr((party.provider, world.provider("portal-key"), login, handshake))
    for secret in ("secret of", "PRIVATE", login.pid, login.id_token, handshake.nonce, handshake.code_verifier):
        assert secret not in printed


def test_logging_out_names_the_session_by_its_token_or_its_sid(world, browser, now):
    party = world.party("portal")
    login = browser.log_in(party)
    asked = {"return_to": "http://127.0.0.1:8000/", "state": "abc", "now": now}
    for hint in ({"id_token": login.id_token}, {"sid": login.sid}):
        page = browser.visit(party.logout_url(**asked, **hint)).text
        assert 'href="http://127.0.0.1:8000/?state=abc"' in page
    assert login.sid not in browser.visit(world.running.issuer("idporten") + "/").text


def test_a_session_ended_at_the_provider_calls_the_portal_with_its_sid(world, browser):
    party = world.party("portal")
    login = browser.log_in(party)
    page = browser.http.post(world.running.issuer("idporten") + "/avslutt", data={"sid": login.sid}).text
    frame = page.split('<iframe hidden title="Utlogging" src="')[1].split('"')[0].replace("&amp;", "&")
    answer = {name: values[0] for name, values in parse_qs(urlsplit(frame).query).items()}
    assert party.ended_sid(answer) == login.sid
