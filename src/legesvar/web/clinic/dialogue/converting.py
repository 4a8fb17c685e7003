"""Asking the patient whether an inquiry may become an e-consultation, and taking the question back (START-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import converting
from legesvar.domain.dialogues.policies import ANSWER_LIMIT
from legesvar.domain.dialogues.selectors import Opened, Thread
from legesvar.domain.patients import selectors as patients
from legesvar.domain.services import policies as service_policies
from legesvar.domain.services import selectors as services
from legesvar.domain.services.policies import Recipient
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue import ending, inserting, pages
from legesvar.web.clinic.dialogue.opening import carried, opened
from legesvar.web.clinic.worklist.place import DIALOGUE, place
from legesvar.web.fields import RadioField, TextField
from legesvar.words import clinic as words


class ConvertForm(forms.Form):
    """Who is to answer, and what the patient is told."""

    recipient = RadioField(
        label=gettext_lazy("Hvem skal svare?"),
        error_messages={"required": gettext_lazy("Velg legen som skal svare på e-konsultasjonen.")},
    )
    text = TextField(
        label=gettext_lazy("Melding til pasienten"), limit=ANSWER_LIMIT, rows=7,
        help_text=gettext_lazy("Pasienten ser prisen på en egen side. Du trenger ikke skrive den her."),
        error_messages={"required": gettext_lazy("Skriv hvorfor du spør.")},
    )  # fmt: skip

    def __init__(self, *args: Any, doctors: list[Recipient], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recipient"].choices = [(str(one.public_id), one.name) for one in doctors]
        self.doctors = {str(one.public_id): one.staff_id for one in doctors}


@clinic_page(Permission.CONVERT)
def convert(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Ask the patient. What is asked, and who would answer, stands on the page."""
    now = clock.now()
    thread = opened(request, dialogue_id)
    if isinstance(thread, HttpResponse):
        return thread
    doctors, chosen = _doctors(request, thread, now)
    initial = {"recipient": chosen, "text": _suggested()}
    if request.method != "POST":
        return _show(request, thread, ConvertForm(initial=initial, doctors=doctors), now)
    if request.POST.get("action") == inserting.INSERT:
        text = inserting.inserted(request, thread.dialogue, request.POST.get("text", ""))
        initial = {"recipient": request.POST.get("recipient", ""), "text": text}
        return _show(request, thread, ConvertForm(initial=initial, doctors=doctors), now)
    form = ConvertForm(request.POST, doctors=doctors)
    if not form.is_valid():
        return _show(request, thread, form, now)
    try:
        converting.ask_consent(
            actor=request.actor, dialogue_id=dialogue_id, recipient_id=form.doctors[form.cleaned_data["recipient"]],
            text=form.cleaned_data["text"], seen=ending.number(request.POST.get("seen")), send_key=ending.key(request),
            now=now,
        )  # fmt: skip
    except Refused as refused:
        return _show(request, thread, form, now, refused)
    return redirect(f"{place(request.actor, request.GET).to(None)}&svart={dialogue_id}")


@clinic_page(Permission.CONVERT, methods=("POST",))
def take_back(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Take the question back, so that the inquiry can be answered as it is."""
    converting.take_back(actor=request.actor, dialogue_id=dialogue_id, now=clock.now())
    return redirect(f"{DIALOGUE}{dialogue_id}/{carried(request)}")


def _doctors(request: HttpRequest, thread: Thread, now: datetime) -> tuple[list[Recipient], str]:
    """Return who takes e-consultations from this patient, and who is chosen beforehand."""
    listing = patients.listing(request.actor, thread.dialogue.clinic_id, thread.dialogue.person_id)
    assert listing is not None  # noqa: S101 - a dialogue's patient stands on the clinic's list, by a key
    found = services.recipients(request.actor, listing, now)
    first = service_policies.preselected(found, listing.gp_id)
    return found, str(first.public_id) if first else ""


def _suggested() -> str:
    return _(
        "Hei. Det du spør om, gjelder helsen din, og må vurderes av en lege. Vi kan gjøre det om til en "
        "e-konsultasjon hvis du godtar å betale egenandel. Da slipper du å skrive det på nytt. "
        "Vil du heller ha time, kan du svare nei og ringe oss."
    )


def _show(
    request: HttpRequest, thread: Opened, form: ConvertForm, now: datetime, refused: Refused | None = None
) -> HttpResponse:
    query = carried(request)
    seen = ending.number(request.POST.get("seen")) if request.method == "POST" else None
    page = pages.page(request.actor, thread, query, now, seen=seen)
    listing = patients.listing(request.actor, thread.dialogue.clinic_id, thread.dialogue.person_id)
    price = selectors.price(request.actor, listing, now) if listing else None
    context = {
        "page": page, "form": form, "send_key": ending.key(request), "section": "worklist",
        "back": f"{DIALOGUE}{thread.dialogue.public_id}/{query}", "price": words.consented(price) if price else "",
        "refused": ending.said(refused, thread) if refused else "", "has_doctors": bool(form.doctors),
        "newer": [message for message in page.messages if message.new],
    } | inserting.offered(request.actor, thread.dialogue.kind, page, "id_text")  # fmt: skip
    return render(request, "clinic/dialogue/convert.html", context, status=409 if refused else 200)
