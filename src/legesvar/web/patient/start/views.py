"""The way to a new dialogue up to the message, one step per page (START-2 to START-5)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.policies import Refusal as BillingRefusal
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.services import policies as service_policies
from legesvar.web.access import patient_page
from legesvar.web.patient.start import closing, pages, prices, steps
from legesvar.web.patient.start import flow as flows
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.forms import ClinicForm, FitForm, PriceForm, RecipientForm
from legesvar.web.patient.start.guard import BACK, CLINIC, TO, left, onwards, read, show, step
from legesvar.web.patient.start.steps import Step
from legesvar.words import refusals

DANGER, SOON = ("ja", "legevakt"), "legevakt"


@patient_page(methods=("GET",))
def start(request: HttpRequest) -> HttpResponse:
    """Show what can be started (START-1, START-2)."""
    actor, now = request.actor, clock.now()
    found = flows.every(actor, now)
    if found and found[0].place is not None:
        request.clinic = found[0].clinic
    page = pages.start(found, dialogues.drafts(actor), oslo_date(now))
    return render(request, "patient/start/start.html", {"page": page, "section": "start"})


@patient_page(methods=("GET",))
def begin(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Begin, or ask what to do about what has been begun."""
    flow = read(request, kind)
    if flow.draft is None:
        return HttpResponseRedirect(steps.address(kind, Step.RECIPIENT))
    return show(request, flow, "patient/start/begun.html", pages.draft_note(kind, flow.draft.updated_at, flow.today))


