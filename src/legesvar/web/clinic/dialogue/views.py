"""Reading a dialogue and answering it. The two ways to answer are two buttons in one form (DIA-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import answering
from legesvar.domain.dialogues.selectors import Opened, Thread
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue import choices, desk, inserting, noting, pages
from legesvar.web.clinic.dialogue.forms import AnswerForm, NoteForm, blank_note
from legesvar.web.clinic.dialogue.opening import carried, head, opened
from legesvar.web.clinic.dialogue.pages import Page
from legesvar.web.clinic.worklist import pages as worklist
from legesvar.web.clinic.worklist.place import DIALOGUE, place
from legesvar.web.clinic.worklist.policy import workbench
from legesvar.web.clinic.worklist.views import receipt
from legesvar.words import clinic, dates, refusals

SEND: dict[str, Callable[..., Any]] = {"answer": answering.answer, "close": answering.answer_and_close}
USE = "use-"


@dataclass(frozen=True, slots=True)
class Posted:
    """What came with the form. What is missing or forged is taken as «has seen nothing», which sends nothing."""

    text: str
    action: str
    seen: int
    send_key: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """Why an answer was not sent, for the top of the page."""

    title: str
    text: str = ""
    newer: tuple[tuple[str, str], ...] = ()


@workbench
@clinic_page(Permission.READ_DIALOGUE, methods=("GET",))
def dialogue(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Open a dialogue; who must say why is asked first."""
    thread = opened(request, dialogue_id)
    return thread if isinstance(thread, HttpResponse) else show(request, thread)


