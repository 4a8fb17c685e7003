"""In and out: the welcome page, the way to the provider and back, and logging out here, there and everywhere."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt

from legesvar.adapters.oidc import Login, LoginRefused
from legesvar.core import clock
from legesvar.core.actor import NOBODY, Actor
from legesvar.core.languages import offered
from legesvar.core.wall import acting_as
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.commands import Started
from legesvar.domain.identity.kinds import Audience
from legesvar.web import errors, languages
from legesvar.web.access import clinic_page, patient_page, public_page
from legesvar.web.login import arrivals, handshakes, parking, providers, vouching
from legesvar.web.login.addresses import (
    HOME,
    INVITATION,
    KEPT,
    LOGIN,
    choice_address,
    confirm_address,
    local_address,
    own_path,
    start_address,
)
from legesvar.web.login.arrivals import Obstacle, Stopped
from legesvar.web.login.handshakes import Underway
from legesvar.web.login.limits import knocks_too_often
from legesvar.web.visits import COOKIES, Visit, delete_cookie, set_cookie
from legesvar.words import login as words

log = structlog.get_logger(__name__)
RETURN = {Audience.PATIENT: "/logg-inn/retur/", Audience.CLINIC: "/klinikk/logg-inn/retur/"}
LOGGED_OUT = {Audience.PATIENT: "/logg-ut/ferdig/", Audience.CLINIC: "/klinikk/logg-ut/ferdig/"}


@public_page
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what this is, whom to ring when it is urgent, and where to log in."""
    return render(request, "login/welcome.html")


@public_page
def to_work(request: HttpRequest) -> HttpResponse:
    """Lead who typed the clinics' address to the worklist, and by way of the door."""
    return redirect(HOME[Audience.CLINIC])


@public_page
def door(request: HttpRequest, audience: Audience) -> HttpResponse:
    """Show the way in. Who comes from a page of ours goes straight to the provider, unless they were logged out."""
    wanted = own_path(request.GET.get("neste"), audience)
    why = words.ended(request.GET.get("arsak", ""))
    visit = request.visits.at(audience)
    if visit is not None and visit.refusal is None:
        return redirect(wanted or HOME[audience])
    local = audience is Audience.CLINIC and clinics.has_local_accounts()
    if wanted and not why and not local and not parking.any_key(request, audience):
        return redirect(start_address(audience, wanted))
    context = {
        "why": why,
        "start": start_address(audience, wanted),
        "local": local_address(wanted) if local else "",
        "kept": parking.any_key(request, audience),
        "at_clinic": audience is Audience.CLINIC,
    }
    return render(request, "login/door.html", context)


@public_page
def start(request: HttpRequest, audience: Audience) -> HttpResponse:
    """Leave for the provider."""
    if knocks_too_often(request, "start"):
        return errors.too_many(request)
    try:
        departure = providers.party(audience).begin(
            redirect_uri=settings.PUBLIC_URL + RETURN[audience], now=clock.now(), locale=translation.get_language()
        )
    except LoginRefused as refused:
        return refused_login(request, audience, refused.reason.value, refused.detail)
    response = HttpResponseRedirect(departure.url)
    wanted = own_path(request.GET.get("neste"), audience)
    handshakes.keep(request, response, audience, Underway(departure.handshake, wanted))
    return response


@public_page
def come_back(request: HttpRequest, audience: Audience) -> HttpResponse:
    """Come back from the provider as somebody, or be told why not."""
    if knocks_too_often(request, "return"):
        return errors.too_many(request)
    state, now = request.GET.get("state", ""), clock.now()
    underway = handshakes.recall(request, audience, state, int(now.timestamp()))
    if underway is None:
        return refused_login(request, audience, Obstacle.LOST_HANDSHAKE.value)
    try:
        login = providers.party(audience).finish(handshake=underway.handshake, answer=request.GET.dict(), now=now)
        response = _arrive(request, audience, login, underway.wanted)
    except LoginRefused as refused:
        response = refused_login(request, audience, refused.reason.value, refused.detail)
    except Stopped as stopped:
        response = refused_login(request, audience, stopped.reason.value, onward=_provider_logout(audience, login.sid))
    handshakes.forget(response, state)
    return response


def _arrive(request: HttpRequest, audience: Audience, login: Login, wanted: str | None) -> HttpResponse:
    if audience is Audience.CLINIC and wanted and wanted.startswith(INVITATION):
        return vouching.keep(wanted, login, clock.now())
    arrive = arrivals.patient if audience is Audience.PATIENT else arrivals.colleague
    started, actor = arrive(login, clock.now())
    end_visit(request.visits.at(audience), "replaced")
    return with_session(request, audience, started, actor, wanted)


