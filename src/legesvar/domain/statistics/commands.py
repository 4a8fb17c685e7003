"""A clinic's figures are counted, once a day."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache

from django.db import connection

from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.command import command
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.working_days import due_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.services import selectors as services
from legesvar.domain.statistics.figures import PERIODS, Calendar, Happening, Turn, first_day, report
from legesvar.domain.statistics.models import Report

# What waited longer than this before it was answered counts as having waited so long.
LONGEST = 26


@command
def gather(*, actor: Actor, clinic_id: int, now: datetime) -> None:
    """Count a clinic's figures for each period and put them in the place of yesterday's (WORK-11).

    What counts as late is measured by the deadlines and days off that the clinic has now.
    """
    today = oslo_date(now)
    since = datetime.combine(first_day(max(PERIODS), today), time(), OSLO)
    turns = [Turn(*row) for row in _read("SELECT * FROM statistics_turns(%s, %s)", clinic_id, since)]
    happenings = [Happening(*row) for row in _read("SELECT * FROM statistics_happenings(%s, %s)", clinic_id, since)]
    earliest = first_day(max(PERIODS) + LONGEST, today)
    days_off = clinics.days_off(actor, clinic_id, earliest)
    calendar = Calendar(earliest, today, days_off)
    days = {str(kind): services.settings(actor, clinic_id, now, kind).answer_days for kind in DECLARED}

    @cache
    def due_for(kind: str, day: date) -> date:
        return due_date(datetime.combine(day, time(), OSLO), days.get(kind, days[Kind.INQUIRY]), days_off)

    def due(kind: str, received: datetime) -> date:
        return due_for(kind, oslo_date(received))

    for weeks in PERIODS:
        found = report(turns, happenings, weeks=weeks, today=today, calendar=calendar, due=due)
        Report.objects.update_or_create(clinic_id=clinic_id, weeks=weeks, defaults={"figures": found, "made_at": now})


def _read(statement: str, clinic_id: int, since: datetime) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [clinic_id, since])
        return list(cursor.fetchall())
