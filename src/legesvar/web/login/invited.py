"""Somebody follows the link of an invitation: they accept as who HelseID says they are, or make a local account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import NOBODY
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.commands import invitations
from legesvar.domain.clinics.commands.invitations import Accepted, LocalWay
from legesvar.domain.clinics.selectors import Invited, Member
from legesvar.domain.identity import codes, passwords
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.commands import steps
from legesvar.domain.identity.kinds import Audience, Purpose
from legesvar.domain.identity.policies import LocalRefusal
from legesvar.web import errors
from legesvar.web.access import public_page
from legesvar.web.login import arrivals, factors, vouching
from legesvar.web.login.addresses import HOME, INVITATION, start_address
from legesvar.web.login.factors import CodeForm
from legesvar.web.login.limits import knocks_too_often
from legesvar.web.login.local import PasswordField
from legesvar.web.login.views import end_visit, with_session
from legesvar.web.visits import COOKIES, set_cookie
from legesvar.words import dates, refusals, roles


class NewPasswordForm(forms.Form):
    """A new password, twice: nobody sees what they write."""

    new_password = PasswordField(
        new=True, label=gettext_lazy("Nytt passord"),
        help_text=gettext_lazy("Minst 12 tegn. Fire ord som ikke hører sammen, er lett å huske og vanskelig å gjette."),
    )  # fmt: skip
    new_password_again = PasswordField(new=True, label=gettext_lazy("Gjenta passordet"))

    def __init__(self, *args: object, known: Sequence[str], **options: object) -> None:
        self.known = known
        super().__init__(*args, **options)

    def clean(self) -> dict[str, str]:
        """Refuse two that differ, and one that is short or easily guessed."""
        given: dict[str, str] = super().clean() or self.cleaned_data
        if "new_password" not in given or "new_password_again" not in given:
            return given
        if given["new_password"] != given["new_password_again"]:
            self.add_error("new_password_again", refusals.text(Refused(LocalRefusal.DIFFERENT)))
        elif reason := passwords.refusal(given["new_password"], self.known):
            self.add_error("new_password", refusals.text(Refused(reason)))
        return given


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation in finished strings."""

    clinic: str
    facts: list[dict[str, str]]
    renews: bool
    vouched_as: str
    helseid: str
    local: str


def _open(token: str, now: datetime) -> Invited | None:
    found = clinics.invitation_by_token(token) if len(token) <= 100 and token.isascii() else None
    return None if found is None or found.ended_why or found.expires_at <= now else found


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "login/invitation_over.html", status=404)


