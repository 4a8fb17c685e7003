"""Statistics as they are read: plot, table and file say the same (WORK-11)."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import Answer, asked

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.statistics import commands
from legesvar.domain.statistics.models import Report

pytestmark = pytest.mark.django_db
ADDRESS, FILE = "/klinikk/statistikk/", "/klinikk/statistikk/tall.csv"


@pytest.fixture
def counted(econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime) -> None:
    answer(doctor, econsultation, close=True)
    with acting_as(FURNISHER):
        commands.gather(actor=FURNISHER, clinic_id=doctor.clinic_id, now=clock.now())


def cells(client: Client, query: str = "") -> list[list[str]]:
    written = client.get(FILE + query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written), delimiter=";"))


def test_before_anything_is_counted_the_page_says_when_it_will_be(at_doctor: Client) -> None:
    assert "i løpet av en time" in at_doctor.get(ADDRESS).content.decode()
    assert len(cells(at_doctor)) == 3


def test_page_and_file_say_the_same(counted: None, at_doctor: Client, doctor: Actor) -> None:
    page = at_doctor.get(ADDRESS).content.decode()
    rows = cells(at_doctor)
    assert "chart__plot" in page
    assert doctor.name in page
    assert sum(int(row[3]) for row in rows[1:14]) == 1
    assert rows[-1][0] == doctor.name


@pytest.mark.parametrize("query", ["?uker=0", "?uker=13;drop", "?type=<script>", "?uker=٤", "?type=e_consultation%00"])
def test_what_cannot_be_asked_for_is_a_quarter_of_all_kinds(counted: None, at_doctor: Client, query: str) -> None:
    page = at_doctor.get(ADDRESS + query)
    assert page.status_code == 200
    assert page.context["page"].csv_url == "/klinikk/statistikk/tall.csv?uker=13"
    assert b"<script>" not in page.content


def test_a_kind_shows_its_own_alone(counted: None, at_doctor: Client) -> None:
    assert "chart__plot" in at_doctor.get(f"{ADDRESS}?type=e_consultation").content.decode()
    assert "chart__plot" not in at_doctor.get(f"{ADDRESS}?type=inquiry").content.decode()


def test_a_name_that_a_spreadsheet_would_run_is_text(counted: None, at_doctor: Client) -> None:
    with acting_as(FURNISHER):
        report = Report.objects.get(weeks=13)
        report.figures["kinds"][""]["who"][0][0] = "=cmd|' /C calc'!A0"
        report.save()
    assert cells(at_doctor)[-1][0] == "'=cmd|' /C calc'!A0"


def test_another_clinics_doctor_sees_none_of_it(counted: None, logged_in: LogIn, foreign_doctor: Actor) -> None:
    assert "chart__plot" not in logged_in(foreign_doctor).get(ADDRESS).content.decode()


def test_a_secretary_may_not(counted: None, at_secretary: Client) -> None:
    assert at_secretary.get(ADDRESS).status_code == 403
    assert at_secretary.get(FILE).status_code == 403


def test_the_page_asks_five_questions_however_much_there_is(counted: None, at_doctor: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        at_doctor.get(f"{ADDRESS}?uker=52")
    assert len(asked(queries)) == 5


def test_plots_are_drawn_without_style_or_script(counted: None, at_doctor: Client) -> None:
    plot = at_doctor.get(ADDRESS).content.decode().split('<svg class="chart__plot"')[1].split("</svg>")[0]
    assert "style" not in plot
    assert "script" not in plot
