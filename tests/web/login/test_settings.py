"""Another provider is a matter of the environment alone, and what is wrong there is said at the start."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.conf import LazySettings
from joserfc.jwk import ECKey

from legesvar.cli.server_for_tests import ENVIRONMENT
from legesvar.config import env as environment
from legesvar.config.env import EnvironmentProblem
from legesvar.domain.identity.kinds import Audience
from legesvar.web.login import providers

DATABASE = {"LEGESVAR_DATABASE_URL": "postgresql://u@localhost/x"}


def read(**changes: str) -> environment.Env:
    """Read an environment that differs from the tests' own in these variables; "" takes one away."""
    return environment.read(DATABASE | {f"LEGESVAR_{name}": value for name, value in (ENVIRONMENT | changes).items()})


def test_the_defaults_are_id_porten_and_helseid() -> None:
    env = read()
    assert env.patients.required_levels == ("idporten-loa-high",)
    assert env.patients.pid_claim == "pid"
    assert env.staff.level_claim == "helseid://claims/identity/security_level"
    assert env.staff.required_levels == ("4",)
    assert env.staff.use_par
    assert not env.patients.use_par


def test_everything_about_a_provider_can_be_set(settings: LazySettings, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    changes = {
        "ISSUER": "https://login.example.no/realm", "CLIENT_ID": "portal", "CLIENT_SECRET": "", "KEY_FILE": str(key),
        "KEY_ID": "2026", "SCOPE": "openid nnin", "ACR_VALUES": "urn:loa4", "LEVEL_CLAIM": "loa",
        "REQUIRED_LEVELS": "4 high", "PID_CLAIM": "nnin", "PAR": "yes", "DPOP": "yes", "USERINFO": "yes",
        "LOGOUT_ORIGINS": "https://frames.example.no",
    }  # fmt: skip
    env = read(**{f"OIDC_PATIENT_{name}": value for name, value in changes.items()})
    settings.OPENID = {"patient": env.patients, "clinic": env.staff}
    agreed = providers.party(Audience.PATIENT).provider
    assert agreed.issuer == "https://login.example.no/realm"
    assert agreed.private_key == key.read_text()
    assert agreed.client_secret is None
    assert (agreed.private_key_id, agreed.scope, agreed.acr_values) == ("2026", "openid nnin", "urn:loa4")
    assert (agreed.level_claim, agreed.required_levels, agreed.pid_claim) == ("loa", {"4", "high"}, "nnin")
    assert agreed.use_par
    assert agreed.use_dpop
    assert agreed.use_userinfo
    frames = ["https://login.example.no", "https://frames.example.no"]
    assert providers.logout_frames(Audience.PATIENT) == frames


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"OIDC_PATIENT_ISSUER": ""}, "LEGESVAR_OIDC_PATIENT_ISSUER is missing"),
        ({"OIDC_STAFF_CLIENT_ID": ""}, "LEGESVAR_OIDC_STAFF_CLIENT_ID is missing"),
        ({"OIDC_STAFF_CLIENT_SECRET": ""}, "LEGESVAR_OIDC_STAFF_CLIENT_SECRET or LEGESVAR_OIDC_STAFF_KEY_FILE must"),
        ({"OIDC_PATIENT_KEY_FILE": "/nowhere/key.pem"}, "/nowhere/key.pem cannot be read"),
        ({"OIDC_PATIENT_PAR": "true"}, "LEGESVAR_OIDC_PATIENT_PAR is wrong: it must be yes or no"),
        ({"OIDC_PATIENT_LOGOUT_ORIGINS": "login.example.no"}, "LEGESVAR_OIDC_PATIENT_LOGOUT_ORIGINS is wrong"),
        ({"TRUSTED_PROXIES": "-1"}, "LEGESVAR_TRUSTED_PROXIES is wrong"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str], complaint: str) -> None:
    with pytest.raises(EnvironmentProblem, match=complaint):
        read(**changes)


def test_secrets_are_not_shown_when_settings_are() -> None:
    agreed = dataclasses.replace(read().patients, private_key="-----BEGIN")
    assert ENVIRONMENT["OIDC_PATIENT_CLIENT_SECRET"] not in repr(agreed)
    assert "BEGIN" not in repr(agreed)
