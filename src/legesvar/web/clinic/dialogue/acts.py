"""What else the clinic does about a dialogue: free treatment, the record put right, the record printed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.journal import commands as journal
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors as patient_lists
from legesvar.web.access import clinic_page
from legesvar.web.clinic import documents
from legesvar.web.clinic.dialogue import record
from legesvar.web.clinic.dialogue.forms import CorrectionForm, ExemptionForm
from legesvar.web.clinic.dialogue.opening import carried, head, opened
from legesvar.web.clinic.worklist.place import DIALOGUE
from legesvar.web.files.pictures import contents
from legesvar.web.languages import spoken
from legesvar.words import dates
from legesvar.words import journal as journal_words


@clinic_page(Permission.EXEMPTION)
def exemption(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Record why a patient pays no egenandel, such as a frikort (PAY-3)."""
    now = clock.now()
    today = oslo_date(now)
    found, back = head(request, dialogue_id), f"{DIALOGUE}{dialogue_id}/{carried(request)}"
    form = ExemptionForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        patients.record_exemption(
            actor=request.actor, clinic_id=request.actor.clinic_id, person_id=found.person_id,
            code=form.cleaned_data["code"], first_date=today, last_date=form.cleaned_data["last_date"], now=now,
        )  # fmt: skip
        return redirect(f"{back}#betaling")
    context = {"form": form, "head": found, "born": dates.numeric(found.birth_date), "back": back}
    return render(request, "clinic/dialogue/exemption.html", context)


@clinic_page(Permission.JOURNAL)
def correct(request: HttpRequest, dialogue_id: UUID, entry_id: UUID) -> HttpResponse:
    """Add a correction to an entry of the record (REC-1)."""
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    now, back = clock.now(), f"{DIALOGUE}{dialogue_id}/{carried(request)}"
    found, entries = head(request, dialogue_id), record.entries(request.actor, dialogue_id, oslo_date(now))
    entry = next((entry for entry in entries if entry.public_id == entry_id), None)
    if entry is None:
        raise Unknown
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        journal.correct(actor=request.actor, entry_id=entry_id, text=form.cleaned_data["text"], now=now)
        return redirect(f"{back}#journal")
    context = {
        "form": form, "head": found, "born": dates.numeric(found.birth_date), "entry": entry, "back": back,
    }  # fmt: skip
    return render(request, "clinic/dialogue/correct.html", context)


@clinic_page(Permission.JOURNAL, methods=("GET",), transaction=False)
def journal_pdf(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Print what the record holds about a dialogue, pictures included; both the reading and the printing are traced."""
    actor, now = request.actor, clock.now()
    with acting_as(actor):
        thread = opened(request, dialogue_id)
        if isinstance(thread, HttpResponse):
            return thread
        dialogue = thread.dialogue
        place = patient_lists.listing(actor, dialogue.clinic_id, dialogue.person_id)
        entries = journal.extract(
            actor=actor, about=dialogue_id, person_id=dialogue.person_id, hidden=dialogue.hidden, now=now
        )
    if place is None:
        raise Unknown
    files = [file for message in thread.messages for file in message.files]
    extract = journal_words.extract(
        clinic=dialogue.clinic_name, place=place, kind=dialogue.kind, entries=entries, files=files,
        pictures=contents(files), printed_by=actor.name, printed_at=now, language=spoken(),
    )  # fmt: skip
    return documents.pdf(extract, "journal.pdf", now)
