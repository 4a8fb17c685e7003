"""Who may see a page. Every view has exactly one of `@public_page`, `@patient_page` and `@clinic_page` (docs/login.md).

The decorator knows who it is before the view begins, opens `acting_as(actor)` around it, and closes it after: when the
answer leaves, there is no more to ask the database for, so no TemplateResponse and no streaming.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import translation

from legesvar.core import clock
from legesvar.core.actor import Actor, Scope
from legesvar.core.languages import offered
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import policies
from legesvar.domain.identity.kinds import Audience
from legesvar.web import behalf, errors
from legesvar.web.login import parking
from legesvar.web.login.addresses import choice_address
from legesvar.web.login.doors import turned_away
from legesvar.web.visits import Visit

View = Callable[..., HttpResponse]
PUBLIC = "public"


class Attention(StrEnum):
    """What a request says about the person: that they did something, or only that their page is open."""

    FOREGROUND = "foreground"
    BACKGROUND = "background"


@dataclass(frozen=True)
class Rule:
    """What a decorator demands; tests read it as `view.audience`, `view.permission` and `view.methods`."""

    audience: str
    methods: tuple[str, ...]
    permission: Permission | None = None
    attention: Attention = Attention.FOREGROUND
    unlisted: bool = False
    without_clinic: bool = False
    transaction: bool = True


def public_page(view: View | None = None, *, methods: tuple[str, ...] = ("GET",)) -> Any:
    """Let everybody in. The view has no scope and reads nothing that stands behind the wall.

    :param methods: what may be asked; HEAD goes with GET
    """
    return _decorate(view, Rule(PUBLIC, methods))


def patient_page(
    view: View | None = None, *, methods: tuple[str, ...] = ("GET", "POST"), session: str = "foreground",
    unlisted: bool = False, transaction: bool = True,
) -> Any:  # fmt: skip
    """Let patients in, each into their own scope, or into that of the person in the address if they act for them.

    :param session: "background" for what the page asks by itself: it never counts as activity (ID-7), and a session
        that has ended gets 401 instead of a way to log in
    :param unlisted: also let in somebody who is on no clinic's list
    :param transaction: False for a view that works for seconds or speaks to others before it asks the database: it is
        told who it is, and opens `acting_as(request.actor)` itself, as shortly as it can. It may stream what it has
    """
    rule = Rule(Audience.PATIENT, methods, attention=Attention(session), unlisted=unlisted, transaction=transaction)
    return _decorate(view, rule)


def clinic_page(
    permission: Permission | None, *, methods: tuple[str, ...] = ("GET", "POST"), session: str = "foreground",
    without_clinic: bool = False, transaction: bool = True,
) -> Any:  # fmt: skip
    """Let in staff whose role has a permission, into the scope of the clinic they have chosen.

    :param permission: None for what every role may
    :param session: as for `patient_page`
    :param without_clinic: also let in somebody who has not chosen a clinic yet; they have no scope
    :param transaction: as for `patient_page`
    """
    rule = Rule(
        Audience.CLINIC, methods, permission=permission, attention=Attention(session), without_clinic=without_clinic,
        transaction=transaction,
    )  # fmt: skip
    return functools.partial(_decorate, rule=rule)


def _decorate(view: View | None, rule: Rule) -> Any:
    if view is None:
        return functools.partial(_decorate, rule=rule)

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ("GET" if request.method == "HEAD" else request.method) not in rule.methods:
            return HttpResponseNotAllowed(rule.methods)
        if getattr(request, "acting_for", None) is not None and rule.audience != Audience.PATIENT:
            raise Http404
        if rule.audience == PUBLIC:
            return _finished(_run_public(view, request, args, kwargs))
        return _enter(view, request, rule, args, kwargs)

    run.audience, run.permission, run.methods, run.rule = rule.audience, rule.permission, rule.methods, rule
    return run


def _run_public(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Unknown as unknown:
        raise Http404 from unknown
    except Refused as refused:
        return errors.refused(request, refused)


def _enter(view: View, request: HttpRequest, rule: Rule, args: Any, kwargs: Any) -> HttpResponse:
    audience = Audience(rule.audience)
    visit: Visit | None = request.visits.at(audience)
    in_background = rule.attention is Attention.BACKGROUND
    if visit is None or visit.refusal is not None:
        return turned_away(request, audience, visit, in_background=in_background)
    request.visit, request.actor = visit, visit.actor
    translation.activate(offered(visit.session.language))
    if stopped := _stands_in(request, visit) or _stopped(request, rule, visit):
        return stopped
    if not in_background:
        request.visit = _seen(visit)
    return _act(view, request, rule, args, kwargs)


def _stands_in(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Make the actor one who acts for the person in the address, or answer somebody who may not (any more)."""
    if request.acting_for is None:
        return None
    if behalf.enter(request, visit):
        return None
    _trace(request, visit.actor, "not_representing", asked=[str(request.acting_for)])
    if ended := behalf.no_longer(request, visit):
        return ended
    raise Http404


def _stopped(request: HttpRequest, rule: Rule, visit: Visit) -> HttpResponse | None:
    """Answer somebody who is known, and may not come in."""
    actor = visit.actor
    if rule.audience == Audience.PATIENT:
        if visit.session.listed or rule.unlisted or request.actor.scope is Scope.FOR:
            return None
        _trace(request, actor, "unlisted")
        return render(request, "login/unlisted.html", status=403)
    if not actor.is_staff:
        return None if rule.without_clinic else redirect(choice_address(request.get_full_path()))
    if rule.permission is None or may(actor.role, rule.permission):
        return None
    _trace(request, actor, "wrong_role", permission=rule.permission)
    return errors.wrong_role(request)


def _seen(visit: Visit) -> Visit:
    """Note that the person is here, at most once a minute."""
    now = clock.now()
    if not policies.is_due(visit.seen_at, now):
        return visit
    with acting_as(visit.actor):
        identity.touch(actor=visit.actor, now=now)
    return Visit(visit.audience, visit.actor, visit.session, None, now)


def _act(view: View, request: HttpRequest, rule: Rule, args: Any, kwargs: Any) -> HttpResponse:
    actor = request.actor
    try:
        if rule.transaction:
            with acting_as(actor):
                parking.use(request)
                return _finished(view(request, *args, **kwargs))
        if request.method == "POST":
            with acting_as(actor):
                parking.use(request)
        return view(request, *args, **kwargs)
    except (Unknown, Http404) as unknown:
        _trace(request, actor, "unknown", asked=[str(part) for part in kwargs.values()])
        raise Http404 from unknown
    except Refused as refused:
        return errors.refused(request, refused)


def _finished(response: HttpResponse) -> HttpResponse:
    """Hold a view to an answer that is whole: what is drawn or read later would stand outside the scope."""
    if response.streaming or not getattr(response, "is_rendered", True):
        raise TypeError("A view returns a finished HttpResponse: no TemplateResponse, no streaming.")
    return response


def _trace(request: HttpRequest, actor: Actor, reason: str, **details: Any) -> None:
    """Leave a trace of an access that was refused, in a transaction of its own: the act's has been undone."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    with acting_as(actor):
        audit.record_refused_access(
            actor=actor, event=Event.ACCESS_REFUSED, now=clock.now(), page=page, reason=reason, **details
        )
