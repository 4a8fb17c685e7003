"""Searching (WORK-7). What is looked for is posted and kept, so that no name and no word stands in an address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.search import commands, selectors
from legesvar.domain.search.kinds import Why
from legesvar.web.access import clinic_page
from legesvar.web.clinic.search import pages
from legesvar.web.clinic.search.forms import SearchForm
from legesvar.words import refusals


@clinic_page(Permission.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Ask what to look for, and look."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.look(
                actor=request.actor, words=form.cleaned_data["words"], why=Why(form.cleaned_data["why"]),
                now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("words", refusals.text(refused))
        else:
            return redirect("clinic:search_results", made.public_id)
    return render(request, "clinic/search/page.html", {"form": form, "section": "search"})


@clinic_page(Permission.SEARCH, methods=("GET",))
def results(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Show what one's own search finds now; one that is too old is made anew."""
    now = clock.now()
    made = selectors.search(request.actor, search_id, now)
    if made is None:
        return redirect("clinic:search")
    page = pages.results(request.actor, made, request.GET.get("side"), now)
    form = SearchForm(initial={"words": made.words, "why": made.why})
    return render(request, "clinic/search/page.html", {"form": form, "page": page, "section": "search"})
