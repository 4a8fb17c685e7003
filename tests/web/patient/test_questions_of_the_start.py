"""What the way to a new dialogue asks the database: each thing once, however many kinds there are (docs/speed.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.personas import FURNISHER, LogIn
from tests.web.patient.conftest import Setter
from tests.web.patient.test_inbox import DOOR, UNREAD
from tests.web.patient.walk import Walk

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.patients.settings import PatientSettings
from legesvar.domain.services.settings import DEFAULTS

LISTS = CLINIC = SETTINGS = DRAFT = FILES = 1
DOCTORS = 3  # who works there, who stands in, what each has chosen
BOOKING = 1  # the link for an appointment, where it is said whether it fits
STANDING = 2  # what the clinic asks of its patients, and whether the mobile is verified
EVERY_STEP = DOOR + UNREAD + LISTS + CLINIC + SETTINGS


@pytest.fixture
def client(tariff: None, patient: Actor, logged_in: LogIn) -> Client:
    return logged_in(patient)


def change(clinic: Clinic, now: datetime, *settings: object) -> None:
    with acting_as(FURNISHER):
        for each in settings:
            clinics.change_settings(
                actor=FURNISHER, clinic_id=clinic.id, settings=each, valid_from=now - timedelta(days=1), now=now
            )


def test_the_page_of_choices_asks_as_much_for_every_kind_as_for_one(
    client: Client, doctor: Actor, clinic: Clinic, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/start/")
    drafts = 1
    with django_assert_num_queries(EVERY_STEP + drafts + STANDING + DOCTORS):
        client.get("/start/")
    some = [Kind.PRESCRIPTION, Kind.INQUIRY]
    change(
        clinic,
        now,
        *(replace(DEFAULTS[kind], paused_until="2100-01-01T08:00:00+01:00", pause_reason="Ferie.") for kind in some),
    )
    with django_assert_num_queries(EVERY_STEP + drafts + STANDING + DOCTORS):
        client.get("/start/")


def test_what_is_owed_is_asked_once_for_every_kind(
    client: Client, doctor: Actor, clinic: Clinic, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change(clinic, now, PatientSettings(nothing_overdue_for=tuple(Kind)))
    client.get("/start/")
    drafts = owed = 1
    with django_assert_num_queries(EVERY_STEP + drafts + STANDING + DOCTORS + owed):
        client.get("/start/")


def test_only_a_kind_with_a_number_a_day_is_counted(
    client: Client, doctor: Actor, clinic: Clinic, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change(clinic, now, replace(DEFAULTS[Kind.INQUIRY], daily_limit=10))
    client.get("/start/")
    drafts = sent_today = 1
    with django_assert_num_queries(EVERY_STEP + drafts + STANDING + DOCTORS + sent_today):
        client.get("/start/")


def test_a_step_asks_once_what_the_clinic_has_set(
    walk: Walk, doctor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    walk.get("mottaker/")
    away = consent = tariff = exemption = 1
    billing = 1  # what the clinic has set about prices
    with django_assert_num_queries(EVERY_STEP + DRAFT + STANDING + DOCTORS + away):
        walk.get("mottaker/")
    walk.to_recipient(doctor)
    with django_assert_num_queries(EVERY_STEP + DRAFT + FILES + DOCTORS + BOOKING):
        walk.get("passer-det/")
    walk.to_price(doctor)
    with django_assert_num_queries(EVERY_STEP + DRAFT + FILES + DOCTORS + billing + tariff + exemption + consent):
        walk.get("beskjed/")


def test_where_nobody_is_chosen_no_doctor_is_asked_for(
    client: Client, doctor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.post("/start/annet/mottaker/")
    with django_assert_num_queries(EVERY_STEP + DRAFT + FILES + BOOKING):
        client.get("/start/annet/passer-det/")


def test_a_step_that_is_sent_to_every_doctor_costs_no_more(
    walk: Walk, doctor: Actor, services: Setter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services(sent_to="all_doctors")
    walk.to_recipient(doctor)
    with django_assert_num_queries(EVERY_STEP + DRAFT + FILES + DOCTORS + BOOKING):
        walk.get("passer-det/")
