"""The last step, which sends, and the receipt (START-8, START-10)."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.commands import drafting, sending
from legesvar.domain.identity import selectors as identity
from legesvar.domain.notifications.events import Channel
from legesvar.domain.patients import policies as patients
from legesvar.domain.patients import selectors as patient_lists
from legesvar.web.access import patient_page
from legesvar.web.patient.start import closing, pages, prices, steps
from legesvar.web.patient.start import flow as flows
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.forms import HIDDEN, HideForm
from legesvar.web.patient.start.guard import TO, led_back, left, read, show
from legesvar.web.patient.start.steps import Step
from legesvar.web.patient.start.writing import draft_id
from legesvar.web.patient.windows import seen

PRESCRIPTION, QUESTION = "resept", "sporsmal"


class Sent(Protocol):
    """What a draft became."""

    kind: str
    public_id: UUID


@patient_page
def review(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Step 5: everything on one page, and the button that sends."""
    if request.method == "POST" and (gone := left(request, kind, Step.REVIEW)):
        return gone
    if request.method == "POST" and (before := dialogues.sent(request.actor, draft_id(request))):
        return _receipt(before)
    flow = read(request, kind)
    if flow.place is None:
        return HttpResponseRedirect(steps.address(kind, Step.RECIPIENT))
    if flow.draft is not None and flow.stop is not None:
        page = closing.nobody(flow, flow.stop, request.get_full_path())
        return show(request, flow, "patient/start/closed.html", page)
    if back := led_back(flow, Step.REVIEW):
        return back
    if (wish := _wish(request, flow)) is not None:
        return wish
    return _send(request, flow) if request.method == "POST" else _show(request, flow)


def _wish(request: HttpRequest, flow: Flow) -> HttpResponse | None:
    """Offer the free way to what reads like a wish for a prescription; who says it is a question goes on (START-12)."""
    if not flow.wishes_for_prescription or not _can_ask_for_prescription(request, flow):
        return None
    if request.method != "POST" or (wanted := request.POST.get(TO)) not in {PRESCRIPTION, QUESTION}:
        return show(request, flow, "patient/start/wish.html", pages.wish(flow))
    if draft_id(request) != (flow.draft.public_id if flow.draft else None):
        return HttpResponseRedirect(steps.address(flow.kind, Step.REVIEW, steps.CHANGED))
    if wanted == QUESTION:
        drafting.deny_wish(actor=request.actor, kind=flow.kind, now=flow.now)
        return HttpResponseRedirect(steps.address(flow.kind, Step.REVIEW))
    drafting.turn_into(actor=request.actor, kind=flow.kind, other=Kind.PRESCRIPTION, now=flow.now)
    return HttpResponseRedirect(reverse("patient:continue", args=[Kind.PRESCRIPTION]))


def _can_ask_for_prescription(request: HttpRequest, flow: Flow) -> bool:
    other = flows.read(request.actor, Kind.PRESCRIPTION, flow.now, flow.clinic.public_id)
    return other.is_allowed and other.refusal is None


def _send(request: HttpRequest, flow: Flow) -> HttpResponse:
    try:
        dialogue = sending.send(
            actor=request.actor, kind=flow.kind, draft_id=draft_id(request), hidden=HIDDEN in request.POST,
            seen=seen(request), now=flow.now,
        )  # fmt: skip
    except Refused:
        # Something changed since the page was read: look again, and the guard says which step it was.
        return HttpResponseRedirect(steps.address(flow.kind, Step.REVIEW, steps.CHANGED))
    return _receipt(dialogue)


def _receipt(dialogue: Sent) -> HttpResponse:
    return HttpResponseRedirect(reverse("patient:sent", args=[dialogue.kind, dialogue.public_id]))


def _show(request: HttpRequest, flow: Flow) -> HttpResponse:
    changed = _("Noe er endret siden du åpnet siden. Sjekk at alt stemmer, og send på nytt.")
    why = changed if steps.CHANGED in request.GET else ""
    page = pages.review(flow, why, *prices.said(flow), *_channel(request, flow))
    form = HideForm() if flow.may_hide else None
    return show(request, flow, "patient/start/review.html", page, form=form)


def _channel(request: HttpRequest, flow: Flow) -> tuple[Channel, str]:
    """Return how whoever is at the keyboard will be told."""
    own, clinic_id = request.visit.actor, flow.place.clinic_id if flow.place else 0
    with acting_as(own):
        contact = identity.contact(own, own.person_id)
        preference = patient_lists.notice_channel(own, clinic_id, own.person_id)
    return patients.channel(preference, contact.email, contact.mobile)


@patient_page(methods=("GET",))
def sent(request: HttpRequest, kind: Kind, dialogue_id: UUID) -> HttpResponse:
    """Show the receipt; once there is an answer, the dialogue itself."""
    receipt = dialogues.receipt(request.actor, dialogue_id)
    if receipt is None:
        raise Unknown
    if receipt.messages > 1:
        return HttpResponseRedirect(reverse("patient:dialogue", args=[dialogue_id]))
    flow = read(request, kind)
    return show(request, flow, "patient/start/sent.html", pages.sent(receipt, flow, *_channel(request, flow)))
