"""A dialogue as the patient reads it, and what they write back (DIA-2, DIA-3, DIA-7, DIA-8)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import reading, replying
from legesvar.domain.dialogues.selectors import Thread
from legesvar.domain.dialogues.states import Action
from legesvar.web.access import patient_page
from legesvar.web.patient.dialogue import pages
from legesvar.web.patient.dialogue.asking import may_ask
from legesvar.web.patient.dialogue.forms import ReplyForm
from legesvar.web.patient.windows import window
from legesvar.words import dates, refusals


@patient_page
def dialogue(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Show a dialogue, and take what the patient writes back."""
    if request.method != "POST":
        return _show(request, dialogue_id)
    form = ReplyForm(request.POST)
    if form.is_valid() and _is_sent(request, dialogue_id, form):
        return HttpResponseRedirect(f"{reverse('patient:dialogue', args=[dialogue_id])}?{pages.SENT}=1#{pages.NEWEST}")
    # Whatever stands in the way, what was written is kept and shown (DIA-6).
    kept = replying.keep(
        actor=request.actor, dialogue_id=dialogue_id, text=form.written, window=window(request), now=clock.now()
    )
    form.show_again(kept)
    return _show(request, dialogue_id, form)


def _is_sent(request: HttpRequest, dialogue_id: UUID, form: ReplyForm) -> bool:
    write = replying.add if form.action is Action.ADD else replying.reply
    try:
        write(
            actor=request.actor, dialogue_id=dialogue_id, text=form.written, send_key=form.send_key,
            window=window(request), now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        # The page asks the same rule and says why; what it does not ask stands at the field.
        form.add_error("text", _why(refused))
        return False
    return True


def _why(refused: Refused) -> str:
    """Say why it was not sent; the page was opened before something happened that its reader must know of first."""
    match refused.reason:
        case policies.Refusal.WRONG_STATE:
            return _("Legekontoret svarte mens du skrev. Les svaret, og send på nytt hvis du fortsatt trenger det.")
        case policies.Refusal.WAITING:
            return _("Det er allerede skrevet tilbake. Vil du si mer, sender du det som nye opplysninger.")
    return refusals.text(refused)


def _show(request: HttpRequest, dialogue_id: UUID, form: ReplyForm | None = None) -> HttpResponse:
    """Draw the dialogue. The reading is traced, and tells the clinic that the answer has been read (DIA-8)."""
    now, actor = clock.now(), request.actor
    thread = reading.read(actor=actor, dialogue_id=dialogue_id, now=now)
    row = thread.dialogue
    beside = selectors.beside(actor, row)
    request.clinic, request.unread = beside.clinic, beside.unread
    around = pages.Around(
        phone=request.clinic.phone,
        may=_may(thread, selectors.who(actor, now)),
        reader=actor.name,
        begun=beside.begun,
        # Only what somebody has accepted a price for is ever charged.
        invoices=billing.invoices_about(actor, row.public_id) if row.consent_id else (),
        may_ask=may_ask(actor, row.clinic_id),
        others=beside.linked,
    )
    page = pages.dialogue(thread, around, now)
    context = {
        "page": page, "form": _form(form, around), "in_vain": form is not None and not around.writing,
        "is_sent": form is None and pages.SENT in request.GET and thread.messages[-1].from_patient,
        "newest": f"#{pages.NEWEST}", "section": "dialogue",
    }  # fmt: skip
    refused = form is not None and form.action != around.writing
    return render(request, "patient/dialogue/dialogue.html", context, status=409 if refused else 200)


def _may(thread: Thread, who: policies.Who) -> frozenset[Action]:
    """Return what the patient may do now, by the rule that the commands ask (DIA-7)."""
    asked = (Action.REPLY, Action.ADD, Action.WITHDRAW)
    return frozenset(action for action in asked if policies.action_refused(who, thread.facts, action) is None)


def _form(posted: ReplyForm | None, around: pages.Around) -> ReplyForm | None:
    """Return the form that was posted, or a new one, as what can be written now; None when nothing can."""
    if around.writing is None:
        return None
    if posted is None:
        return ReplyForm(initial={"text": around.begun.text if around.begun else ""}, adds=around.adds)
    posted.offer(adds=around.adds)
    return posted


@patient_page(methods=("POST",))
def save(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """Save what is being written back. Typing is activity (ID-7)."""
    now = clock.now()
    try:
        replying.keep(
            actor=request.actor, dialogue_id=dialogue_id, text=request.POST.get("text", ""), window=window(request),
            beside=False, now=now,
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"error": refusals.text(refused)}, status=409)
    return JsonResponse({"time": dates.time(now), "left": request.visit.seconds_left(now)})
