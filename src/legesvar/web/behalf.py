"""Acting for the person in the address: asked anew at every request, so that it ends when it ends (ID-6)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import Represented
from legesvar.domain.services.settings import MESSAGE_FIELDS
from legesvar.web.login.doors import is_from_script
from legesvar.web.visits import Visit

# The fields of patients' forms that hold a person's own words.
WRITTEN = frozenset({*MESSAGE_FIELDS, "text"})


def enter(request: HttpRequest, visit: Visit) -> bool:
    """Make the request's actor one who acts for the person in the address; say whether they may.

    `request.visit` goes on being about the one at the keyboard.
    """
    own = visit.actor
    with acting_as(own):
        found = patients.representation_in_force(own, request.acting_for, clock.now())
    if found is None or own.person_id is None:
        return False
    request.represented = found
    request.actor = acting_for(own, found)
    return True


def acting_for(own: Actor, found: Represented) -> Actor:
    """Return the actor that somebody is while they act for another.

    :param own: the one at the keyboard, as themselves
    """
    assert own.person_id is not None  # noqa: S101 - only a patient acts for another
    return actors.representative(
        person_id=found.person_id, acting_person_id=own.person_id, name=f"{own.name} for {found.name}",
        mandates=found.mandates, session_id=own.session_id, public_id=found.public_id,
    )  # fmt: skip


def no_longer(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Tell somebody who has acted for this person that they cannot any more, and give them what they wrote.

    None for somebody who never has: to them the person does not exist.
    """
    with acting_as(visit.actor):
        name = patients.formerly_represented(visit.actor, request.acting_for)
        request.unread = dialogues.unread(visit.actor) if name else 0
    if not name:
        return None
    if is_from_script(request):
        return JsonResponse({"left": 0}, status=403)
    request.acting_for = None
    written = [text for field, text in request.POST.items() if field in WRITTEN and text.strip()]
    return render(request, "patient/people/ended.html", {"name": name, "texts": written}, status=403)
