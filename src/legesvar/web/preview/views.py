"""«Slik blir det for pasienten»: the page that a section names, drawn by the patient's own code (ADMIN-1)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.kinds import Kind
from legesvar.domain.clinics.roles import Permission
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings.sections import Section
from legesvar.web.clinic.settings.views import clinic_of, form_of
from legesvar.web.patient.start import closing, pages, prices
from legesvar.web.patient.start.forms import FitForm, MessageForm, PriceForm, RecipientForm
from legesvar.web.patient.start.steps import Step
from legesvar.web.preview.flow import ProposedFlow, somebody

Draw = Callable[[HttpRequest, ProposedFlow], HttpResponse]


@clinic_page(Permission.SETTINGS, methods=("POST",))
def page(request: HttpRequest, section: Section) -> HttpResponse:
    """Draw the patient's page with what was written in a section's form. Nothing is stored.

    A button on the page that is shown posts here too, and leads back to the section.
    """
    form = form_of(request, section, request.POST, clock.now())
    asked = request.POST.get("side", "")
    if asked not in section.previews or not form.is_valid():
        return HttpResponseRedirect(reverse("clinic:settings_section", args=[section]))
    flow = _flow(request, section.kind or Kind.E_CONSULTATION, form.proposal)
    request.clinic = flow.clinic
    return DRAWN[asked](request, flow)


def _flow(request: HttpRequest, kind: Kind, proposal: object) -> ProposedFlow:
    place = somebody(request.actor, clinic_of(request))
    return ProposedFlow(request.actor, kind, clock.now(), None, (place,), place, proposal)


def _draw(request: HttpRequest, flow: ProposedFlow, template: str, page: object, form: object = None) -> HttpResponse:
    context = {"page": page, "form": form, "kind": flow.kind, "words": flow.words}
    request.preview = True
    return render(request, f"patient/start/{template}.html", context)


def _start(request: HttpRequest, flow: ProposedFlow) -> HttpResponse:
    flows = [_flow(request, kind, flow.proposal) for kind in Kind]
    return _draw(request, flow, "start", pages.start(flows, (), flow.today))


def _recipient(request: HttpRequest, flow: ProposedFlow) -> HttpResponse:
    if flow.refusal is not None:
        return _draw(request, flow, "closed", closing.nobody(flow, flow.refusal, ""))
    form = None if flow.to_the_clinic else RecipientForm(choices=flow.choices, hints=pages.hints(flow), chosen=None)
    return _draw(request, flow, "recipient", pages.recipient(flow, "", choosing=False), form)


def _fit(request: HttpRequest, flow: ProposedFlow) -> HttpResponse:
    if Step.FIT not in flow.order:
        return _recipient(request, flow)
    page = pages.fit(flow, "")
    return _draw(request, flow, "fit", page, FitForm(asked=page.asked))


def _price(request: HttpRequest, flow: ProposedFlow) -> HttpResponse:
    if flow.price is None:
        return _draw(request, flow, "closed", closing.no_price(flow))
    return _draw(request, flow, "price", prices.page(flow, flow.price, ""), PriceForm(price=flow.price))


def _message(request: HttpRequest, flow: ProposedFlow) -> HttpResponse:
    form = MessageForm(settings=flow.settings, words=flow.words, texts={})
    return _draw(request, flow, "message", pages.message(flow, ""), form)


DRAWN: dict[str, Draw] = {
    "velg": _start, "mottaker": _recipient, "passer-det": _fit, "pris": _price, "beskjed": _message,
}  # fmt: skip
