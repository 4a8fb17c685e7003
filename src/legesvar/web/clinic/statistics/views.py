"""Statistics (WORK-11): how much, how fast, how much too late; the same numbers as plot, table and file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core import clock
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.statistics import selectors
from legesvar.web.access import clinic_page
from legesvar.web.clinic.statistics import pages
from legesvar.web.clinic.statistics.choice import choice
from legesvar.web.spreadsheets import csv_file


@clinic_page(Permission.STATISTICS, methods=("GET",))
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, for all kinds or one."""
    chosen = choice(request.GET)
    counted = selectors.counted(request.actor, chosen.weeks)
    page = pages.page(request.actor, chosen, counted, clock.now())
    return render(request, "clinic/statistics/page.html", {"page": page, "section": "statistics"})


@clinic_page(Permission.STATISTICS, methods=("GET",))
def numbers(request: HttpRequest) -> HttpResponse:
    """Give the same figures as a file for a spreadsheet."""
    chosen = choice(request.GET)
    counted = selectors.counted(request.actor, chosen.weeks)
    return csv_file(f"statistikk-{chosen.weeks}-uker.csv", pages.sheet(chosen, counted))