@public_page(methods=("GET", "POST"))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites, to what, and the ways to accept; accept as who HelseID vouches for."""
    if knocks_too_often(request, "invitation"):
        return errors.too_many(request)
    now = clock.now()
    found = _open(token, now)
    if found is None:
        return _over(request)
    vouched, refused = vouching.recall(request, token, now), ""
    if request.method == "POST" and vouched is not None:
        try:
            return _accept(request, token, vouched, now)
        except Refused as reason:
            refused = refusals.text(reason)
    page = InvitationPage(
        clinic=found.clinic,
        facts=_facts(found),
        renews=found.renews_id is not None,
        vouched_as=vouched.name or found.name if vouched and not refused else "",
        helseid=start_address(Audience.CLINIC, f"{INVITATION}{token}/"),
        local=reverse("clinic_login:invitation_password", args=[token]) if found.local_accounts else "",
    )
    context = {"page": page, "refused": refused}
    return render(request, "login/invitation.html", context, status=409 if refused else 200)


def _facts(found: Invited) -> list[dict[str, str]]:
    rows = [
        {"label": _("Legekontor"), "value": found.clinic},
        {"label": _("Navn"), "value": found.name},
        {"label": _("Rolle"), "value": roles.label(found.role)},
    ]
    if found.hpr_number:
        rows.append({"label": _("HPR-nummer"), "value": found.hpr_number})
    rows.append({"label": _("Invitert av"), "value": found.invited_by})
    rows.append({"label": _("Gjelder til og med"), "value": dates.day(oslo_date(found.expires_at))})
    return rows


def _accept(request: HttpRequest, token: str, vouched: vouching.Vouched, now: datetime) -> HttpResponse:
    with acting_as(NOBODY):
        accepted = invitations.accept_by_number(
            actor=NOBODY, token=token, identity_number=vouched.identity_number, hpr_number=vouched.hpr_number, now=now
        )  # fmt: skip
    actor = actors.staff(
        clinic_id=accepted.clinic_id, staff_id=accepted.staff_id, account_id=accepted.account_id, role=accepted.role,
        name=accepted.name, public_id=accepted.public_id,
    )  # fmt: skip
    with acting_as(actor):
        started = identity.start_staff_session(
            actor=actor, account_id=accepted.account_id, staff_id=accepted.staff_id, hpr_number=vouched.hpr_number,
            issuer=vouched.issuer, provider_sid=vouched.sid, now=now,
        )  # fmt: skip
    end_visit(request.visits.at(Audience.CLINIC), "replaced")
    response = with_session(request, Audience.CLINIC, started, actor, None)
    vouching.forget(response)
    return response


@public_page(methods=("GET", "POST"))
def password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the password of a local account that is being made."""
    if knocks_too_often(request, "invitation"):
        return errors.too_many(request)
    now = clock.now()
    found = _open(token, now)
    if found is None or not found.local_accounts:
        return _over(request)
    known = (found.email, found.name, found.clinic)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, known=known)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "email": found.email}
        return render(request, "login/new_password.html", context, status=422 if form.errors else 200)
    content = {"password_hash": passwords.hashed(form.cleaned_data["new_password"]), "secret": codes.new_secret()}
    with acting_as(NOBODY):
        step = steps.begin_step(
            actor=NOBODY, purpose=Purpose.SETUP, invitation_id=found.id, content=content, key=factors.key(), now=now
        )  # fmt: skip
    response = HttpResponseRedirect(reverse("clinic_login:invitation_factor", args=[token]))
    factors.keep_step(response, Purpose.SETUP, step)
    return response


@public_page(methods=("GET", "POST"))
def factor(request: HttpRequest, token: str) -> HttpResponse:
    """Make the second factor; then the account is there, and its owner logged in."""
    if knocks_too_often(request, "invitation"):
        return errors.too_many(request)
    now = clock.now()
    found, step = _open(token, now), factors.recall_step(request, Purpose.SETUP, now)
    if found is None or not found.local_accounts:
        return _over(request)
    if step is None or step.invitation_id != found.id:
        return HttpResponseRedirect(reverse("clinic_login:invitation_password", args=[token]))
    refused = ""
    if request.method == "POST":
        try:
            made = factors.made(request, NOBODY, step, now)
            way = LocalWay(step.content["password_hash"], made)
            with acting_as(NOBODY):
                accepted, shown = invitations.accept_locally(
                    actor=NOBODY, token=token, way=way, key=factors.key(), now=now
                )  # fmt: skip
                steps.end_step(actor=NOBODY, step_id=step.id)
            return _with_codes(request, accepted, shown, now)
        except Refused as reason:
            refused = refusals.text(reason)
    offer = factors.offer(NOBODY, step, email=found.email, name=found.name, known=())
    form = CodeForm(hint=_("Skriv de seks sifrene appen viser."))
    context = {"offer": offer, "form": form, "refused": refused}
    return render(request, "login/new_factor.html", context, status=422 if refused else 200)


def _with_codes(request: HttpRequest, accepted: Accepted, shown: list[str], now: datetime) -> HttpResponse:
    """Show the recovery codes, this once, to somebody who is logged in from here on."""
    member = Member(
        accepted.staff_id, accepted.public_id, accepted.clinic_id, accepted.name, accepted.role, False, True
    )  # fmt: skip
    started, _actor = arrivals.local_session(member, accepted.account_id, now)
    end_visit(request.visits.at(Audience.CLINIC), "replaced")
    context = {"codes": shown, "onward": HOME[Audience.CLINIC]}
    response = render(request, "login/recovery_codes.html", context)
    set_cookie(response, COOKIES[Audience.CLINIC], started.token)
    factors.forget_step(response, Purpose.SETUP)
    return response
