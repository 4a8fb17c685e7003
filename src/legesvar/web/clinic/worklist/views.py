"""The worklist (WORK-1). Its rows hold no clinical text, so showing them is not traced patient by patient (WORK-8)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from legesvar.core import clock
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.work import selectors as work
from legesvar.web.access import clinic_page
from legesvar.web.clinic.worklist import pages
from legesvar.web.clinic.worklist.place import WORKLIST, place
from legesvar.web.clinic.worklist.policy import workbench


@workbench
@clinic_page(Permission.WORKLIST, methods=("GET",))
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what is owed, due first; `?svart=` confirms an answer that led here, `?gitt=` a handover."""
    at = place(request.actor, request.GET)
    shown = pages.worklist(request.actor, at, clock.now())
    context = {"list": shown, "receipt": receipt(request, shown), "section": "worklist"}
    return render(request, "clinic/worklist/page.html", context)


@clinic_page(Permission.WORKLIST, methods=("GET",), session="background")
def refreshed(request: HttpRequest) -> HttpResponse:
    """Give the list alone to a page that is open, or say that it is as it was: one read, and no sign of life (ID-7)."""
    actor, now = request.actor, clock.now()
    at, opened = place(actor, request.GET), uuid(request.GET.get(pages.OPENED))
    tag = pages.tagged(work.stamp(actor, now), actor, at, now, opened)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    shown = pages.worklist(actor, at, now, opened=opened)
    response = render(request, "clinic/worklist/_list.html", {"list": shown})
    response["ETag"] = shown.stamp
    return response


@clinic_page(Permission.WORKLIST, methods=("POST",))
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Turn one's own shortcuts on or off (WCAG 2.1.4)."""
    clinics.choose_shortcuts(actor=request.actor, on=request.POST.get("on") == "1")
    back = request.POST.get("neste", "")
    is_ours = back.startswith("/klinikk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else WORKLIST)


def receipt(request: HttpRequest, shown: pages.Worklist) -> pages.Receipt | None:
    """Say what the act that led here did."""
    actor, asked = request.actor, request.GET
    if "gitt" in asked:
        return pages.handed_over(actor, uuid(asked.get("gitt")), place(actor, asked).query)
    return pages.receipt(actor, uuid(asked.get("svart")), shown)


def uuid(text: str | None) -> UUID | None:
    """Read an id from an address; what is none is nothing."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
