"""A clinic with local accounts, somebody who has one, and what an app and a stranger do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
from django.http import HttpResponse
from django.test import Client

from legesvar.core.actor import NOBODY, Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity import passwords
from legesvar.domain.identity.commands import local
from legesvar.domain.identity.commands.local import NewFactor
from legesvar.web.login import factors

PASSWORD = "fjelltur lampe okse tirsdag"
EMAIL = "siv@legekontoret.no"
DOOR, SECOND = "/klinikk/logg-inn/lokal/", "/klinikk/logg-inn/lokal/bekreft/"
HASH = passwords.hashed(PASSWORD)


@dataclass
class Local:
    """Somebody with a local account: their app's secret and their codes on paper."""

    actor: Actor
    secret: str
    codes: list[str]

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def give(actor: Actor, clinic: Clinic, now: datetime, email: str = EMAIL) -> Local:
    """Give a member of staff a local account with an app, at a clinic that has them."""
    Clinic.objects.filter(id=clinic.id).update(local_accounts=True)
    secret = pyotp.random_base32()
    with acting_as(NOBODY):
        codes = local.set_up(
            actor=NOBODY, account_id=actor.account_id, staff_id=actor.staff_id, email=email, password_hash=HASH,
            factor=NewFactor("App", secret=secret), key=factors.key(), now=now,
        )  # fmt: skip
    return Local(actor, secret, codes)


def write_password(browser: Client, password: str = PASSWORD, email: str = EMAIL, query: str = "") -> HttpResponse:
    return browser.post(DOOR + query, {"email": email, "password": password})


def write_code(browser: Client, code: str, query: str = "") -> HttpResponse:
    return browser.post(SECOND + query, {"code": code})


def told(answer: HttpResponse) -> str:
    """Give what a page says, without what is new in each and what was written."""
    text = re.sub(r"<(?:input|script|meta)[^>]*>", "", answer.content.decode())
    return re.sub(r"\b[0-9a-f]{16}\b", "", text)
