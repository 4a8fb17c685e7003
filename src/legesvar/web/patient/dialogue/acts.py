"""What a patient does with a dialogue beside writing in it: takes it back, begins a new one after it, keeps it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import drafting, ending, reading
from legesvar.domain.dialogues.states import Action
from legesvar.web.access import patient_page
from legesvar.web.files.pictures import Unreachable, contents
from legesvar.web.languages import spoken
from legesvar.web.patient.dialogue import pages
from legesvar.words import dialogues, refusals
from legesvar.words.documents.render import render as typeset


@patient_page
def withdraw(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Take back what nobody at the clinic has opened, after asking once (DIA-4)."""
    now, actor = clock.now(), request.actor
    why_not = ""
    if request.method == "POST":
        try:
            ending.withdraw(actor=actor, dialogue_id=dialogue_id, now=now)
        except Refused as refused:
            why_not = refusals.text(refused)
        else:
            return HttpResponseRedirect(reverse("patient:dialogue", args=[dialogue_id]))
    row = selectors.own(actor, dialogue_id)
    if row is None:
        raise Unknown
    request.clinic = clinics.clinic(actor, row.clinic_id)
    refusal = policies.action_refused(selectors.who(actor, now), selectors.facts(row), Action.WITHDRAW)
    why_not = why_not or (refusals.text(Refused(refusal)) if refusal else "")
    page = pages.withdrawal(row, why_not, now)
    return render(
        request, "patient/dialogue/withdraw.html", {"page": page, "section": "dialogue"}, status=409 if why_not else 200
    )


@patient_page(methods=("POST",))
def begin_again(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Begin a new dialogue after this one, with what could not be sent in it (DIA-6)."""
    draft = drafting.begin_with(actor=request.actor, dialogue_id=dialogue_id, now=clock.now())
    return HttpResponseRedirect(reverse("patient:continue", args=[draft.kind]))


@patient_page(methods=("GET",), transaction=False)
def pdf(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Give the dialogue as a PDF to keep, pictures included (DIA-10). The reading is traced."""
    actor, now = request.actor, clock.now()
    with acting_as(actor):
        thread = reading.read(actor=actor, dialogue_id=dialogue_id, now=now)
    # The store is asked and the pages are set outside the transaction: both take their time.
    files = [file for message in thread.messages for file in message.files]
    try:
        pictures = contents(files)
    except Unreachable:
        with acting_as(actor):
            request.unread = selectors.unread(actor)
        return render(request, "patient/dialogue/no_pdf.html", {"dialogue_id": dialogue_id}, status=503)
    document = dialogues.document(thread, pictures, printed_at=now, language=spoken())
    response = HttpResponse(typeset(document, created_at=now), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{dialogues.file_name(thread.dialogue.started_at)}"'
    response["Cache-Control"] = "private, no-store"
    return response
