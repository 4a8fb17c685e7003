"""A new address, and the code or the link that shows whose it is (ID-4)."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.policies import ContactRefusal
from legesvar.domain.identity.selectors import Waiting
from legesvar.web.access import patient_page
from legesvar.web.patient.profile import pages
from legesvar.web.patient.profile.back import onward, wanted, with_back
from legesvar.web.patient.profile.forms import FORMS, CodeForm
from legesvar.web.patient.profile.limits import asks_too_often, code_key
from legesvar.words import refusals

DONE = "bekreftet"


@patient_page
def email(request: HttpRequest) -> HttpResponse:
    """Take a new e-mail address, and send a link and a code to it."""
    return _ask(request, ContactKind.EMAIL)


@patient_page
def mobile(request: HttpRequest) -> HttpResponse:
    """Take a new mobile number, and send a code to it."""
    return _ask(request, ContactKind.MOBILE)


def _ask(request: HttpRequest, kind: ContactKind) -> HttpResponse:
    data = identity.contact_data(request.actor, request.actor.person_id)
    form = FORMS[kind](
        request.POST if request.method == "POST" else None, initial={"address": pages.now_at(data, kind)}
    )
    if form.is_bound and form.is_valid() and (sent := _sent(request, kind, form)):
        return sent
    page = pages.change(kind, onward(request, "profile"))
    return render(request, "patient/profile/change.html", {"page": page, "form": form, "section": "profile"})


def _sent(request: HttpRequest, kind: ContactKind, form: Form) -> HttpResponse | None:
    refused = _send(request, kind, form.cleaned_data["address"])
    if isinstance(refused, UUID):
        return HttpResponseRedirect(_code_page(request, refused))
    form.add_error("address", refusals.text(Refused(refused)))
    return None


def _send(request: HttpRequest, kind: ContactKind, written: str) -> UUID | ContactRefusal:
    """Send a code, or say why not. Asking is counted also when it is refused, so this never raises."""
    now = clock.now()
    if asks_too_often(request.actor, kind, written, now):
        return ContactRefusal.TOO_MANY_CODES
    try:
        return contact.ask_for_code(actor=request.actor, kind=kind, written=written, key=code_key(), now=now)
    except Refused as refused:
        return ContactRefusal(refused.reason.value)


def _code_page(request: HttpRequest, verification_id: UUID) -> str:
    return with_back(reverse("profile:code", args=[verification_id]), wanted(request))


@patient_page
def code(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """Take the code. Wrong ones are counted, and the fifth locks it."""
    waiting = _mine(identity.verification(request.actor, verification_id))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = contact.try_code(
            actor=request.actor, verification_id=verification_id, code=form.cleaned_data["code"], key=code_key(),
            now=clock.now(),
        )  # fmt: skip
        if reason is None:
            return _done(request, waiting)
        form.add_error("code", refusals.text(Refused(reason)))
        waiting = _mine(identity.verification(request.actor, verification_id))
    return _show_code(request, waiting, form)


def _mine(waiting: Waiting | None) -> Waiting:
    if waiting is None:
        raise Unknown
    return waiting


def _show_code(request: HttpRequest, waiting: Waiting, form: Form) -> HttpResponse:
    page = pages.code(waiting, clock.now(), wanted(request))
    return render(request, "patient/profile/code.html", {"page": page, "form": form, "section": "profile"})


def _done(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    return HttpResponseRedirect(onward(request, "profile", **{DONE: waiting.kind}))


@patient_page(methods=("POST",))
def new_code(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """Send another code to the same address; the former is worth nothing any more."""
    waiting = _mine(identity.verification(request.actor, verification_id))
    refused = _send(request, waiting.kind, waiting.address)
    if isinstance(refused, UUID):
        return HttpResponseRedirect(_code_page(request, refused))
    form = CodeForm({}, use_required_attribute=False)
    form.is_valid()
    form.errors.clear()
    form.add_error(None, refusals.text(Refused(refused)))
    return _show_code(request, waiting, form)


@patient_page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the address is theirs, and take it. A mail system that opens links by itself changes nothing."""
    waiting = _mine(identity.verification_by_link(request.actor, token))
    if request.method == "POST":
        reason = contact.follow_link(actor=request.actor, token=token, now=clock.now())
        if reason is None:
            return _done(request, waiting)
    page = pages.link(waiting, clock.now())
    return render(request, "patient/profile/link.html", {"page": page, "section": "profile"})
