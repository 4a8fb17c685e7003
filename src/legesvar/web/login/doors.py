"""The answer to somebody who is not logged in: the way to log in, with what they wanted and wrote in safe keeping."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.policies import SessionRefusal
from legesvar.web.login import parking
from legesvar.web.login.addresses import login_address, wanted_page
from legesvar.web.visits import Visit


def turned_away(request: HttpRequest, audience: Audience, visit: Visit | None, *, in_background: bool) -> HttpResponse:
    """Send a person to the login page, and tell a script 401.

    :param visit: the session that no longer holds, if there was one
    """
    if in_background or is_from_script(request):
        return JsonResponse({"left": 0}, status=401)
    why = visit.refusal.value.removeprefix("session_") if visit and visit.refusal else ""
    response = HttpResponseRedirect(login_address(audience, wanted_page(request, audience), why))
    response.status_code = 303 if request.method == "POST" else 302
    # The dead cookie stays: it says whose a form from another tab is. Who was removed has nothing more to send.
    if visit is not None and visit.refusal is not SessionRefusal.REMOVED and request.method == "POST":
        parking.park(request, response, visit)
    return response


def is_from_script(request: HttpRequest) -> bool:
    """Say whether a script asked: it cannot follow a person to the login page."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    by_itself = "HX-Request" in request.headers or "X-Autosave" in request.headers
    return wants_json or by_itself or (request.method == "POST" and "autosave" in request.POST)
