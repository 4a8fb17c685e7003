"""Logging in with a local account: a password, then a second factor, both counted before they are tried (ID-2).

Whether an address is known cannot be seen: the same answer, the same work, and the same lock for one that is not.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.actor import NOBODY
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import passkeys, passwords, selectors
from legesvar.domain.identity.commands import guessing, steps
from legesvar.domain.identity.commands import local as commands
from legesvar.domain.identity.kinds import Audience, FactorKind, Purpose
from legesvar.domain.identity.policies import LocalRefusal
from legesvar.domain.identity.selectors import KnownFactor, LocalAccount, Step
from legesvar.web import errors
from legesvar.web.access import public_page
from legesvar.web.fields import TextField
from legesvar.web.login import arrivals, factors, parking
from legesvar.web.login.addresses import LOGIN, local_address, own_path, second_address
from legesvar.web.login.arrivals import Stopped
from legesvar.web.login.factors import CREDENTIAL, CodeForm
from legesvar.web.login.limits import account_key, guess_keys, knocks_too_often
from legesvar.web.login.views import end_visit, refused_login, with_session
from legesvar.words import refusals

OVER = "steg"


class PasswordField(forms.CharField):
    """A password: nothing of it is changed, and it is never written back into the page."""

    default_error_messages = {"required": gettext_lazy("Skriv passordet.")}

    def __init__(self, *, new: bool = False, **options: object) -> None:
        kind = "new-password" if new else "current-password"
        options.setdefault("label", gettext_lazy("Passord"))
        widget = forms.PasswordInput(attrs={"autocomplete": kind, "maxlength": None})
        super().__init__(strip=False, max_length=1000, widget=widget, **options)


class LocalForm(forms.Form):
    """Who somebody is, and their password."""

    email = TextField(
        label=gettext_lazy("E-postadresse"), limit=254, counter=False, rows=1,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Skriv e-postadressen du ble invitert på.")},
    )  # fmt: skip
    password = PasswordField()


@public_page(methods=("GET", "POST"))
def password(request: HttpRequest) -> HttpResponse:
    """Take an address and a password, and lead on to the second factor."""
    if not clinics.has_local_accounts():
        return redirect(LOGIN[Audience.CLINIC])
    form = LocalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if knocks_too_often(request, "local"):
            return errors.too_many(request)
        if response := _try_password(request, form):
            return response
    why = refusals.SENTENCES[LocalRefusal.STEP_OVER] if request.GET.get("arsak") == OVER else ""
    context = {"form": form, "why": why, "kept": parking.any_key(request, Audience.CLINIC)}
    return render(request, "login/local.html", context, status=422 if form.errors else 200)


def _try_password(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    now, email = clock.now(), form.cleaned_data["email"].strip().lower()
    keys = guess_keys(request, email)
    if wait := _counted(keys, now):
        form.add_error(None, _wait_text(wait))
        return None
    account = selectors.local_account_by_email(email)
    written = form.cleaned_data["password"]
    if not passwords.matches(account.password_hash if account else None, written) or account is None:
        _note(account, LocalRefusal.WRONG, now)
        form.add_error(None, refusals.text(Refused(LocalRefusal.WRONG)))
        return None
    better = passwords.hashed(written) if passwords.is_outdated(account.password_hash) else ""
    with acting_as(NOBODY):
        guessing.take_back(actor=NOBODY, keys=keys)
        if better:
            commands.improve_hash(
                actor=NOBODY, login_id=account.id, former=account.password_hash, password_hash=better
            )  # fmt: skip
        token = steps.begin_step(
            actor=NOBODY, purpose=Purpose.LOGIN, login_id=account.id, key=factors.key(), now=now
        )  # fmt: skip
    response = HttpResponseRedirect(second_address(own_path(request.GET.get("neste"), Audience.CLINIC)))
    factors.keep_step(response, Purpose.LOGIN, token)
    return response


def _counted(keys: dict[str, int], now: datetime) -> timedelta | None:
    with acting_as(NOBODY):
        return guessing.count_guess(actor=NOBODY, keys=keys, now=now)


def _wait_text(wait: timedelta) -> str:
    return refusals.text(Refused(LocalRefusal.WAIT, minutes=max(1, math.ceil(wait.total_seconds() / 60))))


def _note(account: LocalAccount | None, reason: LocalRefusal, now: datetime) -> None:
    with acting_as(NOBODY):
        commands.note_failure(actor=NOBODY, account_id=account.account_id if account else None, reason=reason, now=now)


def password_refused(request: HttpRequest, account: LocalAccount, written: str, now: datetime) -> str:
    """Try the password of somebody who is logged in and changes how; return why it is not taken, or ""."""
    keys = guess_keys(request, account.email)
    if wait := _counted(keys, now):
        return _wait_text(wait)
    if not passwords.matches(account.password_hash, written):
        _note(account, LocalRefusal.WRONG_PASSWORD, now)
        return refusals.text(Refused(LocalRefusal.WRONG_PASSWORD))
    with acting_as(NOBODY):
        guessing.take_back(actor=NOBODY, keys=keys)
    return ""


@public_page(methods=("GET", "POST"))
def second(request: HttpRequest) -> HttpResponse:
    """Take the second factor of who has shown the password, and let them in."""
    now, wanted = clock.now(), own_path(request.GET.get("neste"), Audience.CLINIC)
    step = factors.recall_step(request, Purpose.LOGIN, now)
    account = selectors.local_account_by_id(step.login_id) if step and step.login_id else None
    if step is None or account is None:
        return _start_over(wanted)
    has = selectors.factors_of(account.id)
    form = CodeForm(
        request.POST if request.method == "POST" and CREDENTIAL not in request.POST else None,
        hint=_("Seks siffer fra appen, eller en gjenopprettingskode."),
    )
    refused = ""
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        refused = _try_second(request, step, account, has, now)
        if not refused:
            return _let_in(request, step, account, wanted, now)
        form = CodeForm(hint=form.fields["code"].help_text)
    return _ask_second(request, step, has, form, refused)


def _start_over(wanted: str | None) -> HttpResponse:
    address = local_address(wanted)
    return HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}arsak={OVER}")


def _ask_second(request: HttpRequest, step: Step, has: list[KnownFactor], form: CodeForm, refused: str) -> HttpResponse:
    known = [factor.credential_id for factor in has if factor.credential_id]
    options = ""
    if known and factors.site().has_passkeys:
        asked = passkeys.ask_to_show(factors.site(), known)
        options = asked.options
        with acting_as(NOBODY):
            steps.ask(actor=NOBODY, step_id=step.id, challenge=asked.challenge)
    has_app = any(factor.kind == FactorKind.TOTP for factor in has)
    context = {"form": form, "refused": refused, "options": options, "has_app": has_app}
    return render(request, "login/second.html", context, status=422 if refused or form.errors else 200)


def _try_second(request: HttpRequest, step: Step, account: LocalAccount, has: list[KnownFactor], now: datetime) -> str:
    """Try a code or a passkey; return why it is not taken, or ""."""
    if wait := _counted(guess_keys(request, account.email), now):
        return _wait_text(wait)
    if CREDENTIAL in request.POST:
        reason = _try_passkey(step, account, has, request.POST[CREDENTIAL], now)
    else:
        with acting_as(NOBODY):
            taken = commands.take_code(
                actor=NOBODY, login_id=account.id, written=request.POST["code"], key=factors.key(), now=now
            )  # fmt: skip
        reason = None if taken else LocalRefusal.WRONG_CODE
    if reason is None:
        return ""
    _note(account, reason, now)
    return refusals.text(Refused(reason))


def _try_passkey(
    step: Step, account: LocalAccount, has: list[KnownFactor], answer: str, now: datetime
) -> LocalRefusal | None:
    with acting_as(NOBODY):
        challenge = steps.take_challenge(actor=NOBODY, step_id=step.id)
    named = passkeys.which(answer)
    mine = next((factor for factor in has if factor.credential_id and factor.credential_id == named), None)
    if mine is None:
        return LocalRefusal.WRONG_PASSKEY
    count = passkeys.shown(
        factors.site(), answer, challenge, public_key=bytes(mine.public_key), sign_count=mine.sign_count
    )  # fmt: skip
    if count is None:
        return LocalRefusal.WRONG_PASSKEY
    with acting_as(NOBODY):
        commands.take_passkey(actor=NOBODY, login_id=account.id, credential_id=named, sign_count=count, now=now)
    return None


def _let_in(request: HttpRequest, step: Step, account: LocalAccount, wanted: str | None, now: datetime) -> HttpResponse:
    with acting_as(NOBODY):
        if not steps.end_step(actor=NOBODY, step_id=step.id):
            return _start_over(wanted)
        guessing.take_back(actor=NOBODY, keys=guess_keys(request, account.email))
        guessing.forgive(actor=NOBODY, key=account_key(account.email))
    try:
        started, actor = arrivals.local_colleague(account, now)
    except Stopped as stopped:
        return refused_login(request, Audience.CLINIC, stopped.reason.value)
    end_visit(request.visits.at(Audience.CLINIC), "replaced")
    response = with_session(request, Audience.CLINIC, started, actor, wanted)
    factors.forget_step(response, Purpose.LOGIN)
    return response
