"""What `legesvar check` says of the outside parties it looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.web.login.local_accounts import give

from legesvar.adapters.stand_ins.clamd import Clamd
from legesvar.cli import check
from legesvar.core.actor import Actor
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity.models import Account


def test_a_scanner_that_answers_is_fit(settings: LazySettings) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        assert check.scanner() is None


def test_a_scanner_that_is_named_and_silent_is_told(settings: LazySettings) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
    assert check.scanner() == "it does not answer, so no file could come in."


def test_without_a_scanner_there_is_nothing_to_ask(settings: LazySettings) -> None:
    settings.LEGESVAR = replace(settings.LEGESVAR, malware_url="")
    assert check.scanner() is None


@pytest.mark.parametrize(
    ("look", "setting", "value"),
    [
        (check.https, "public_url", "http://portal.example"),
        (check.no_demo, "demo", True),
        (check.mail, "mail_url", "smtp://127.0.0.1:1"),
        (check.files, "files_url", "file:///proc/nowhere"),
        (check.sms, "sms_url", "json://127.0.0.1/without-a-place-for-the-number"),
    ],
)
def test_what_is_not_fit_for_people_is_told(
    settings: LazySettings, look: check.Check, setting: str, value: Any
) -> None:
    settings.LEGESVAR = replace(settings.LEGESVAR, **{setting: value})
    assert check._result(look)


def test_test_people_have_no_business_in_production(settings: LazySettings) -> None:
    settings.SYNTHETIC_IDENTITIES = True
    assert check.no_test_people() == "LEGESVAR_SYNTHETIC_IDENTITIES must be no."


def test_missing_fonts_are_told_before_an_invoice_fails(settings: LazySettings, tmp_path: Path) -> None:
    settings.DOCUMENT_FONTS = tmp_path
    assert "run: make assets" in (check.fonts() or "")
    (tmp_path / "Inter.ttf").touch()
    assert check.fonts() is None


def test_a_login_without_https_is_not_fit() -> None:
    assert check.login("http://login.example") == "http://login.example must begin with https://."


@pytest.mark.django_db
def test_a_login_as_the_owner_is_told_although_it_has_stepped_down() -> None:
    assert check.role() == "legesvar_owner owns tables or has powers; log in as legesvar_app."
    assert check.the_wall() is None
    assert check.tables() is None
    assert check.database() is None


def test_a_clinic_whose_administrator_cannot_log_in_is_told(
    clinic: Clinic, other_clinic: Clinic, administrator: Actor
) -> None:
    assert check.administrators() == "no administrator can log in at Fjellheim legesenter."
    Account.objects.filter(id=administrator.account_id).update(identity_number=None)
    assert check.administrators() == "no clinic has an administrator who can log in."


def test_a_local_account_is_a_way_in_only_where_the_clinic_has_them(
    clinic: Clinic, administrator: Actor, now: datetime
) -> None:
    give(administrator, clinic, now)
    Account.objects.filter(id=administrator.account_id).update(identity_number=None)
    assert check.administrators() is None
    Clinic.objects.update(local_accounts=False)
    assert check.administrators() is not None
