"""A dialogue is assigned, forwarded or shared, each on a page of its own, and undone by a button (WORK-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import sharing
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.policies import answers
from legesvar.domain.dialogues.selectors import Head
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue.forms import NOBODY, ColleagueForm
from legesvar.web.clinic.dialogue.opening import carried, head
from legesvar.web.clinic.worklist.place import DIALOGUE, place
from legesvar.words import dates, refusals
from legesvar.words import sharing as words

COMMANDS: dict[How, Callable[..., Any]] = {
    How.ASSIGNED: sharing.assign, How.FORWARDED: sharing.forward, How.INVITED: sharing.invite,
}  # fmt: skip


@clinic_page(Permission.ASSIGN)
def assign(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Let a colleague see to it, or nobody in particular."""
    return _give(request, dialogue_id, How.ASSIGNED)


@clinic_page(Permission.ANSWER)
def forward(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Let a colleague answer it (DIA-11)."""
    return _give(request, dialogue_id, How.FORWARDED)


@clinic_page(Permission.ANSWER)
def share(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Let a colleague read along."""
    return _give(request, dialogue_id, How.INVITED)


@clinic_page(Permission.ASSIGN, methods=("POST",))
def undo(request: HttpRequest, dialogue_id: UUID, handover_id: UUID) -> HttpResponse:
    """Take one's own handover back."""
    sharing.undo(actor=request.actor, dialogue_id=dialogue_id, handover_id=handover_id, now=clock.now())
    at = place(request.actor, request.GET)
    return redirect(f"{at.to(at.key)}&gitt={handover_id}")


def _give(request: HttpRequest, dialogue_id: UUID, how: How) -> HttpResponse:
    found = head(request, dialogue_id)
    form = ColleagueForm(
        request.POST if request.method == "POST" else None, choices=_colleagues(request, found, how), how=how
    )
    if not form.is_valid():
        return _page(request, found, form, how)
    to = form.cleaned_data["to"]
    try:
        given = COMMANDS[how](
            actor=request.actor, dialogue_id=dialogue_id, to=None if to == NOBODY else UUID(to), now=clock.now()
        )
    except Refused as refused:
        form.add_error(None, refusals.text(refused))
        return _page(request, found, form, how, status=403)
    at = place(request.actor, request.GET)
    return redirect(f"{at.to(at.key)}&gitt={given.public_id}" if given else at.to(at.key))


def _colleagues(request: HttpRequest, found: Head, how: How) -> list[tuple[str, str]]:
    """Return those it can be given to, by name; who cannot is not offered."""
    everybody = clinics.staff(request.actor, request.actor.clinic_id)
    able = [member for member in everybody if answers(member.role, found.kind, reads_only=how is not How.FORWARDED)]
    named = [(str(member.public_id), words.colleague(member.name, member.role)) for member in able]
    return named if how is not How.ASSIGNED else [*named, (NOBODY, _("Ingen, la den være ikke tildelt"))]


def _page(
    request: HttpRequest, found: Head, form: ColleagueForm, how: How, status: int = 200
) -> HttpResponse:  # fmt: skip
    said = words.WORDS[how]
    context = {
        "form": form, "head": found, "born": dates.numeric(found.birth_date), "said": said,
        "back": f"{DIALOGUE}{found.public_id}/{carried(request)}", "section": "worklist",
        "state": words.whose(selectors.assigned_to(request.actor, found.public_id)),
    }  # fmt: skip
    return render(request, "clinic/dialogue/give.html", context, status=status)
