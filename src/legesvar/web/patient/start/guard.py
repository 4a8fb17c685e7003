"""What every step does: read where somebody is, lead who skipped a step back to it, and go where the button says."""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown
from legesvar.web.access import patient_page
from legesvar.web.patient.start import closing, steps
from legesvar.web.patient.start import flow as flows
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.steps import Step

StepView = Callable[[HttpRequest, Flow], HttpResponse]
CLINIC = "legekontor"
# What the buttons of a step post besides the form: `components/step_buttons.html` and `upload.html`.
TO, BACK, LATER, UPLOAD, REMOVE = "til", "forrige", "senere", "last-opp", "fjern"


def step(name: Step) -> Callable[[StepView], Callable[..., HttpResponse]]:
    """Make a view a step: who skipped an earlier one is led to it, and told why."""

    def decorate(view: StepView) -> Callable[..., HttpResponse]:
        @patient_page
        @functools.wraps(view)
        def run(request: HttpRequest, kind: Kind) -> HttpResponse:
            if name not in steps.order(kind):
                raise Unknown
            flow = read(request, kind, _asked_clinic(request) if name is Step.RECIPIENT else None)
            if flow.place is None:
                return show(request, flow, "patient/start/closed.html", closing.no_list(flow))
            return led_back(flow, name) or view(request, flow)

        return run

    return decorate


def read(request: HttpRequest, kind: Kind, clinic_id: UUID | None = None) -> Flow:
    """Read where the patient is; the clinic's phone then stands in the page's footer."""
    flow = flows.read(request.actor, kind, clock.now(), clinic_id)
    if flow.place is not None:
        request.clinic = flow.clinic
    return flow


def led_back(flow: Flow, name: Step) -> HttpResponse | None:
    """Lead to the first step that is missing when it comes before this one."""
    if flow.missing and steps.comes_before(flow.missing, name):
        return HttpResponseRedirect(steps.address(flow.kind, flow.missing, steps.SKIPPED))
    return None


def _asked_clinic(request: HttpRequest) -> UUID | None:
    asked = request.GET.get(CLINIC)
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError as wrong:
        raise Unknown from wrong


def left(request: HttpRequest, kind: Kind, name: Step) -> HttpResponse | None:
    """Go back or away when that is the button that was pressed."""
    match request.POST.get(TO):
        case "forrige":
            return HttpResponseRedirect(steps.before(kind, name))
        case "senere":
            return HttpResponseRedirect(reverse("patient:inbox"))
    return None


def onwards(request: HttpRequest, kind: Kind, name: Step) -> HttpResponse:
    """Go where the button says; without one to the next step, or back to the last when only this was changed."""
    if gone := left(request, kind, name):
        return gone
    following = Step.REVIEW if steps.CHANGING in request.GET else steps.after(kind, name)
    return HttpResponseRedirect(steps.address(kind, following))


def show(request: HttpRequest, flow: Flow, template: str, page: object, **more: object) -> HttpResponse:
    """Draw one of the start pages."""
    context = {"page": page, "kind": flow.kind, "words": flow.words, "section": flow.kind, **more}
    return render(request, template, context)
