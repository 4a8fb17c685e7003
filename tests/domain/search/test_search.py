"""Searching what was written: within the clinic, the newest first, traced (WORK-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.consultations import Answer, draft, send
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.search import commands, selectors
from legesvar.domain.search.kinds import Why
from legesvar.domain.search.models import Search

pytestmark = pytest.mark.django_db


def found(actor: Actor, words: str, now: datetime, key: str | None = None) -> list[int]:
    with acting_as(actor):
        return [hit.number for hit in selectors.messages(actor, words, key, now + timedelta(minutes=1)).rows]


@pytest.fixture
def said(econsultation: Dialogue, doctor: Actor, answer: Answer) -> Dialogue:
    """«Jeg har hostet i tre uker.» and «Ta det med ro.»"""
    return answer(doctor, econsultation, close=False)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("hostet", [1]), ("HOSTE", [1]), ("ukene", []), ("ro", [2]), ("hostet ro", []), ("hostet OR ro", [2, 1]),
        ('"tre uker"', [1]), ('"uker tre"', []), ("uker -hostet", []), ("feber", []),
        ("og", []), ("'", []), ("& | ! :*", []), ("hostet:*", [1]), ("\\", []), ("%", []), ("a' OR 1=1 --", []),
    ],
)  # fmt: skip
def test_words_are_found_in_their_forms_and_signs_do_no_harm(
    said: Dialogue, doctor: Actor, now: datetime, words: str, numbers: list[int]
) -> None:
    assert found(doctor, words, now) == numbers


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_is_a_fault(said: Dialogue, doctor: Actor, now: datetime, words: str) -> None:
    assert set(found(doctor, words, now)) <= {1, 2}


def test_nobody_else_finds_it(
    said: Dialogue, foreign_doctor: Actor, patient: Actor, other_patient: Actor, now: datetime
) -> None:
    for stranger in (foreign_doctor, patient, other_patient):
        assert found(stranger, "hostet", now) == []


def test_without_a_scope_or_with_an_open_one_nothing_is_found(said: Dialogue, now: datetime) -> None:
    assert found(FURNISHER, "hostet", now) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_messages('hostet', now(), 9, 9)")
        assert cursor.fetchone()[0] == 0


def test_the_words_that_mark_a_clinic_cannot_be_typed(
    said: Dialogue, doctor: Actor, foreign_doctor: Actor, now: datetime
) -> None:
    for words in (f"clinic {doctor.clinic_id}", f'"clinic {doctor.clinic_id}"', f"'clinic {doctor.clinic_id}'"):
        assert found(foreign_doctor, words, now) == []
        assert found(doctor, words, now) == []


def test_the_index_answers(said: Dialogue, doctor: Actor, now: datetime) -> None:
    with acting_as(FURNISHER), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")  # as the function's owner, whom the wall does not hold
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM dialogues_message WHERE search_document(clinic_id, at, text) @@ 'hostet'::tsquery"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET ROLE legesvar_app")
    assert "messages_by_words" in plan


def written(patient: Actor, clinic: Clinic, doctor: Actor, now: datetime, back: timedelta) -> Dialogue:
    dialogue = send(patient, draft(patient, clinic, doctor, now, "Kneet verker."), now)
    with connection.cursor() as cursor, acting_as(FURNISHER):
        cursor.execute("RESET ROLE")
        cursor.execute("UPDATE dialogues_message SET at = %s WHERE dialogue_id = %s", [now - back, dialogue.id])
        cursor.execute("SET ROLE legesvar_app")
    return dialogue


def test_days_months_and_years_are_gone_through_from_the_newest_on(
    tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> None:
    ages = [0, 0.6, 1, 1.4, 5, 5.5, 6, 6.3, 6.9, 7, 7.5, 8, 29, 31, 40, 200, 400, 900, 2000, 3500]
    dialogues = [written(patient, clinic, doctor, now, timedelta(days=days)).public_id for days in reversed(ages)]
    with acting_as(doctor):
        hits = selectors.messages(doctor, "kneet", None, now + timedelta(minutes=1)).rows
    assert [hit.dialogue_id for hit in hits] == dialogues[::-1]


@pytest.mark.parametrize("days", [0.4, 3.5, 30])
def test_pages_follow_each_other_without_a_gap(
    tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch,
    days: float,
) -> None:  # fmt: skip
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    sent = [written(patient, clinic, doctor, now, timedelta(days=days * n)).public_id for n in range(5)]
    seen: list[Any] = []
    key: str | None = None
    with acting_as(doctor):
        for _ in range(3):
            page = selectors.messages(doctor, "kneet", key, now + timedelta(minutes=1))
            seen += [hit.dialogue_id for hit in page.rows]
            key = page.next_key
    assert (seen, key) == (sent, None)


@pytest.mark.parametrize("key", ["x", "W2ZhbHNlLCJ4IiwxXQ", "W2ZhbHNlLCIyMDI2IiwtMV0", "W3RydWUsIjIwMjYtMDEtMDEiLDFd"])
def test_a_broken_key_is_the_first_page(said: Dialogue, doctor: Actor, now: datetime, key: str) -> None:
    assert found(doctor, "hostet", now, key) == [1]


def look(actor: Actor, now: datetime, words: str = "hostet", why: Why = Why.CARE) -> Search:
    with acting_as(actor):
        return commands.look(actor=actor, words=words, why=why, now=now)


def test_a_search_is_traced_with_who_when_why_and_which_words(doctor: Actor, now: datetime) -> None:
    made = look(doctor, now)
    with acting_as(doctor):
        trace = Entry.objects.get(event="searched")
    assert (trace.actor_name, trace.at, trace.about) == (doctor.name, now, made.public_id)
    assert trace.details == {"words": "hostet", "why": "care"}


def test_a_search_that_is_refused_leaves_nothing(doctor: Actor, now: datetime) -> None:
    with pytest.raises(Refused), acting_as(doctor):
        commands.look(actor=doctor, words="h", why=Why.CARE, now=now)
    with acting_as(doctor):
        assert not Search.objects.exists()
        assert not Entry.objects.filter(event="searched").exists()


def test_a_search_is_its_makers_own(
    doctor: Actor, second_doctor: Actor, foreign_doctor: Actor, patient: Actor, now: datetime
) -> None:
    made = look(doctor, now)
    for stranger in (second_doctor, foreign_doctor, patient):
        with acting_as(stranger):
            assert selectors.search(stranger, made.public_id, now) is None
    with acting_as(doctor):
        assert selectors.search(doctor, made.public_id, now).words == "hostet"
        assert selectors.search(doctor, made.public_id, now + timedelta(hours=13)) is None


def test_searches_are_forgotten_after_a_day_and_their_trace_stays(doctor: Actor, now: datetime) -> None:
    look(doctor, now - timedelta(days=2))
    kept = look(doctor, now)
    with acting_as(FURNISHER):
        assert commands.forget_old(actor=FURNISHER, now=now) == 1
        assert [row.public_id for row in Search.objects.all()] == [kept.public_id]
        assert Entry.objects.filter(event="searched").count() == 2


def test_a_reason_nobody_knows_is_not_stored(doctor: Actor, now: datetime) -> None:
    with acting_as(doctor), pytest.raises(IntegrityError), transaction.atomic():
        Search.objects.create(
            clinic_id=doctor.clinic_id, account_id=doctor.account_id, words="x", why="curious", at=datetime.now(UTC)
        )