@workbench
@clinic_page(Permission.PREPARE_ANSWER)
def answer(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Send an answer, keep a draft of one, or take over what a colleague has prepared."""
    if request.method != "POST":
        return redirect(f"{DIALOGUE}{dialogue_id}/{carried(request)}")
    posted = _posted(request)
    if posted.action in SEND:
        return _send(request, dialogue_id, posted)
    _keep(request, dialogue_id, posted.text)
    if posted.action.startswith(USE):
        return _with_suggestion(request, dialogue_id, posted)
    if posted.action == inserting.INSERT:
        return _with_standard_text(request, dialogue_id, posted)
    return redirect(f"{DIALOGUE}{dialogue_id}/{carried(request)}#svar")


@clinic_page(Permission.PREPARE_ANSWER, methods=("POST",))
def answer_draft(request: HttpRequest, dialogue_id: UUID) -> JsonResponse:
    """Keep what is being written, as it is written."""
    _keep(request, dialogue_id, request.POST.get("text", ""))
    now = clock.now()
    return JsonResponse({"time": dates.time(now), "left": request.visit.seconds_left(now)})


def _send(request: HttpRequest, dialogue_id: UUID, posted: Posted) -> HttpResponse:
    now = clock.now()
    kind = head(request, dialogue_id).kind
    form = AnswerForm(request.POST, sends=True, noting=noting.noting(request.actor, kind, now))
    if not form.is_valid():
        return _again(request, dialogue_id, posted, form)
    try:
        SEND[posted.action](
            actor=request.actor, dialogue_id=dialogue_id, text=form.cleaned_data["text"], seen=posted.seen,
            send_key=posted.send_key, noted=noting.noted(form), now=now,
        )  # fmt: skip
    except Refused as refused:
        return _again(request, dialogue_id, posted, form, refused)
    # The next one opens by itself (WORK-2); where there is none, the list says so.
    at = place(request.actor, request.GET)
    return redirect(f"{worklist.first_url(request.actor, at, clock.now()) or at.to(None)}&svart={dialogue_id}")


def _again(
    request: HttpRequest, dialogue_id: UUID, posted: Posted, form: AnswerForm, refused: Refused | None = None
) -> HttpResponse:
    """Show the thread as it is now, with what was written still in the form, and stored should the page be left."""
    _keep(request, dialogue_id, posted.text)
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    return show(request, thread, form=form, posted=posted, refused=refused)


def _with_suggestion(request: HttpRequest, dialogue_id: UUID, posted: Posted) -> HttpResponse:
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    now = clock.now()
    prepared = {f"{USE}{n}": one for n, one in enumerate(pages.suggestions(request.actor, thread, oslo_date(now)))}
    chosen = prepared[posted.action].text if posted.action in prepared else ""
    text = "\n\n".join(part for part in (posted.text.strip(), chosen) if part)
    return show(request, thread, written=text, posted=posted)


def _with_standard_text(request: HttpRequest, dialogue_id: UUID, posted: Posted) -> HttpResponse:
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    text = inserting.inserted(request, head(request, dialogue_id), posted.text)
    _keep(request, dialogue_id, text)
    return show(request, thread, written=text, posted=posted)


def _keep(request: HttpRequest, dialogue_id: UUID, text: str) -> None:
    answering.keep(actor=request.actor, dialogue_id=dialogue_id, text=text, now=clock.now())


def show(
    request: HttpRequest, thread: Opened, *, form: AnswerForm | None = None, written: str | None = None,
    posted: Posted | None = None, refused: Refused | None = None, note: NoteForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Draw the page of a thread that has been opened, with what was written still in its forms."""
    now = clock.now()
    page = pages.page(request.actor, thread, carried(request), now, seen=posted.seen if posted else None)
    at = place(request.actor, request.GET)
    shown = worklist.worklist(
        request.actor, at, now, opened=thread.dialogue.public_id, stands_in_for=thread.reader.stands_in_for
    )
    context = {
        "page": page,
        "desk": desk.desk(request.actor, thread, page.url, page.query, now),
        "note_form": note,
        "note_field": note["note"].as_field_group() if note else blank_note(get_language()),
        "note_key": uuid4(),
        "receipt": receipt(request, shown),
        "form": form or _form(request, page, thread, now, page.answering.draft if written is None else written),
        "unsent": posted.text if posted else page.answering.draft,
        "held": _held(refused, page, thread, posted.seen) if refused and posted else None,
        "send_key": posted.send_key if posted else uuid4(),
        "asked": choices.asked(request.actor, thread, oslo_date(now)),
        "choices": choices.choices(thread, page.query, is_charged=page.money is not None and page.money.is_charged),
        "worklist_url": at.to(at.key),
        "list": shown,
        "section": "worklist",
    }
    if page.answering.may_prepare:
        context |= inserting.offered(request.actor, thread.dialogue.kind, page, "svar_text")
    return render(request, "clinic/dialogue/page.html", context, status=_status(refused))


def _form(request: HttpRequest, page: Page, thread: Thread, now: datetime, written: str) -> AnswerForm:
    """Return the answer's form with what is written, and what was noted on the page before."""
    sends = page.answering.may_send
    noted = noting.noting(request.actor, thread.dialogue.kind, now) if sends else None
    kept = {name: request.POST.get(name, "") for name in ("journal", "diagnosis")}
    return AnswerForm(initial={**kept, "text": written}, sends=sends, noting=noted)


def _held(refused: Refused, page: Page, thread: Thread, seen: int) -> Held:
    if refused.reason is policies.Refusal.NEWER_MESSAGE:
        rows = [row for row in thread.messages if row.number > seen]
        newer = tuple((pages.anchor(row.number), clinic.newer(row)) for row in rows)
        return Held(_("Det kom noe nytt mens du skrev"), newer=newer)
    return Held(_("Svaret er ikke sendt"), page.answering.why_not or refusals.text(refused))


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 403 if refused.reason in (policies.Refusal.WRONG_ROLE, policies.Refusal.NOT_YOURS) else 409


def _posted(request: HttpRequest) -> Posted:
    given = request.POST
    try:
        seen, send_key = int(given.get("seen", "")), UUID(given.get("send_key", ""))
    except ValueError:
        seen, send_key = 0, uuid4()
    return Posted(given.get("text", ""), given.get("action", ""), seen, send_key)
