"""Second factors at our pages: what is offered, what was shown, and the step a browser is at in between."""

from __future__ import annotations

import base64
import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.identity import codes, passkeys, selectors
from legesvar.domain.identity.commands import steps
from legesvar.domain.identity.commands.local import NewFactor
from legesvar.domain.identity.kinds import Purpose
from legesvar.domain.identity.passkeys import Asked, Site
from legesvar.domain.identity.policies import LocalRefusal
from legesvar.domain.identity.selectors import Step
from legesvar.domain.identity.settings import SETUP_LASTS, STEP_LASTS
from legesvar.web.fields import TextField
from legesvar.web.visits import cookie_name, delete_cookie, set_cookie

CREDENTIAL = "credential"
COOKIES = {Purpose.LOGIN: "lokal", Purpose.SETUP: "lokal-oppsett", Purpose.ADD_FACTOR: "lokal-ny"}
_LASTS = {Purpose.LOGIN: STEP_LASTS, Purpose.SETUP: SETUP_LASTS, Purpose.ADD_FACTOR: SETUP_LASTS}
_LONGEST_TOKEN = 100


class CodeForm(forms.Form):
    """A code of six digits from an app, or one from paper."""

    code = TextField(
        label=gettext_lazy("Kode"), limit=40, counter=False, rows=1,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Skriv koden.")},
    )  # fmt: skip

    def __init__(self, *args: object, hint: str, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = hint


@dataclass(frozen=True, slots=True)
class Offer:
    """How somebody makes a second factor: a passkey if the browser can, and an app in any case."""

    options: str
    picture: str
    secret: str


def site() -> Site:
    """Return where passkeys of ours hold."""
    return Site(settings.PUBLIC_URL, settings.PORTAL_NAME)


def key() -> bytes:
    """Return the key that seals apps' secrets and steps, and keys recovery codes."""
    return _key(settings.SECRET_KEY)


@functools.cache
def _key(secret: str) -> bytes:
    return sealing.derived_key(secret, codes.KEY_PURPOSE)


def offer(actor: Actor, step: Step, *, email: str, name: str, known: Sequence[str]) -> Offer:
    """Offer both kinds of factor, and remember what the browser was asked."""
    secret = step.content["secret"]
    asked = Asked("", "")
    if site().has_passkeys:
        asked = passkeys.ask_to_make(site(), user=os.urandom(16), email=email, name=name, known=known)
    with acting_as(actor):
        steps.ask(actor=actor, step_id=step.id, challenge=asked.challenge)
    picture = codes.drawn(codes.address_of(secret, email=email, portal=settings.PORTAL_NAME))
    encoded = base64.b64encode(picture.encode()).decode()
    return Offer(asked.options, f"data:image/svg+xml;base64,{encoded}", codes.in_groups(secret))


def made(request: HttpRequest, actor: Actor, step: Step, now: datetime) -> NewFactor:
    """Return the factor that a form shows to work.

    :raises Refused: WRONG_PASSKEY, WRONG_CODE
    """
    if CREDENTIAL in request.POST:
        with acting_as(actor):
            challenge = steps.take_challenge(actor=actor, step_id=step.id)
        passkey = passkeys.made(site(), request.POST[CREDENTIAL], challenge)
        if passkey is None:
            raise Refused(LocalRefusal.WRONG_PASSKEY)
        return NewFactor(name=_("Passnøkkel"), passkey=passkey)
    found = codes.step_of(step.content["secret"], request.POST.get("code", ""), after=0, now=now)
    if found is None:
        raise Refused(LocalRefusal.WRONG_CODE)
    return NewFactor(name=_("App med engangskoder"), secret=step.content["secret"], step=found)


def keep_step(response: HttpResponse, purpose: Purpose, token: str) -> None:
    """Give the browser the token to the next page."""
    set_cookie(response, COOKIES[purpose], token, seconds=int(_LASTS[purpose].total_seconds()))


def recall_step(request: HttpRequest, purpose: Purpose, now: datetime) -> Step | None:
    """Return the step this browser is at."""
    token = request.COOKIES.get(cookie_name(COOKIES[purpose]), "")
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return selectors.step_by_token(token, purpose, key=key(), now=now)


def forget_step(response: HttpResponse, purpose: Purpose) -> None:
    """Take the token back."""
    delete_cookie(response, COOKIES[purpose])
