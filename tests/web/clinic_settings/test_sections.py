"""Every section of settings: shown, previewed, confirmed, saved, from when, by whom, and two at once (ADMIN-1)."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.personas import FURNISHER, LogIn
from tests.web.clinic_settings.conftest import ROOT, InForce, boxes, said

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic, Setting
from legesvar.web.clinic.settings.sections import SECTIONS, Section
from legesvar.words.settings import FAULTS

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("section", SECTIONS, ids=[one.name for one in SECTIONS])
LIMITS, OFFER, TEXTS = (
    f"{ROOT}e-konsultasjon-grenser/",
    f"{ROOT}e-konsultasjon-tilbud/",
    f"{ROOT}e-konsultasjon-tekster/",
)


def save(client: Client, address: str, **changes: Any) -> Any:
    """Fill in a section's form as it stands, but for the changes, and save it without looking."""
    return client.post(address, {**boxes(client.get(address)), **changes, "til": "lagre"})


def recorded() -> list[Setting]:
    with acting_as(FURNISHER):
        return list(Setting.objects.order_by("id"))


@each
def test_a_form_sent_as_it_came_changes_nothing(section: Section, at_administrator: Client) -> None:
    address = f"{ROOT}{section.name}/"
    answer = at_administrator.post(address, boxes(at_administrator.get(address)))
    assert answer.status_code == 200, answer
    assert "Du har ikke endret noe ennå." in said(answer)
    assert save(at_administrator, address).status_code == 302
    assert recorded() == []


@each
def test_every_field_explains_itself_and_has_a_name_for_history(section: Section, at_administrator: Client) -> None:
    page = said(at_administrator.get(f"{ROOT}{section.name}/"))
    assert page.count("<h1") == 1
    assert "Ikke satt</label>" not in page
    assert said(at_administrator.get(f"{ROOT}{section.name}/historikk/")).count("<h1") == 1


def test_every_setting_of_every_capability_has_a_page(administrator: Actor, now: datetime) -> None:
    with acting_as(administrator):
        covered: dict[str, set[str]] = {}
        every: dict[str, set[str]] = {}
        for one in SECTIONS:
            settings = one.source.read(administrator, administrator.clinic_id, now)
            form = one.form(None, read=lambda at, settings=settings: settings, now=now)
            covered.setdefault(one.source.capability, set()).update(form.names(), one.source.also)
            every[one.source.capability] = {field.name for field in dataclasses.fields(settings)} - {"kind"}
    only_where_it_is_asked = {"three_fields", "sent_to", "field_labels", "own_signs"}
    missing = {name: every[name] - covered[name] - only_where_it_is_asked for name in every}
    assert {name: fields for name, fields in missing.items() if fields} == {}
    assert every["services.e_consultation"] <= covered["services.e_consultation"]


def test_what_changes_is_shown_before_it_does_and_then_holds(
    at_administrator: Client, in_force: InForce, administrator: Actor
) -> None:
    form = {**boxes(at_administrator.get(LIMITS)), "character_limit": "750", "answer_days": "3"}
    shown = at_administrator.post(LIMITS, form)
    text = said(shown)
    for part in ("Se over endringene", "Hvor mange tegn pasienten kan skrive", "500", "750", "Med en gang"):
        assert part in text
    assert in_force("e-konsultasjon-grenser").character_limit == 500
    saved = at_administrator.post(LIMITS, {**boxes(shown), "til": "lagre"})
    assert saved["Location"] == f"{LIMITS}?lagret=1"
    assert (in_force("e-konsultasjon-grenser").character_limit, in_force("e-konsultasjon-grenser").answer_days) == (
        750,
        3,
    )
    assert "Endringene er lagret." in said(at_administrator.get(saved["Location"]))
    history = said(at_administrator.get(f"{LIMITS}historikk/"))
    assert "Arne Administrator" in history
    assert "750" in history
    with acting_as(administrator):
        assert Entry.objects.filter(event="settings_changed", actor_name="Arne Administrator").count() == 1


def test_saved_twice_is_one_change(at_administrator: Client) -> None:
    form = {**boxes(at_administrator.get(LIMITS)), "character_limit": "750", "til": "lagre"}
    for _ in range(2):
        assert at_administrator.post(LIMITS, form).status_code == 302
    assert len(recorded()) == 1


