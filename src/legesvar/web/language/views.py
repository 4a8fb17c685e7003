"""Choosing a language: a plain link, so that it works everywhere and can be followed from an error page too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from legesvar.core import clock
from legesvar.core.languages import OFFERED
from legesvar.core.wall import acting_as
from legesvar.domain.identity.commands.language import choose_language
from legesvar.domain.identity.kinds import Audience
from legesvar.web import languages
from legesvar.web.access import public_page
from legesvar.web.visits import Visit


@public_page
def choose(request: HttpRequest, language: str) -> HttpResponse:
    """Speak a language from now on, to this browser and to whoever is logged in, and lead back to where they were.

    A link on somebody else's page changes only this browser: what a person has chosen is changed from pages of ours.
    """
    if language not in OFFERED:
        raise Http404
    address, audience = languages.back(request)
    visit = _visit(request, audience)
    if visit is not None:
        with acting_as(visit.actor):
            choose_language(actor=visit.actor, language=language, now=clock.now())
    response = HttpResponseRedirect(address)
    languages.remember(response, language, chosen=visit is None)
    return response


def _visit(request: HttpRequest, audience: Audience) -> Visit | None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return None
    visit = request.visits.at(audience)
    return visit if visit is not None and visit.refusal is None else None
