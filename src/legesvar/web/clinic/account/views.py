"""One's own way in: everybody sees it; who has a local account changes it, by writing the password again (ID-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import codes, passwords, selectors
from legesvar.domain.identity.commands import local, steps
from legesvar.domain.identity.kinds import Purpose
from legesvar.domain.identity.selectors import LocalAccount
from legesvar.web.access import clinic_page
from legesvar.web.clinic.account import pages
from legesvar.web.login import factors
from legesvar.web.login.factors import CodeForm
from legesvar.web.login.invited import NewPasswordForm
from legesvar.web.login.local import PasswordField, password_refused
from legesvar.words import refusals

SECTION = "account"


class PasswordForm(forms.Form):
    """The password once more: an open page left alone changes nothing."""

    password = PasswordField(label=gettext_lazy("Passordet ditt"))


class ChangePasswordForm(PasswordForm, NewPasswordForm):
    """The old password, and the new one twice."""

    field_order = ("password", "new_password", "new_password_again")


@clinic_page(None, methods=("GET",))
def account(request: HttpRequest) -> HttpResponse:
    """Show how somebody comes in."""
    own, now = selectors.own_local_account(request.actor), clock.now()
    has = selectors.factors_of(own.id) if own else []
    left = selectors.recovery_codes_left(request.actor, own.id) if own else 0
    page = pages.account(own, has, left, now, request.GET.get("gjort", ""))
    support = clinics.facts(request.actor, request.actor.clinic_id or 0).support_contact
    return render(request, "clinic/account/page.html", {"page": page, "support": support, "section": SECTION})


def _own(request: HttpRequest) -> LocalAccount:
    found = selectors.own_local_account(request.actor)
    if found is None:
        raise Unknown
    return found


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('clinic:account')}?gjort={what}")


def _sure(request: HttpRequest, own: LocalAccount, form: forms.Form, now: datetime) -> bool:
    """Hold who asks for something grave to their password."""
    if not form.is_bound or not form.is_valid():
        return False
    refused = password_refused(request, own, form.cleaned_data["password"], now)
    if refused:
        form.add_error("password", refused)
    return not refused


def _did(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        with acting_as(request.actor):
            act()
    except Refused as refused:
        form.add_error(None, refusals.text(refused))
        return False
    return True


def _ask(request: HttpRequest, form: forms.Form, title: str, text: str, button: str) -> HttpResponse:
    context = {
        "form": form, "title": title, "text": text, "button": button, "back": reverse("clinic:account"),
        "section": SECTION,
    }  # fmt: skip
    return render(request, "clinic/account/ask.html", context, status=422 if form.errors else 200)


@clinic_page(None, transaction=False)
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password; whoever is logged in elsewhere with the old one is logged out."""
    own, now = _own(request), clock.now()
    clinic = clinics.clinic(request.actor, request.actor.clinic_id).name
    posted = request.POST if request.method == "POST" else None
    form = ChangePasswordForm(posted, known=(own.email, own.account_name, clinic))

    def act() -> None:
        hashed = passwords.hashed(form.cleaned_data["new_password"])
        local.change_password(actor=request.actor, former=own.password_hash, password_hash=hashed, now=now)

    if _sure(request, own, form, now) and _did(request, form, act):
        return _done("passord")
    text = _("Andre steder du er logget inn, blir du logget ut.")
    return _ask(request, form, _("Endre passord"), text, _("Endre passord"))


@clinic_page(None, transaction=False)
def begin_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the password before a passkey or an app is added."""
    own, now = _own(request), clock.now()
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if not _sure(request, own, form, now):
        text = _("Skriv passordet ditt først, så vi vet at det er deg.")
        return _ask(request, form, _("Legg til passnøkkel eller app"), text, _("Gå videre"))
    with acting_as(request.actor):
        token = steps.begin_step(
            actor=request.actor, purpose=Purpose.ADD_FACTOR, login_id=own.id, content={"secret": codes.new_secret()},
            key=factors.key(), now=now,
        )  # fmt: skip
    response = HttpResponseRedirect(reverse("clinic:new_factor"))
    factors.keep_step(response, Purpose.ADD_FACTOR, token)
    return response


@clinic_page(None, transaction=False)
def new_factor(request: HttpRequest) -> HttpResponse:
    """Add a passkey or an app."""
    actor, own, now = request.actor, _own(request), clock.now()
    step, refused = factors.recall_step(request, Purpose.ADD_FACTOR, now), ""
    if step is None or step.login_id != own.id:
        return HttpResponseRedirect(reverse("clinic:begin_factor"))
    if request.method == "POST":
        try:
            made = factors.made(request, actor, step, now)
            with acting_as(actor):
                local.add_factor(actor=actor, factor=made, key=factors.key(), now=now)
                steps.end_step(actor=actor, step_id=step.id)
        except Refused as reason:
            refused = refusals.text(reason)
        else:
            response = _done("lagt-til")
            factors.forget_step(response, Purpose.ADD_FACTOR)
            return response
    known = [one.credential_id for one in selectors.factors_of(own.id) if one.credential_id]
    offer = factors.offer(actor, step, email=own.email, name=own.account_name, known=known)
    context = {
        "offer": offer, "form": CodeForm(hint=_("Skriv de seks sifrene appen viser.")), "refused": refused,
        "section": SECTION, "back": reverse("clinic:account"),
    }  # fmt: skip
    return render(request, "clinic/account/new_factor.html", context, status=422 if refused else 200)


@clinic_page(None, transaction=False)
def remove_factor(request: HttpRequest, factor_id: UUID) -> HttpResponse:
    """Remove a passkey or an app that is lost or no longer used."""
    own, now = _own(request), clock.now()
    mine = next((one for one in selectors.factors_of(own.id) if one.public_id == factor_id), None)
    if mine is None:
        raise Unknown
    form = PasswordForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        local.remove_factor(actor=request.actor, factor_id=factor_id, now=now)

    if _sure(request, own, form, now) and _did(request, form, act):
        return _done("fjernet")
    text = _("%(what)s kan ikke lenger brukes til å logge inn.") % {"what": pages.factor(mine, now).name}
    return _ask(request, form, _("Fjern passnøkkel eller app"), text, _("Fjern"))


@clinic_page(None, transaction=False)
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes in the place of the old ones, and show them, this once."""
    own, now = _own(request), clock.now()
    form = PasswordForm(request.POST if request.method == "POST" else None)
    made: list[str] = []

    def act() -> None:
        made.extend(local.renew_codes(actor=request.actor, key=factors.key(), now=now))

    if _sure(request, own, form, now) and _did(request, form, act):
        context = {"codes": made, "onward": reverse("clinic:account"), "section": SECTION}
        return render(request, "clinic/account/codes.html", context)
    text = _("De gamle kodene slutter å virke.")
    return _ask(request, form, _("Lag nye gjenopprettingskoder"), text, _("Lag nye koder"))
