"""A dialogue as the patient reads it, and what they write back (DIA-2, DIA-3, DIA-7, DIA-8)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import reading, replying
from legesvar.domain.dialogues.states import Action
from legesvar.web.access import patient_page
from legesvar.web.patient.dialogue import pages
from legesvar.web.patient.dialogue.forms import ReplyForm
from legesvar.words import dates, refusals


@patient_page
def dialogue(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Show a dialogue, and take what the patient writes back."""
    if request.method != "POST":
        return _show(request, dialogue_id)
    form = ReplyForm(request.POST)
    if form.is_valid() and _is_sent(request, dialogue_id, form):
        return HttpResponseRedirect(reverse("patient:dialogue", args=[dialogue_id]) + f"#{pages.NEWEST}")
    # Whatever stands in the way, what was written is kept and shown (DIA-6).
    replying.keep(actor=request.actor, dialogue_id=dialogue_id, text=form.written, now=clock.now())
    form.show_again()
    return _show(request, dialogue_id, form)


def _is_sent(request: HttpRequest, dialogue_id: UUID, form: ReplyForm) -> bool:
    try:
        replying.reply(
            actor=request.actor, dialogue_id=dialogue_id, text=form.written, send_key=form.send_key, now=clock.now()
        )
    except Refused as refused:
        # The page asks the same rule and says why; what it does not ask stands at the field.
        form.add_error("text", refusals.text(refused))
        return False
    return True


def _show(request: HttpRequest, dialogue_id: UUID, form: ReplyForm | None = None) -> HttpResponse:
    """Draw the dialogue. The reading is traced, and tells the clinic that the answer has been read (DIA-8)."""
    now, actor = clock.now(), request.actor
    thread = reading.read(actor=actor, dialogue_id=dialogue_id, now=now)
    request.clinic = clinics.clinic(actor, thread.dialogue.clinic_id)
    refusal = policies.action_refused(selectors.who(actor, now), thread.facts, Action.REPLY)
    begun = selectors.reply_draft(actor, thread.dialogue)
    page = pages.dialogue(
        thread, request.clinic.phone, billing.invoices_about(actor, thread.dialogue.public_id), begun, refusal, now
    )
    posted_in_vain = form is not None and refusal is not None
    if refusal is None:
        form = form or ReplyForm(initial={"text": begun.text if begun else ""})
    context = {"page": page, "form": None if refusal else form, "in_vain": posted_in_vain, "section": "dialogue"}
    return render(request, "patient/dialogue/dialogue.html", context, status=409 if posted_in_vain else 200)


@patient_page(methods=("POST",))
def save(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Save what is being written back. Typing is activity (ID-7)."""
    now = clock.now()
    replying.keep(actor=request.actor, dialogue_id=dialogue_id, text=request.POST.get("text", ""), now=now)
    return JsonResponse({"time": dates.time(now), "left": request.visit.seconds_left(now)})
