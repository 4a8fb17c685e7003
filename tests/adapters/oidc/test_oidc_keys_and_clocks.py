"""New keys at the provider, clocks that differ, and tokens that somebody has touched."""

import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from legesvar.adapters.oidc import LoginProblem, LoginRefused, Provider, RelyingParty
from legesvar.adapters.oidc.id_token import checked_claims

RETURN = "http://127.0.0.1:8000/logg-inn/retur/"
NOW = 1_790_000_000
KEY = RSAKey.generate_key(2048, {"kid": "a"})
PROVIDER = Provider(
    issuer="https://op.example", client_id="portal", client_secret="x", required_levels=frozenset({"high"})
)
CLAIMS = {
    "iss": "https://op.example",
    "aud": "portal",
    "sub": "kari",
    "nonce": "n",
    "iat": NOW,
    "exp": NOW + 120,
}
GOOD = jwt.encode({"alg": "RS256", "kid": "a"}, CLAIMS, KEY)


def check(token, *, key=KEY, now=NOW, nonce="n"):
    return checked_claims(token, provider=PROVIDER, nonce=nonce, now=now, key_for=lambda kid: key)


def problem(token, **kwargs):
    with pytest.raises(LoginRefused) as refused:
        check(token, **kwargs)
    return refused.value.reason


def signed(changes, key=KEY, **header):
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "a", **header}, claims, key)


def test_the_untouched_token_holds():
    assert check(GOOD)["sub"] == "kari"


@given(place=st.integers(0, len(GOOD) - 1), letter=st.sampled_from("ABCxyz0129_-.=~ø\x00 "))
@settings(max_examples=300, deadline=None)
def test_a_token_with_one_letter_changed_never_passes(place, letter):
    touched = GOOD[:place] + letter + GOOD[place + 1 :]
    if _same_bytes(touched, GOOD):
        return
    assert problem(touched) in {LoginProblem.BAD_SIGNATURE, LoginProblem.BAD_TOKEN}


@given(text=st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_instead_of_a_token_is_refused(text):
    assert problem(text) in {LoginProblem.BAD_SIGNATURE, LoginProblem.BAD_TOKEN}


@given(changes=st.dictionaries(st.sampled_from(["sub", "pid", "acr", "aud", "exp", "extra"]), st.text(), min_size=1))
@settings(max_examples=100, deadline=None)
def test_other_claims_under_the_same_signature_never_pass(changes):
    head, _, signature = GOOD.split(".")
    body = base64.urlsafe_b64encode(json.dumps({**CLAIMS, **changes}).encode()).rstrip(b"=").decode()
    assert problem(f"{head}.{body}.{signature}") is LoginProblem.BAD_SIGNATURE


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_an_algorithm_with_a_shared_secret_is_refused_whatever_the_secret(alg):
    token = jwt.encode({"alg": alg, "kid": "a"}, CLAIMS, OctKey.generate_key(512), algorithms=[alg])
    assert problem(token) is LoginProblem.BAD_SIGNATURE


def test_a_key_inside_the_token_is_not_used():
    own = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "jwk": own.as_dict(private=False)}
    assert problem(signed({}, own, **header)) is LoginProblem.BAD_SIGNATURE


