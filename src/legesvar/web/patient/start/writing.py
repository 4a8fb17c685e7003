"""Writing the message: the step, what is saved while somebody writes, and throwing it all away (START-6, 7, 9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.services.settings import MESSAGE_FIELDS
from legesvar.web.access import patient_page
from legesvar.web.files import receive
from legesvar.web.files.receive import Received
from legesvar.web.files.size_cap import answers_refused_files
from legesvar.web.files.upload_handler import refusal_of
from legesvar.web.patient.start import forms, pages, steps
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.forms import MessageForm
from legesvar.web.patient.start.guard import BACK, LATER, REMOVE, TO, UPLOAD, led_back, onwards, read, show
from legesvar.web.patient.start.steps import Step
from legesvar.web.patient.windows import window
from legesvar.words import dates, refusals
from legesvar.words.kinds import words

DRAFT = "utkast"


@patient_page(transaction=False)
@answers_refused_files
def message(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Step 4: the message and the pictures. What was written is stored before anything is said about it."""
    if request.method != "POST":
        with acting_as(request.actor):
            return _shown(request, kind)
    try:
        with acting_as(request.actor):
            beside = _is_kept_beside(request, kind)
    except Refused as refused:
        if refused.reason is not Refusal.NO_DRAFT:
            raise
        return _gone(request, kind)
    # Looking at files takes seconds, so no transaction stands open meanwhile.
    problems = [one.sentence for one in _received(request, kind) if one.sentence]
    with acting_as(request.actor):
        return _shown_beside(request, kind, problems) if beside else _judged(request, kind, problems)


def _shown(request: HttpRequest, kind: Kind) -> HttpResponse:
    flow = read(request, kind)
    if back := _led_back(flow):
        return back
    return _show(request, flow, _form(flow))


def _led_back(flow: Flow) -> HttpResponse | None:
    if flow.place is None:
        return HttpResponseRedirect(steps.address(flow.kind, Step.RECIPIENT))
    return led_back(flow, Step.MESSAGE)


def _is_kept_beside(request: HttpRequest, kind: Kind) -> bool:
    """Store the text and take out what is to be removed; say whether it lies beside what another page has written."""
    now, written = clock.now(), {"texts": _texts(request), "draft_id": draft_id(request), "window": window(request)}
    try:
        drafting.write(actor=request.actor, kind=kind, over_text=False, now=now, **written)
        beside = False
    except Refused as refused:
        if refused.reason is not Refusal.WRITTEN_ELSEWHERE:
            raise
        drafting.write_beside(actor=request.actor, kind=kind, now=now, **written)
        beside = True
    if REMOVE in request.POST:
        _remove(request, kind, now)
    return beside


def _texts(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in MESSAGE_FIELDS if name in request.POST}


def _gone(request: HttpRequest, kind: Kind) -> HttpResponse:
    written = [text for text in _texts(request).values() if text.strip()]
    with acting_as(request.actor):
        context = {"texts": written, "kind": kind, "words": words(kind)}
        return render(request, "patient/start/gone.html", context, status=409)


def _shown_beside(request: HttpRequest, kind: Kind, problems: list[str]) -> HttpResponse:
    flow = read(request, kind)
    if back := _led_back(flow):
        return back
    both = _("Du har skrevet i utkastet et annet sted også. Her står begge tekstene. Ta bort det du ikke trenger.")
    return _show(request, flow, _form(flow), " ".join([both, *problems]))


def _received(request: HttpRequest, kind: Kind) -> list[Received]:
    chosen = request.FILES.getlist("file")
    return receive.into_draft(request, kind, chosen, clock.now()) if chosen or refusal_of(request) else []


def _judged(request: HttpRequest, kind: Kind, problems: list[str]) -> HttpResponse:
    flow = read(request, kind)
    if back := _led_back(flow):
        return back
    form = MessageForm(request.POST, settings=flow.settings, words=flow.words, texts={})
    wanted = request.POST.get(TO)
    if problems and form.file_field:
        return _again(request, flow, form, problems)
    if wanted == UPLOAD or REMOVE in request.POST:
        return _show(request, flow, _form(flow))
    if wanted in {BACK, LATER} or form.is_valid():
        return onwards(request, kind, Step.MESSAGE)
    if (
        flow.draft
        and any(flow.draft.texts.values())
        and not any(request.POST.get(name, "").strip() for name in MESSAGE_FIELDS)
    ):
        return _show(request, flow, _form(flow), _("Feltet var tomt da du sendte det. Her er teksten vi har lagret."))
    return _again(request, flow, form, [])


def _again(request: HttpRequest, flow: Flow, form: MessageForm, problems: list[str]) -> HttpResponse:
    for problem in problems:
        form.add_error("file", problem)
    form.show_again()
    return _show(request, flow, form)


def _remove(request: HttpRequest, kind: Kind, now: datetime) -> None:
    try:
        drafting.detach(actor=request.actor, kind=kind, file_id=UUID(request.POST[REMOVE]), now=now)
    except (ValueError, Unknown):
        return  # already gone: a second click, or another window


def _form(flow: Flow) -> MessageForm:
    texts = forms.begun(flow.draft.texts if flow.draft else {}, [field.name for field in flow.settings.form])
    return MessageForm(settings=flow.settings, words=flow.words, texts=texts)


def _show(request: HttpRequest, flow: Flow, form: MessageForm, kept: str = "") -> HttpResponse:
    why = kept or receive.problem(request) or _why(request, flow)
    return show(request, flow, "patient/start/message.html", pages.message(flow, why), form=form)


def _why(request: HttpRequest, flow: Flow) -> str:
    held, most = len(flow.draft.files) if flow.draft else 0, flow.settings.max_files
    if policies.files_refused(held, most):
        return _("Du kan legge ved høyst %(most)d filer her, og har lagt ved %(held)d. Ta bort noen av dem.") % {
            "most": most, "held": held,
        }  # fmt: skip
    return _("Du må skrive en beskjed før du kan gå videre.") if steps.SKIPPED in request.GET else ""


def draft_id(request: HttpRequest) -> UUID:
    """Return the draft that the page was about.

    :raises Unknown: when it names none
    """
    try:
        return UUID(request.POST.get(DRAFT, ""))
    except ValueError as wrong:
        raise Unknown from wrong


@patient_page(methods=("POST",))
def save(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Save what is being written (START-9). Typing is activity, so it puts off the end of the session (ID-7)."""
    now = clock.now()
    try:
        drafting.write(
            actor=request.actor, kind=kind, texts=_texts(request), draft_id=draft_id(request), window=window(request),
            now=now,
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"error": refusals.text(refused)}, status=409)
    return JsonResponse({"time": dates.time(now), "left": request.visit.seconds_left(now)})


@patient_page
def discard(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Throw the draft away, after asking."""
    flow = read(request, kind)
    if request.method == "POST":
        drafting.discard(actor=request.actor, kind=kind, now=flow.now)
    if request.method == "POST" or flow.draft is None:
        return HttpResponseRedirect(reverse("patient:inbox"))
    return show(request, flow, "patient/start/discard.html", pages.draft_note(kind, flow.draft.updated_at, flow.today))
