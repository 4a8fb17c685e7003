"""Innboks: what is running or unread, no message text, the same cost however much there is (DIA-1)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.consultations import Answer, draft, send
from tests.personas import FURNISHER, LogIn
from tests.web.patient.walk import Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients.models import Representation

# Who it is; the scope on and off again; the savepoint around it, because the test holds the outer transaction.
DOOR = 1 + 2 + 2
UNREAD = 1  # at the top of each page


def test_an_empty_inbox_says_so(walk: Walk) -> None:
    page = text_of(walk.client.get("/innboks/"))
    assert "Du har ingen samtaler som pågår." in page
    assert "Du har et utkast" not in page


def test_a_row_says_when_what_from_whom_and_where_it_stands(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=False, text="Ta to tabletter.")
    response = walk.client.get("/innboks/")
    page = text_of(response)
    for heading in ("Oppdatert", "Type", "Fra", "Status", "Detaljer"):
        assert heading in page
    assert "I dag kl." in page
    assert "E-konsultasjon Lise Lege, Solbakken legekontor Nytt svar Åpen" in page
    assert f'href="/dialog/{econsultation.public_id}/"' in response.content.decode()


def test_what_is_late_is_said_to_be_from_the_day_after_the_deadline(
    walk: Walk, econsultation: Dialogue, now: datetime
) -> None:
    today = oslo_date(now)
    for due, tag in ((today, "info"), (today - timedelta(days=1), "warning")):
        with acting_as(FURNISHER):
            Dialogue.objects.update(due_date=due)
        response = walk.client.get("/innboks/")
        assert f'data-color="{tag}"' in response.content.decode()
        assert ("Over frist" in text_of(response)) is (tag == "warning")
        assert ("Venter på legen" in text_of(response)) is (tag == "info")


def test_an_answer_that_came_late_is_late_no_longer(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer, now: datetime
) -> None:
    answer(doctor, econsultation, close=False)
    with acting_as(FURNISHER):
        Dialogue.objects.update(due_date=oslo_date(now) - timedelta(days=1))
    assert "Over frist" not in text_of(walk.client.get("/innboks/"))


def test_a_list_never_shows_what_was_written(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True, text="Ta to tabletter.")
    for address in ("/innboks/", "/innboks/arkiv/"):
        page = text_of(walk.client.get(address))
        assert "hostet" not in page
        assert "tabletter" not in page


def test_what_is_closed_and_read_lies_in_the_archive(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    assert "Avsluttet" in text_of(walk.client.get("/innboks/"))
    walk.client.get(f"/dialog/{econsultation.public_id}/")
    assert "Du har ingen samtaler som pågår." in text_of(walk.client.get("/innboks/"))
    archived = text_of(walk.client.get("/innboks/arkiv/"))
    assert "Avsluttet" in archived
    assert "Nytt svar" not in archived


def test_nobody_sees_the_dialogues_of_another_on_the_same_list(
    logged_in: LogIn, other_patient: Actor, econsultation: Dialogue
) -> None:
    assert "Du har ingen samtaler" in text_of(logged_in(other_patient).get("/innboks/"))


@pytest.fixture
def many(econsultation: Dialogue, now: datetime) -> int:
    """Sixty dialogues, one a minute."""
    values = {f.attname: getattr(econsultation, f.attname) for f in Dialogue._meta.fields if f.name != "id"}
    with acting_as(FURNISHER):
        Dialogue.objects.bulk_create(
            Dialogue(**{
                **values, "public_id": uuid4(), "send_key": uuid4(), "consent_id": None, "from_name": f"Lege {n}",
                "updated_at": now - timedelta(minutes=n),
            })
            for n in range(1, 60)
        )  # fmt: skip
    return 60


def test_one_pages_to_the_end_and_back_again(walk: Walk, many: int) -> None:
    first = walk.client.get("/innboks/").context["page"]
    second = walk.client.get("/innboks/" + first.next_url).context["page"]
    third = walk.client.get("/innboks/" + second.next_url).context["page"]
    assert [page.rows.count("<tr ") for page in (first, second, third)] == [25, 25, 10]
    assert (first.previous_url, third.next_url) == ("", "")
    back = walk.client.get("/innboks/" + third.previous_url).context["page"]
    assert back.rows == second.rows


@pytest.mark.parametrize("key", ["", "tull", "W10", "W2ZhbHNlLDFd", "%00", "x" * 1000])
def test_a_broken_page_key_leads_to_the_first_page(walk: Walk, econsultation: Dialogue, key: str) -> None:
    response = walk.client.get(f"/innboks/?side={key}")
    assert response.status_code == 200
    assert "Lise Lege" in text_of(response)


def test_the_inbox_costs_the_same_for_one_dialogue_and_for_sixty(
    walk: Walk, econsultation: Dialogue, request: pytest.FixtureRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    walk.client.get("/innboks/")
    dialogues, own_draft = 1, 1
    with django_assert_num_queries(DOOR + UNREAD + dialogues + own_draft):
        walk.client.get("/innboks/")
    request.getfixturevalue("many")
    with django_assert_num_queries(DOOR + UNREAD + dialogues + own_draft):
        walk.client.get("/innboks/")
    own_clinic = 2
    with django_assert_num_queries(DOOR + UNREAD + dialogues + own_clinic):
        walk.client.get("/innboks/arkiv/")


def test_a_draft_is_offered_to_go_on_with_or_to_throw_away(
    walk: Walk, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> None:
    draft(patient, clinic, doctor, now)
    response = walk.client.get("/innboks/")
    assert "Du har et utkast" in text_of(response)
    assert "/start/e-konsultasjon/fortsett/" in response.content.decode()
    assert "/start/e-konsultasjon/slett/" in response.content.decode()


def test_there_are_two_ways_to_start_from_here(walk: Walk) -> None:
    page = walk.client.get("/innboks/").content.decode()
    assert 'href="/start/e-konsultasjon/"' in page
    assert 'href="/start/"' in page
    assert "Skriv ny melding" in page


def test_a_name_with_markup_is_shown_as_text(
    walk: Walk, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> None:
    dialogue = send(patient, draft(patient, clinic, doctor, now), now)
    with acting_as(FURNISHER):
        Dialogue.objects.filter(id=dialogue.id).update(from_name="<script>alert(1)</script>")
    assert "<script>alert" not in walk.client.get("/innboks/").content.decode()


EVERYWHERE = ("/innboks/", "/innboks/arkiv/", "/start/", "/profil/", "/innsyn/", "/for/")
COUNTED = re.compile(r'<span class="unread">(\d+)<')


def counted(client: Client, address: str) -> set[str]:
    """Give what the top of a page says of how much is unread: the same wherever it stands."""
    return set(COUNTED.findall(client.get(address).content.decode()))


def test_every_page_says_how_much_is_unread_until_it_is_read(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    assert [counted(walk.client, address) for address in EVERYWHERE] == [set()] * len(EVERYWHERE)
    answer(doctor, econsultation, close=True)
    assert [counted(walk.client, address) for address in EVERYWHERE] == [{"1"}] * len(EVERYWHERE)
    assert counted(walk.client, f"/dialog/{econsultation.public_id}/") == set()
    assert [counted(walk.client, address) for address in EVERYWHERE] == [set()] * len(EVERYWHERE)


def test_a_page_drawn_outside_the_wall_says_how_much_is_unread(
    logged_in: LogIn, mother: Actor, child: Actor, clinic: Clinic, doctor: Actor, answer: Answer, tariff: None,
    now: datetime,
) -> None:  # fmt: skip
    answer(doctor, send(mother, draft(mother, clinic, doctor, now), now), close=True)
    with acting_as(FURNISHER):
        Representation.objects.update(ended_at=now, ended_by="test")
    page = logged_in(mother).get(f"/for/{child.public_id}/innboks/")
    assert page.status_code == 403
    assert set(COUNTED.findall(page.content.decode())) == {"1"}


def test_what_one_writes_oneself_is_not_unread(
    walk: Walk, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    address = f"/dialog/{econsultation.public_id}/"
    answer(doctor, econsultation, close=False)
    walk.client.get(address)
    walk.client.post(address, {"text": "Takk.", "send_key": str(uuid4())})
    assert counted(walk.client, "/innboks/") == set()


def test_nobody_elses_unread_are_counted(
    logged_in: LogIn, other_patient: Actor, econsultation: Dialogue, doctor: Actor, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    assert counted(logged_in(other_patient), "/innboks/") == set()


def test_beyond_a_hundred_it_is_not_counted_any_more(walk: Walk, many: int, econsultation: Dialogue) -> None:
    assert counted(walk.client, "/innboks/") == set()
    with acting_as(FURNISHER):
        Dialogue.objects.update(unread=True, unread_by=[walk.actor.person_id])
    assert counted(walk.client, "/innboks/") == {str(many)}
    values = {f.attname: getattr(econsultation, f.attname) for f in Dialogue._meta.fields if f.name != "id"}
    own = {"consent_id": None, "unread": True, "unread_by": [walk.actor.person_id]}
    with acting_as(FURNISHER):
        Dialogue.objects.bulk_create(
            Dialogue(**{**values, **own, "public_id": uuid4(), "send_key": uuid4()}) for _ in range(many)
        )
    assert ">99+<" in walk.client.get("/innboks/").content.decode()