def test_a_signature_of_another_kind_than_the_key_is_refused():
    token = jwt.encode({"alg": "ES256", "kid": "a"}, CLAIMS, ECKey.generate_key("P-256"))
    assert problem(token) is LoginProblem.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": None}, LoginProblem.WRONG_ISSUER),
        ({"iss": "https://op.example/"}, LoginProblem.WRONG_ISSUER),
        ({"aud": None}, LoginProblem.WRONG_AUDIENCE),
        ({"aud": []}, LoginProblem.WRONG_AUDIENCE),
        ({"aud": ["portal", "another"]}, LoginProblem.WRONG_AUDIENCE),
        ({"aud": ["portal", "another"], "azp": "another"}, LoginProblem.WRONG_AUDIENCE),
        ({"azp": "another"}, LoginProblem.WRONG_AUDIENCE),
        ({"aud": {"portal": 1}}, LoginProblem.WRONG_AUDIENCE),
        ({"nonce": None}, LoginProblem.WRONG_NONCE),
        ({"nonce": "m"}, LoginProblem.WRONG_NONCE),
        ({"nonce": ["n"]}, LoginProblem.WRONG_NONCE),
        ({"exp": None}, LoginProblem.EXPIRED),
        ({"exp": True}, LoginProblem.EXPIRED),
        ({"exp": "later"}, LoginProblem.EXPIRED),
        ({"exp": float("nan")}, LoginProblem.EXPIRED),
        ({"iat": None}, LoginProblem.BAD_TOKEN),
        ({"sub": None}, LoginProblem.BAD_TOKEN),
        ({"sub": 7}, LoginProblem.BAD_TOKEN),
        ({"nbf": NOW + 3600}, LoginProblem.BAD_TOKEN),
    ],
)
def test_a_wrong_claim_is_refused_even_when_well_signed(changes, reason):
    assert problem(signed(changes)) is reason


def test_several_audiences_hold_when_we_are_the_authorized_party():
    assert check(signed({"aud": ["portal", "another"], "azp": "portal"}))["azp"] == "portal"


@pytest.mark.parametrize(("seconds", "holds"), [(-29, True), (-31, False), (149, True), (151, False)])
def test_clocks_may_differ_by_half_a_minute(seconds, holds):
    if holds:
        assert check(GOOD, now=NOW + seconds)
    else:
        assert problem(GOOD, now=NOW + seconds) in {LoginProblem.EXPIRED, LoginProblem.BAD_TOKEN}


def test_a_clock_that_is_far_behind_the_provider_refuses(world, browser, now):
    with pytest.raises(LoginRefused) as refused:
        browser.log_in(world.party(), now=now - timedelta(minutes=2))
    assert refused.value.reason is LoginProblem.BAD_TOKEN


def test_a_new_key_is_fetched_once_and_strange_keys_at_most_once_a_minute(world, browser, now):
    fetched = []
    with httpx.Client(event_hooks={"request": [lambda request: fetched.append(request.url.path)]}) as http:
        party = world.party(http=http)

        def fetches(path):
            return fetched.count(path)

        browser.log_in(party)
        world.running.rotate_keys("idporten")
        assert browser.log_in(party).subject == "kari"
        assert fetches("/idporten/jwks") == 2
        world.running.rotate_keys("idporten")
        with pytest.raises(LoginRefused) as refused:
            browser.log_in(party)
        assert refused.value.reason is LoginProblem.BAD_SIGNATURE
        assert fetches("/idporten/jwks") == 2
        assert fetches("/idporten/.well-known/openid-configuration") == 1


def test_discovery_is_kept_for_a_day(world):
    fetched = []
    with httpx.Client(event_hooks={"request": [lambda request: fetched.append(request.url.path)]}) as http:
        party = world.party(http=http)
        start = datetime.now(UTC)
        for hours in (0, 23, 25):
            party.begin(redirect_uri=RETURN, now=start + timedelta(hours=hours))
    assert len(fetched) == 2


def test_a_level_in_a_list_is_no_level():
    claims = {**CLAIMS, "acr": ["low", "high"], "pid": "1"}
    with pytest.raises(LoginRefused) as refused:
        RelyingParty(PROVIDER)._login(claims, GOOD)
    assert refused.value.reason is LoginProblem.TOO_LOW_LEVEL


def _same_bytes(one, other):
    """Tell whether two tokens decode to the same: the last letter of base64 has bits that mean nothing."""

    def decoded(token):
        return [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]

    try:
        return one.isascii() and decoded(one) == decoded(other)
    except ValueError:
        return False