@patient_page(methods=("GET",))
def go_on(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Lead to where the draft was left."""
    flow = read(request, kind)
    return HttpResponseRedirect(steps.address(kind, flow.missing or Step.REVIEW))


@patient_page
def clinic(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Let somebody on several lists choose the clinic; the next page shows who can be written to there."""
    flow = read(request, kind)
    if len(flow.places) < 2:
        return HttpResponseRedirect(steps.address(kind, Step.RECIPIENT))
    if request.POST.get(TO) == BACK:
        return HttpResponseRedirect(steps.address(kind, Step.RECIPIENT))
    posted = request.POST if request.method == "POST" else None
    own = clinics.clinics(request.actor, [place.clinic_id for place in flow.places])
    form = ClinicForm(posted, clinics=own, initial={"clinic": str(flow.clinic.public_id)})
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(f"{steps.address(kind, Step.RECIPIENT)}?{CLINIC}={form.cleaned_data['clinic']}")
    page = pages.StepPage(**pages.common(flow, Step.RECIPIENT, _("Hvilket legekontor vil du skrive til?")))
    return show(request, flow, "patient/start/clinic.html", page, form=form)


@step(Step.RECIPIENT)
def recipient(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Step 1: whom to write to. Nobody is chosen beforehand when somebody stands in for the GP (START-3)."""
    if flow.refusal is not None:
        return show(
            request, flow, "patient/start/closed.html", closing.nobody(flow, flow.refusal, request.get_full_path())
        )
    if flow.to_the_clinic:
        return _to_the_clinic(request, flow)
    usual = service_policies.preselected(flow.choices, flow.place.gp_id if flow.place else None)
    posted = request.POST if request.method == "POST" else None
    form = RecipientForm(posted, choices=flow.choices, hints=pages.hints(flow), chosen=flow.recipient or usual)
    if form.is_bound and form.is_valid():
        chosen = form.chosen().staff_id
        drafting.choose_recipient(
            actor=request.actor, kind=flow.kind, clinic_id=flow.clinic.id, recipient_id=chosen, now=flow.now
        )
        return onwards(request, flow.kind, Step.RECIPIENT)
    if form.is_bound and (gone := left(request, flow.kind, Step.RECIPIENT)):
        return gone
    page = pages.recipient(flow, _why_recipient(request, flow), choosing=form.is_bound)
    return show(request, flow, "patient/start/recipient.html", page, form=form)


def _to_the_clinic(request: HttpRequest, flow: Flow) -> HttpResponse:
    if request.method == "POST":
        drafting.choose_recipient(
            actor=request.actor, kind=flow.kind, clinic_id=flow.clinic.id, recipient_id=None, now=flow.now
        )
        return onwards(request, flow.kind, Step.RECIPIENT)
    return show(request, flow, "patient/start/recipient.html", pages.recipient(flow, "", choosing=False))


def _why_recipient(request: HttpRequest, flow: Flow) -> str:
    chosen = flow.draft is not None and flow.draft.recipient_id is not None
    if chosen and flow.recipient is None and flow.draft and flow.draft.clinic_id == flow.clinic.id:
        return _("Den du ville skrive til, tar ikke imot %(many)s nå. Velg på nytt. Teksten din er lagret.") % {
            "many": flow.words.many
        }
    return _("Du må velge mottaker før du kan gå videre.") if steps.SKIPPED in request.GET else ""


@step(Step.FIT)
def fit(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Step 2: what it is for and not for. A sign of danger stops here, and nothing of it is stored (START-4)."""
    declared = {"danger": "nei", "not_urgent": True} if Step.FIT is not flow.missing else None
    page = pages.fit(flow, _why_fit(request, flow))
    form = FitForm(request.POST if request.method == "POST" else None, initial=declared, asked=page.asked)
    if form.is_bound:
        if gone := left(request, flow.kind, Step.FIT):
            return gone
        if form.data.get("danger") in DANGER:
            drafting.take_back_declaration(actor=request.actor, kind=flow.kind, now=flow.now)
            query = f"?{SOON}=1" if form.data["danger"] == "legevakt" else ""
            return HttpResponseRedirect(reverse("patient:call", args=[flow.kind]) + query)
        if form.is_valid() and _is_declared(request, flow, form):
            return onwards(request, flow.kind, Step.FIT)
    return show(request, flow, "patient/start/fit.html", page, form=form)


def _is_declared(request: HttpRequest, flow: Flow, form: FitForm) -> bool:
    try:
        drafting.declare_not_urgent(
            actor=request.actor, kind=flow.kind, shown=request.POST.get("version"), now=flow.now
        )
    except Refused as refused:
        if refused.reason is not policies.Refusal.GUIDANCE_CHANGED:
            raise
        form.add_error("danger", refusals.text(refused))
        return False
    return True


def _why_fit(request: HttpRequest, flow: Flow) -> str:
    if flow.guidance_has_changed:
        return _("Spørsmålene er endret siden du svarte. Svar på nytt. Teksten din er lagret.")
    return _("Du må svare på dette før du kan gå videre.") if steps.SKIPPED in request.GET else ""


@patient_page(methods=("GET",))
def call(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Tell whom to phone."""
    flow = read(request, kind)
    return show(request, flow, "patient/start/call.html", pages.call(soon=SOON in request.GET))


@step(Step.PRICE)
def price(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Step 3: what it costs, accepted or not (START-5)."""
    if flow.price is None:
        return show(request, flow, "patient/start/closed.html", closing.no_price(flow))
    if request.method != "POST":
        return _show_price(request, flow, flow.price, PriceForm(price=flow.price))
    if gone := left(request, flow.kind, Step.PRICE):
        return gone
    form = PriceForm(request.POST, price=flow.price)
    if not form.is_valid():
        return _show_price(request, flow, flow.price, form)
    try:
        drafting.accept_price(actor=request.actor, kind=flow.kind, shown=request.POST.get("shown", ""), now=flow.now)
    except Refused as refused:
        if refused.reason is not BillingRefusal.PRICE_CHANGED:
            raise
        return _show_price(request, flow, flow.price, PriceForm({}, price=flow.price, changed=True))
    return onwards(request, flow.kind, Step.PRICE)


def _show_price(request: HttpRequest, flow: Flow, current: Price, form: PriceForm) -> HttpResponse:
    page = prices.page(flow, current, _why_price(request, flow))
    return show(request, flow, "patient/start/price.html", page, form=form)


def _why_price(request: HttpRequest, flow: Flow) -> str:
    if flow.price_has_changed:
        return _("Prisen er endret siden du godtok den. Teksten din er lagret.")
    return _("Du må godta prisen før du kan gå videre.") if steps.SKIPPED in request.GET else ""