def test_one_may_go_back_and_change_more(at_administrator: Client) -> None:
    form = {**boxes(at_administrator.get(LIMITS)), "character_limit": "750", "til": "endre"}
    answer = at_administrator.post(LIMITS, form)
    assert boxes(answer)["character_limit"] == "750"
    assert recorded() == []


def test_a_change_may_wait_for_a_date_and_be_taken_away_again(
    at_administrator: Client, in_force: InForce, now: datetime
) -> None:
    day = oslo_date(now) + timedelta(days=30)
    save(at_administrator, LIMITS, answer_days="3", gjelder="dato", gjelder_dato=day.strftime("%d.%m.%Y"))
    later = now + timedelta(days=31)
    assert in_force("e-konsultasjon-grenser").answer_days == 5
    assert in_force("e-konsultasjon-grenser", later).answer_days == 3
    planned = at_administrator.get(LIMITS)
    assert f"Fra {day.day}." in said(planned)
    (row,) = recorded()
    gone = at_administrator.post(f"{LIMITS}ta-bort/", {"fra": row.valid_from.isoformat()})
    assert gone.status_code == 302
    assert in_force("e-konsultasjon-grenser", later).answer_days == 5
    assert at_administrator.post(f"{LIMITS}ta-bort/", {"fra": "2030-01-01T00:00:00+00:00"}).status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("", "Skriv datoen endringen"), ("01.01.2020", "Velg en dato som kommer"), ("i morgen", "Skriv datoen slik")],
)
def test_a_date_that_cannot_be_meant_is_refused_at_the_field(at_administrator: Client, day: str, sentence: str) -> None:
    answer = save(at_administrator, LIMITS, answer_days="3", gjelder="dato", gjelder_dato=day)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert boxes(answer)["answer_days"] == "3"


# Two at once.


def test_who_comes_second_is_shown_what_came_and_loses_nothing(
    at_administrator: Client, second_administrator: Client, in_force: InForce
) -> None:
    mine = {**boxes(at_administrator.get(LIMITS)), "character_limit": "800"}
    save(second_administrator, LIMITS, answer_days="2", max_files="1")
    held = at_administrator.post(LIMITS, {**mine, "til": "lagre"})
    assert held.status_code == 409
    text = said(held)
    assert "Noen har endret dette mens du skrev" in text
    assert "Arne Administrator" in text
    again = boxes(held)
    assert (again["character_limit"], again["answer_days"], again["max_files"]) == ("800", "2", "1")
    assert at_administrator.post(LIMITS, {**again, "til": "lagre"}).status_code == 302
    after = in_force("e-konsultasjon-grenser")
    assert (after.character_limit, after.answer_days, after.max_files) == (800, 2, 1)


def test_what_both_changed_stays_as_the_second_wrote_it_until_they_have_seen_it(
    at_administrator: Client, second_administrator: Client, in_force: InForce
) -> None:
    mine = {**boxes(at_administrator.get(LIMITS)), "answer_days": "7"}
    save(second_administrator, LIMITS, answer_days="2")
    held = at_administrator.post(LIMITS, {**mine, "til": "lagre"})
    assert boxes(held)["answer_days"] == "7"
    assert in_force("e-konsultasjon-grenser").answer_days == 2


def test_a_change_in_another_section_of_the_kind_holds_nobody_up(
    at_administrator: Client, second_administrator: Client, in_force: InForce
) -> None:
    mine = {**boxes(at_administrator.get(LIMITS)), "answer_days": "7"}
    save(second_administrator, OFFER, daily_limit="20")
    assert at_administrator.post(LIMITS, {**mine, "til": "lagre"}).status_code == 302
    after = in_force("e-konsultasjon-grenser")
    assert (after.answer_days, after.daily_limit) == (7, 20)


@pytest.mark.parametrize("seen", ["", "x", "\0", "0190a8a0-0000-7000-8000-000000000000"])
def test_a_forged_mark_counts_as_having_seen_nothing(
    at_administrator: Client, second_administrator: Client, seen: str
) -> None:
    save(second_administrator, LIMITS, answer_days="2")
    form = {**boxes(at_administrator.get(LIMITS)), "answer_days": "7", "sett": seen, "til": "lagre"}
    assert at_administrator.post(LIMITS, form).status_code == 409


