"""The clinic asks whether this may become an e-consultation: the patient sees the price and answers (START-12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.policies import Refusal as BillingRefusal
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import converting, reading
from legesvar.domain.dialogues.selectors import Thread
from legesvar.domain.dialogues.states import Action
from legesvar.domain.patients import selectors as patients
from legesvar.web.access import patient_page
from legesvar.web.patient.dialogue import pages
from legesvar.web.patient.start import prices
from legesvar.web.patient.start.forms import PriceForm
from legesvar.words import refusals

ANSWER, NO = "svar", "nei"


@patient_page
def price(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Show what it would cost, and take the answer. The box is never ticked beforehand."""
    now, actor = clock.now(), request.actor
    thread = reading.read(actor=actor, dialogue_id=dialogue_id, now=now)
    there = HttpResponseRedirect(reverse("patient:dialogue", args=[dialogue_id]))
    who = selectors.who(actor, now)
    if policies.action_refused(who, thread.facts, Action.ACCEPT_PRICE) is not None:
        return there  # answered already, here or on another device, or taken back: the dialogue says which
    request.clinic = clinics.clinic(actor, thread.dialogue.clinic_id)
    current = _price(actor, thread, now)
    if request.method != "POST":
        return _show(request, thread, current, now)
    if request.POST.get(ANSWER) == NO:
        converting.decline(actor=actor, dialogue_id=dialogue_id, now=now)
        return there
    return _accept(request, thread, current, now) or there


def _accept(request: HttpRequest, thread: Thread, current: Price | None, now: datetime) -> HttpResponse | None:
    if current is None:
        return _show(request, thread, current, now, status=409)
    form = PriceForm(request.POST, price=current)
    if not form.is_valid():
        return _show(request, thread, current, now, form=form)
    try:
        shown = request.POST.get("shown", "")
        converting.accept(actor=request.actor, dialogue_id=thread.dialogue.public_id, shown=shown, now=now)
    except Refused as refused:
        if refused.reason is BillingRefusal.PRICE_CHANGED:
            return _show(request, thread, current, now, form=PriceForm({}, price=current, changed=True), status=409)
        return _show(request, thread, current, now, why=refusals.text(refused), status=409)
    return None


def _price(actor: Actor, thread: Thread, now: datetime) -> Price | None:
    place = patients.listing(actor, thread.dialogue.clinic_id, thread.dialogue.person_id)
    return selectors.price(actor, place, now) if place else None


def _show(
    request: HttpRequest, thread: Thread, current: Price | None, now: datetime, *, form: PriceForm | None = None,
    why: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    question = selectors.question(request.actor, thread.dialogue)
    settings = billing.settings_in_force(request.actor, thread.dialogue.clinic_id, now)
    context = {
        "form": form or (PriceForm(price=current) if current else None), "why": why, "question": question,
        "terms": prices.terms(current, settings) if current else None,
        "has_changed": bool(current and question and current.tariff_version != question.tariff_version),
        "phone": request.clinic.phone, "back": reverse("patient:dialogue", args=[thread.dialogue.public_id]),
        "message": f"#{pages.NEWEST}", "section": "dialogue",
    }  # fmt: skip
    return render(request, "patient/dialogue/price.html", context, status=status)
