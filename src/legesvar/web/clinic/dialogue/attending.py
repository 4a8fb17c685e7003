"""What colleagues do beside answering: a note, a mark, unread again, and that they are here (WORK-4, WORK-5)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues.commands import attending
from legesvar.domain.work import selectors as work
from legesvar.domain.work.kinds import Doing
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue.forms import NoteForm
from legesvar.web.clinic.dialogue.opening import carried, opened
from legesvar.web.clinic.dialogue.views import show
from legesvar.web.clinic.worklist.place import DIALOGUE, place
from legesvar.web.clinic.worklist.policy import workbench
from legesvar.words import work as work_words

LARGEST = 2**31


@workbench
@clinic_page(Permission.NOTE, methods=("POST",))
def note(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Leave an internal note; it has a form and a button of its own, so that none is sent to the patient."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        thread = opened(request, dialogue_id)
        return thread if isinstance(thread, HttpResponse) else show(request, thread, note=form)
    attending.note(
        actor=request.actor, dialogue_id=dialogue_id, text=form.cleaned_data["note"],
        send_key=_key(request.POST.get("send_key", "")), now=clock.now(),
    )  # fmt: skip
    return redirect(f"{DIALOGUE}{dialogue_id}/{carried(request)}#notater")


@clinic_page(Permission.ASSIGN, methods=("POST",))
def mark(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Mark it as urgent, or take the mark away."""
    urgent = request.POST.get("urgent") == "1"
    attending.mark(actor=request.actor, dialogue_id=dialogue_id, urgent=urgent, now=clock.now())
    return redirect(f"{DIALOGUE}{dialogue_id}/{carried(request)}")


@clinic_page(Permission.READ_DIALOGUE, methods=("POST",))
def unread(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Make it unread again for oneself, and go back to the list: to stay would be to have seen it."""
    attending.unsee(actor=request.actor, dialogue_id=dialogue_id)
    at = place(request.actor, request.GET)
    return redirect(at.to(at.key))


@clinic_page(Permission.READ_DIALOGUE, methods=("POST",), session="background")
def here(request: HttpRequest, dialogue_id: UUID) -> JsonResponse:
    """Note that somebody has it in front of them, and say who else has, and whether something has come."""
    actor, now = request.actor, clock.now()
    doing = Doing.WRITING if request.POST.get("doing") == "writing" else Doing.READING
    messages = attending.attend(actor=actor, dialogue_id=dialogue_id, doing=doing, now=now)
    said = work_words.words()
    others = [
        work_words.here(one.name, one.doing, said) for one in work.present(actor, now) if one.about == dialogue_id
    ]
    newer = _("Det er kommet noe nytt i samtalen. Last inn siden for å lese det.") if messages > _seen(request) else ""
    return JsonResponse({"here": ", ".join(others), "newer": newer})


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len(str(LARGEST)) else LARGEST


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