def with_session(
    request: HttpRequest, audience: Audience, started: Started, actor: Actor, wanted: str | None
) -> HttpResponse:
    """Give the browser a new token, whatever it had, and lead it on."""
    target = wanted or HOME[audience]
    if parking.any_key(request, audience):
        target = KEPT[audience]
    elif audience is Audience.PATIENT and arrivals.is_asked_to_confirm(actor, clock.now()):
        target = confirm_address(target)
    if audience is Audience.CLINIC and not actor.is_staff:
        target = choice_address(target)
    response = HttpResponseRedirect(target)
    set_cookie(response, COOKIES[audience], started.token)
    languages.arrived(request, response, actor, clock.now())
    return response


def refused_login(
    request: HttpRequest, audience: Audience, reason: str, detail: str = "", onward: str | None = None
) -> HttpResponse:
    """Tell somebody why they get no session, and leave a trace of it."""
    log.warning("login_refused", audience=audience.value, reason=reason, detail=detail)
    with acting_as(NOBODY):
        audit.record_refused_access(
            actor=NOBODY, event=Event.LOGIN_REFUSED, now=clock.now(), reason=reason, audience=audience.value
        )
    if reason == Obstacle.UNLISTED:
        return render(request, "login/unlisted.html", {"onward": onward}, status=403)
    context = {
        "told": words.explanation(reason),
        "login": LOGIN[audience],
        "onward": onward,
        "reference": request.reference,
        "at_clinic": audience is Audience.CLINIC,
    }
    return render(request, "login/refused.html", context, status=403)


@public_page(methods=("GET", "POST"))
def log_out(request: HttpRequest, audience: Audience) -> HttpResponse:
    """Ask where to log out; on POST, end the session here and go on to end the provider's.

    The answer to the form is a page that leads on by itself: a redirect to the provider would be stopped by our own
    content security policy, which browsers apply to where a form's answer leads.
    """
    visit = request.visits.at(audience)
    if request.method != "POST":
        if visit is not None and visit.refusal is None:
            request.visit = visit
            translation.activate(offered(visit.session.language))
        return render(request, "login/log_out.html", {"here": request.path, "at_clinic": audience is Audience.CLINIC})
    end_visit(visit, "logged_out")
    return _goodbye(request, audience, visit)


@patient_page(methods=("POST",), unlisted=True)
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of a patient's sessions, on every device."""
    identity.end_everywhere(actor=request.actor, now=clock.now())
    return _goodbye(request, Audience.PATIENT, request.visit)


@clinic_page(None, methods=("POST",), without_clinic=True)
def log_out_everywhere_at_clinic(request: HttpRequest) -> HttpResponse:
    """End all of an account's sessions, on every device."""
    identity.end_everywhere(actor=request.actor, now=clock.now())
    return _goodbye(request, Audience.CLINIC, request.visit)


def end_visit(visit: Visit | None, why: str) -> None:
    """End the session a browser had, if it had one."""
    if visit is not None:
        with acting_as(visit.actor):
            identity.end_session(actor=visit.actor, why=why, now=clock.now())


def _goodbye(request: HttpRequest, audience: Audience, visit: Visit | None) -> HttpResponse:
    onward = _provider_logout(audience, visit.session.provider_sid) if visit else None
    request.visit = None
    response = render(request, "login/logged_out.html", {"onward": onward, "at_clinic": audience is Audience.CLINIC})
    delete_cookie(response, COOKIES[audience])
    parking.forget(response, audience)
    # Not "cookies": a doctor who is also a patient stays logged in at the other door.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _provider_logout(audience: Audience, sid: str | None) -> str | None:
    if not sid:
        return None
    return_to = settings.PUBLIC_URL + LOGGED_OUT[audience]
    try:
        return providers.party(audience).logout_url(return_to=return_to, state="", now=clock.now(), sid=sid)
    except LoginRefused as refused:
        log.warning("provider_logout_unavailable", audience=audience.value, reason=refused.reason.value)
        return None


@public_page
def logged_out(request: HttpRequest, audience: Audience) -> HttpResponse:
    """Say that it is over, here and at the provider."""
    return render(request, "login/logged_out.html", {"onward": None, "at_clinic": audience is Audience.CLINIC})


@xframe_options_exempt
@public_page
def ended_by_provider(request: HttpRequest, audience: Audience) -> HttpResponse:
    """End the sessions that the provider says are over (front-channel logout): without cookies, in its frame only."""
    response = HttpResponse("<!doctype html><title>Logget ut</title>")
    response._csp_replace = {"frame-ancestors": providers.logout_frames(audience)}
    try:
        sid = providers.party(audience).ended_sid(request.GET.dict())
    except LoginRefused as refused:
        log.warning("front_channel_logout_refused", audience=audience.value, reason=refused.reason.value)
        response.status_code = 400
        return response
    issuer = providers.party(audience).provider.issuer
    with acting_as(NOBODY):
        identity.end_by_provider(actor=NOBODY, issuer=issuer, provider_sid=sid, now=clock.now())
    return response
