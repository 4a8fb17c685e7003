"""What an open worklist asks by itself: 304 while nothing has changed, and never a sign of life (WORK-9, ID-7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, asked, page

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Staff
from legesvar.domain.dialogues.commands import attending
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.models import Session
from legesvar.domain.work.kinds import Doing

LIST, LIVE = "/klinikk/arbeidsliste/", "/klinikk/arbeidsliste/liste/"
Ask = Callable[..., object]


def test_it_answers_304_from_one_read_until_something_changes(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    stamp = at_doctor.get(LIVE)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        unchanged = at_doctor.get(LIVE, headers={"If-None-Match": stamp})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", stamp)
    assert len(asked(queries)) == 3, "\n".join(asked(queries))  # who asks, their scope, whether it has changed
    answer(doctor, econsultation)
    changed = at_doctor.get(LIVE, headers={"If-None-Match": stamp})
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert "Kari Nordmann" not in changed.content.decode()


def test_the_page_and_the_list_alone_carry_the_same_stamp(at_doctor: Client, econsultation: Dialogue) -> None:
    assert at_doctor.get(LIST).context["list"].stamp == at_doctor.get(LIVE)["ETag"]
    opened = at_doctor.get(page(econsultation)).context["list"]
    assert at_doctor.get(opened.refresh_url, headers={"If-None-Match": opened.stamp}).status_code == 304
    assert 'aria-current="true"' in at_doctor.get(opened.refresh_url).content.decode()


def test_two_who_share_a_browser_or_look_at_other_lists_never_share_a_stamp(
    logged_in: LogIn, doctor: Actor, second_doctor: Actor, econsultation: Dialogue
) -> None:
    stamps = [
        logged_in(one).get(LIVE, {"vis": whose})["ETag"]
        for one in (doctor, second_doctor)
        for whose in ("mine", "alle")
    ]
    assert len(set(stamps)) == 4


def test_asking_never_makes_the_session_last_longer(at_doctor: Client, econsultation: Dialogue, now: datetime) -> None:
    at_doctor.get(LIST)
    Session.objects.update(seen_at=now - timedelta(minutes=20))
    for _ in range(3):
        at_doctor.get(LIVE)
        at_doctor.post(f"{page(econsultation)}her/", {"doing": "reading", "seen": "1"})
    assert Session.objects.get().seen_at == now - timedelta(minutes=20)
    Session.objects.update(seen_at=now - timedelta(minutes=31))
    assert at_doctor.get(LIVE).status_code == 401
    assert at_doctor.post(f"{page(econsultation)}her/").status_code == 401


def test_who_no_longer_works_there_gets_nothing(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    stamp = at_doctor.get(LIVE)["ETag"]
    Staff.objects.filter(id=doctor.staff_id).update(active=False)
    assert at_doctor.get(LIVE, headers={"If-None-Match": stamp}).status_code == 401


@pytest.mark.parametrize("forged", ['"x"', "*", "W/*", "\N{GRINNING FACE}", "x" * 4000])
def test_a_forged_stamp_gets_the_list(at_doctor: Client, econsultation: Dialogue, forged: str) -> None:
    answer = at_doctor.get(LIVE, {"sak": forged, "type": forged}, HTTP_IF_NONE_MATCH=forged)
    assert answer.status_code == 200
    assert "Kari Nordmann" in answer.content.decode()


def test_a_colleague_who_reads_or_writes_is_seen_in_the_list_and_in_the_thread(
    at_doctor: Client, at_secretary: Client, secretary: Actor, econsultation: Dialogue, now: datetime
) -> None:
    for doing, said in (
        ("reading", "Siv Sekretær leser nå"),
        ("writing", "Siv Sekretær skriver nå"),
        ("?", "leser nå"),
    ):
        told = at_secretary.post(f"{page(econsultation)}her/", {"doing": doing, "seen": "1"}).json()
        assert "Siv" not in told["here"]
        assert said in at_doctor.get(LIVE).content.decode()
        assert said in at_doctor.get(page(econsultation)).content.decode()
        assert said in at_doctor.post(f"{page(econsultation)}her/").json()["here"]
    with acting_as(secretary):
        attending.attend(
            actor=secretary, dialogue_id=econsultation.public_id, doing=Doing.READING, now=now - timedelta(minutes=1)
        )
    assert "leser nå" not in at_doctor.get(LIVE).content.decode()


@pytest.mark.parametrize(("seen", "newer"), [("1", True), ("2", False), ("", False), ("-1", False), ("9" * 30, False)])
def test_who_has_an_old_thread_open_is_told(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer, seen: str, newer: bool
) -> None:
    answer(doctor, econsultation)
    told = at_doctor.post(f"{page(econsultation)}her/", {"seen": seen}).json()
    assert bool(told["newer"]) is newer


def test_the_workbench_lets_only_htmx_with_the_answers_own_nonce_in(at_doctor: Client, econsultation: Dialogue) -> None:
    nonces = set()
    for address in (LIST, page(econsultation)):
        answer = at_doctor.get(address)
        policy, html = answer["Content-Security-Policy"], answer.content.decode()
        nonce = policy.split("'nonce-")[1].split("'")[0]
        nonces.add(nonce)
        assert "require-trusted-types-for 'script'" in policy
        assert "trusted-types htmx" in policy
        assert "unsafe" not in policy
        assert f'hx-nonce="{nonce}"' in html
    assert len(nonces) == 2
    assert "nonce-" not in at_doctor.get("/klinikk/varsler/")["Content-Security-Policy"]
