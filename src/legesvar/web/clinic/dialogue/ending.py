"""Ending a dialogue without an answer: an e-consultation is rejected with a reason, another kind is closed (DIA-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import ending
from legesvar.domain.dialogues.selectors import Thread
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue import inserting, pages
from legesvar.web.clinic.dialogue.forms import LastWordsForm, ReasonForm
from legesvar.web.clinic.dialogue.opening import carried, head, opened
from legesvar.web.clinic.worklist.place import DIALOGUE, place
from legesvar.words import clinic, refusals


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end: its page, its form, its command."""

    template: str
    form: type[ReasonForm] | type[LastWordsForm]
    command: Callable[..., Any]


REJECTING = Ending("clinic/dialogue/reject.html", ReasonForm, ending.reject)
CLOSING = Ending("clinic/dialogue/close.html", LastWordsForm, ending.close)


@clinic_page(Permission.ANSWER)
def reject(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Say why this does not fit an e-consultation, and end it without a charge."""
    return _end(request, dialogue_id, REJECTING)


@clinic_page(Permission.CLOSE)
def close(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """End another kind of dialogue without an answer, with words to the patient or none."""
    return _end(request, dialogue_id, CLOSING)


def _end(request: HttpRequest, dialogue_id: UUID, way: Ending) -> HttpResponse:
    if request.method != "POST":
        return _show(request, dialogue_id, way, way.form())
    if request.POST.get("action") == inserting.INSERT:
        text = inserting.inserted(request, head(request, dialogue_id), request.POST.get("text", ""))
        return _show(request, dialogue_id, way, way.form(initial={"text": text}))
    form = way.form(request.POST)
    if not form.is_valid():
        return _show(request, dialogue_id, way, form)
    try:
        way.command(
            actor=request.actor, dialogue_id=dialogue_id, text=form.cleaned_data["text"],
            seen=number(request.POST.get("seen")), send_key=key(request), now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        return _show(request, dialogue_id, way, form, refused)
    return redirect(f"{place(request.actor, request.GET).to(None)}&svart={dialogue_id}")


def _show(
    request: HttpRequest, dialogue_id: UUID, way: Ending, form: Any, refused: Refused | None = None
) -> HttpResponse:
    """Show the page that asks once; what was written is in the form, and what came meanwhile stands above it."""
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    now, query = clock.now(), carried(request)
    seen = number(request.POST.get("seen")) if request.method == "POST" else None
    page = pages.page(request.actor, thread, query, now, seen=seen)
    context = {
        "page": page, "form": form, "send_key": key(request), "back": f"{DIALOGUE}{dialogue_id}/{query}",
        "refused": said(refused, thread) if refused else "", "section": "worklist",
        "newer": [message for message in page.messages if message.new],
    } | inserting.offered(request.actor, thread.dialogue.kind, page, "id_text")  # fmt: skip
    return render(request, way.template, context, status=409 if refused else 200)


def said(refused: Refused, thread: Thread) -> str:
    """Say why an act was refused."""
    if refused.reason in {policies.Refusal.WRONG_ROLE, policies.Refusal.NOT_YOURS, policies.Refusal.CLOSED}:
        return clinic.why_not(refused.reason, thread.dialogue.recipient_name)
    return refusals.text(refused)


def number(given: str | None) -> int:
    """Read the number of the newest message on the screen. What is missing or forged has seen nothing."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else 0


def key(request: HttpRequest) -> UUID:
    """Read the form's key, or make one."""
    try:
        return UUID(request.POST.get("send_key", ""))
    except ValueError:
        return uuid4()