def test_boxes_that_somebody_else_ticked_are_taken_over(
    at_administrator: Client, second_administrator: Client, in_force: InForce
) -> None:
    address = f"{ROOT}krav/"
    mine = {**boxes(at_administrator.get(address)), "verified_mobile_for": ["prescription"]}
    save(second_administrator, address, nothing_overdue_for=["inquiry"], full_number_for=[])
    held = at_administrator.post(address, {**mine, "til": "lagre"})
    assert at_administrator.post(address, {**boxes(held), "til": "lagre"}).status_code == 302
    after = in_force("krav")
    assert (after.full_number_for, after.verified_mobile_for, after.nothing_overdue_for) == (
        (), ("prescription",), ("inquiry",),
    )  # fmt: skip


# What contradicts itself.


@pytest.mark.parametrize(
    ("name", "changes", "sentence", "at"),
    [
        ("e-konsultasjon-grenser", {"character_limit": "0"}, "må være et tall fra 50 til 10000.", "character_limit"),
        ("e-konsultasjon-grenser", {"character_limit": "mange"}, "må være et tall fra 50", "character_limit"),
        ("e-konsultasjon-grenser", {"max_files": "6"}, "fra 0 til 5", "max_files"),
        ("e-konsultasjon-tilbud", {"daily_limit": "0"}, "fra 1 til 10000", "daily_limit"),
        (
            "e-konsultasjon-tilbud", {"first_date": "10.01.2030", "last_date": "09.01.2030"},
            "Siste dag er før første dag.", "last_date",
        ),
        ("e-konsultasjon-tilbud", {"hours_0": "08.00-12.00, 11.00-15.00"}, "går over i hverandre", "hours_0"),
        ("e-konsultasjon-tilbud", {"hours_0": "15.00–08.00"}, "slutter før den begynner", "hours_0"),
        ("e-konsultasjon-tilbud", {"hours_2": "hele dagen"}, "Skriv åpningstiden slik", "hours_2"),
        ("e-konsultasjon-tilbud", {"hours_2": "25.00-26.00"}, "Skriv åpningstiden slik", "hours_2"),
        ("e-konsultasjon-tekster", {"field_labels": "Bare ett"}, "Skriv 3 linjer", "field_labels"),
        ("betaling", {"fee_ore": "-1"}, "Skriv et beløp i kroner", "fee_ore"),
        ("betaling", {"fee_ore": "0", "fee_after_hours": "5"}, "Dere tar ikke gebyr.", "fee_after_hours"),
        ("betaling", {"evening_from_hour": "7"}, "Kvelden må begynne", "evening_from_hour"),
        ("betaling", {"e_consultation_code": "takst"}, "Normaltariffen", "e_consultation_code"),
        ("betaling", {"kid_prefix": "12a"}, "Skriv bare siffer.", "kid_prefix"),
        ("legekontoret", {"organisation_number": "974760674"}, "nummeret stemmer ikke", "organisation_number"),
        ("legekontoret", {"account_number": "86011117948"}, "Kontonummeret stemmer ikke", "account_number"),
        ("legekontoret", {"postcode": "15"}, "fire siffer", "postcode"),
        ("legekontoret", {"phone": "ring oss"}, "Skriv et telefonnummer", "phone"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_at_the_field_and_nothing_is_lost(
    at_administrator: Client, name: str, changes: dict[str, str], sentence: str, at: str
) -> None:
    answer = save(at_administrator, f"{ROOT}{name}/", **changes)
    assert answer.status_code == 200
    text = said(answer)
    assert sentence in text
    assert f'href="#id_{at}"' in text
    assert {field: boxes(answer)[field] for field in changes} == changes
    assert recorded() == []


def test_every_fault_of_settings_has_a_sentence_at_a_field(administrator: Actor, now: datetime) -> None:
    with acting_as(administrator):
        faults: set[str] = set()
        for one in SECTIONS:
            settings = one.source.read(administrator, administrator.clinic_id, now)
            if hasattr(settings, "_problems"):
                faults |= set(settings._problems())
            elif hasattr(settings, "_rules"):
                faults |= {fault for _, fault in settings._rules()}
    assert faults - set(FAULTS) == set()


def test_hours_may_be_written_as_people_write_them(at_administrator: Client, in_force: InForce) -> None:
    assert save(at_administrator, OFFER, hours_0="8-11.30 og 12:00–15", hours_4=" 08.00 - 12.00 ").status_code == 302
    hours = in_force("e-konsultasjon-tilbud").hours
    assert hours == ((0, "08:00", "11:30"), (0, "12:00", "15:00"), (4, "08:00", "12:00"))
    assert boxes(at_administrator.get(OFFER))["hours_0"] == "08.00–11.30, 12.00–15.00"


def test_texts_are_kept_in_each_language_and_the_others_stay(at_administrator: Client, in_force: InForce) -> None:
    save(at_administrator, TEXTS, nn_fits="vaksinar\nreise", en_purpose="Sick leave only")
    after = in_force("e-konsultasjon-tekster")
    assert after.in_language("nn").fits == ("vaksinar", "reise")
    assert after.in_language("en").purpose == "Sick leave only"
    assert after.in_language("nn").fits_not == after.translations["nn"]["fits_not"]
    history = said(at_administrator.get(f"{TEXTS}historikk/"))
    assert "Nynorsk: Dette passer det for" in history
    assert "English: Hva det er til for akkurat nå" in history


def test_script_in_a_text_stays_text(at_administrator: Client) -> None:
    answer = at_administrator.post(
        TEXTS, {**boxes(at_administrator.get(TEXTS)), "fits": "<script>alert(1)</script>\n{{ 7|add:7 }}"}
    )
    assert "<script>alert(1)" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


# Who may.


@each
@pytest.mark.parametrize("who", ["doctor", "secretary", "clinician", "substitute"])
def test_nobody_but_the_administrator_sees_or_changes_a_section(
    section: Section, who: str, request: pytest.FixtureRequest, logged_in: LogIn
) -> None:
    client, address = logged_in(request.getfixturevalue(who)), f"{ROOT}{section.name}/"
    for tail in ("", "historikk/"):
        assert client.get(address + tail).status_code == 403
    for tail in ("", "ta-bort/"):
        assert client.post(address + tail, {"til": "lagre"}).status_code == 403


def test_facts_hold_from_now_on_for_everybody_and_keep_their_history(
    at_administrator: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    address = f"{ROOT}legekontoret/"
    assert save(at_administrator, address, phone="22 33 44 55", account_number="8601.11.17947").status_code == 302
    clinic.refresh_from_db()
    assert (clinic.phone, clinic.account_number) == ("22 33 44 55", "86011117947")
    taken = save(at_administrator, address, organisation_number=other_clinic.organisation_number)
    assert "Et annet legekontor her har dette organisasjonsnummeret." in said(taken)
    assert "22 00 11 22" in said(at_administrator.get(f"{address}historikk/"))


# The patient's page.


@each
def test_previews_are_drawn_by_the_patients_pages_and_store_nothing(
    section: Section, at_administrator: Client, tariff: None, doctor: Actor
) -> None:
    form = boxes(at_administrator.get(f"{ROOT}{section.name}/"))
    for page in section.previews:
        answer = at_administrator.post(f"{ROOT}{section.name}/slik-blir-det/", {**form, "side": page})
        assert answer.status_code == 200, page
        text = said(answer)
        assert "Slik blir siden for pasienten" in text
        assert text.count("<h1") == 1
        assert "autosave.js" not in text
        assert "Arne Administrator" not in text
    assert recorded() == []


def test_a_preview_shows_what_is_proposed(at_administrator: Client, tariff: None, doctor: Actor) -> None:
    form = {**boxes(at_administrator.get(TEXTS)), "fits": "å spørre om pollen", "side": "passer-det"}
    assert "å spørre om pollen" in said(at_administrator.post(f"{TEXTS}slik-blir-det/", form))
    form = {**boxes(at_administrator.get(f"{ROOT}betaling/")), "fee_ore": "77", "side": "pris"}
    assert "77 kr" in said(at_administrator.post(f"{ROOT}betaling/slik-blir-det/", form)).replace("\u00a0", " ")
    form = {**boxes(at_administrator.get(OFFER)), "is_open": [], "side": "mottaker"}
    assert "Du kan ikke starte en" in said(at_administrator.post(f"{OFFER}slik-blir-det/", form))


@pytest.mark.parametrize("side", ["", "pris", "../../", "\0"])
def test_a_preview_of_what_is_not_a_page_leads_back(at_administrator: Client, side: str) -> None:
    form = {**boxes(at_administrator.get(LIMITS)), "side": side}
    assert at_administrator.post(f"{LIMITS}slik-blir-det/", form)["Location"] == LIMITS
