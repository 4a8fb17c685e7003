"""Somebody's own contact data: shown, changed, verified by what was sent, and attacked (ID-4)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.consultations import draft
from tests.personas import LogIn, acting_for
from tests.web.patient.walk import text_of

from legesvar.core import clock, sealing
from legesvar.core.actor import Actor
from legesvar.core.refusal import Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.contacts import KEY_PURPOSE
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.models import ContactChange, Person, Session, Verification
from legesvar.domain.patients import selectors as lists

pytestmark = pytest.mark.django_db
NEW_EMAIL, NEW_MOBILE = "ny@eksempel.no", "+4791234567"


@pytest.fixture
def client(logged_in: LogIn, patient: Actor) -> Client:
    return logged_in(patient)


def sent() -> list[tuple[str, str, str]]:
    """Open what waits in the queue, as the worker does: kind, code and token of each message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'identity.send_code' ORDER BY id")
        waiting = [json.loads(row[0]) for row in cursor.fetchall()]
    key = sealing.derived_key(settings.SECRET_KEY, KEY_PURPOSE)
    found = []
    for payload in waiting:
        name = payload["verification_id"]
        code, token = sealing.unseal(base64.b64decode(payload["sealed"]), key=key, purpose=name)
        found.append((name, code, token))
    return found


def ask(client: Client, kind: str = "e-post", address: str = NEW_EMAIL, query: str = "") -> str:
    """Ask for a code, and return the address of the page that takes it."""
    answer = client.post(f"/profil/{kind}/{query}", {"address": address})
    assert answer.status_code == 302, re.findall(r'<a href="#[^>]*>[^<]*', answer.content.decode())
    return answer["Location"]


def wrong(code: str, n: int = 1) -> str:
    return f"{(int(code) + n) % 1_000_000:06}"


def person(actor: Actor) -> Person:
    return Person.objects.get(id=actor.person_id)


def test_a_new_email_address_counts_when_its_code_has_been_written(client: Client, patient: Actor) -> None:
    page = ask(client)
    assert person(patient).email == "kari@eksempel.no"
    _, code, _ = sent()[0]
    assert client.post(page, {"code": f" {code[:3]} {code[3:]} "})["Location"] == "/profil/?bekreftet=email"
    now = person(patient)
    assert (now.email, now.email_verified_at is not None) == (NEW_EMAIL, True)
    assert "E-postadressen er bekreftet." in text_of(client.get("/profil/?bekreftet=email"))


def test_a_mobile_number_is_made_uniform_and_verified(client: Client, patient: Actor) -> None:
    page = ask(client, "mobil", "912 34 567")
    client.post(page, {"code": sent()[0][1]})
    assert (person(patient).mobile, person(patient).mobile_verified_at is not None) == (NEW_MOBILE, True)


def test_neither_code_nor_link_stands_in_the_clear_in_any_table(client: Client) -> None:
    ask(client)
    name, code, token = sent()[0]
    row = Verification.objects.get(public_id=name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        queued = "".join(text for (text,) in cursor.fetchall()).replace(name, "")
    kept = f"{row.code_hash} {row.link_hash}"
    assert token not in kept + queued
    assert code not in queued
    assert row.code_hash != code


def test_a_code_tried_a_thousand_times_is_locked_after_five(client: Client, patient: Actor) -> None:
    page = ask(client)
    _, code, _ = sent()[0]
    for n in range(1, 6):
        client.post(page, {"code": wrong(code, n)})
    for n in range(6, 1001):
        with acting_as(patient):
            name = sent_name(page)
            assert contact.try_code(
                actor=patient, verification_id=name, code=wrong(code, n), key=b"x" * 32, now=clock.now()
            )
    answer = client.post(page, {"code": code})
    assert "Koden er skrevet feil for mange ganger" in answer.content.decode()
    assert (person(patient).email, Verification.objects.get().tries) == ("kari@eksempel.no", 5)


def sent_name(page: str) -> str:
    return page.split("/")[3]


def test_a_code_is_used_once(client: Client, patient: Actor) -> None:
    page = ask(client)
    _, code, _ = sent()[0]
    client.post(page, {"code": code})
    Person.objects.filter(id=patient.person_id).update(email="tredje@eksempel.no")
    answer = client.post(page, {"code": code})
    assert (answer.status_code, person(patient).email) == (200, "tredje@eksempel.no")
    assert "Koden er brukt" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "address", "lasts"),
    [("mobil", "91234567", timedelta(minutes=10)), ("e-post", NEW_EMAIL, timedelta(hours=24))],
)
def test_a_code_grows_old(client: Client, patient: Actor, kind: str, address: str, lasts: timedelta) -> None:
    page = ask(client, kind, address)
    _, code, _ = sent()[0]
    Verification.objects.update(expires_at=clock.now())
    row = Verification.objects.get()
    assert timedelta(0) <= clock.now() - row.asked_at < lasts
    assert "Koden er for gammel" in client.post(page, {"code": code}).content.decode()
    assert person(patient).mobile == ""


@pytest.mark.parametrize(("kind", "lasts"), [(ContactKind.MOBILE, 10), (ContactKind.EMAIL, 24 * 60)])
def test_how_long_a_code_lasts(patient: Actor, kind: ContactKind, lasts: int) -> None:
    now = clock.now()
    written = NEW_MOBILE if kind is ContactKind.MOBILE else NEW_EMAIL
    with acting_as(patient):
        contact.ask_for_code(actor=patient, kind=kind, written=written, key=b"k" * 32, now=now)
    assert Verification.objects.get().expires_at - now == timedelta(minutes=lasts)


def test_a_newer_code_makes_the_former_worthless(client: Client, patient: Actor) -> None:
    first = ask(client)
    second = client.post(first + "ny/")["Location"]
    (_, old, _), (_, new, _) = sent()
    client.post(first, {"code": old})
    assert person(patient).email == "kari@eksempel.no"
    client.post(second, {"code": new})
    assert person(patient).email == NEW_EMAIL


def test_a_sixth_code_within_an_hour_is_refused_and_says_so(client: Client) -> None:
    for _ in range(5):
        page = ask(client)
    answer = client.post("/profil/e-post/", {"address": NEW_EMAIL})
    assert "Du har bedt om mange koder på kort tid" in answer.content.decode()
    answer = client.post(page + "ny/")
    assert "Du har bedt om mange koder på kort tid" in answer.content.decode()
    assert len(sent()) == 5


def test_many_cannot_fill_one_phone_with_codes(
    client: Client, logged_in: LogIn, other_patient: Actor, patient_of_both: Actor
) -> None:
    for browser in (client, logged_in(other_patient)):
        for _ in range(3):
            browser.post("/profil/mobil/", {"address": "91234567"})
    assert len(sent()) == 5
    logged_in(patient_of_both).post("/profil/mobil/", {"address": "+47 912 34 567"})
    assert len(sent()) == 5


def test_the_link_works_on_another_device_logged_in_as_the_same_person(
    client: Client, logged_in: LogIn, patient: Actor
) -> None:
    ask(client)
    link = f"/profil/lenke/{sent()[0][2]}/"
    phone = logged_in(patient)
    assert NEW_EMAIL in phone.get(link).content.decode()
    assert person(patient).email == "kari@eksempel.no"  # looking changes nothing
    assert phone.post(link)["Location"] == "/profil/?bekreftet=email"
    assert person(patient).email == NEW_EMAIL
    assert "Koden er brukt" in phone.post(link).content.decode()


def test_the_link_leads_a_stranger_to_the_login_and_tells_nothing(client: Client) -> None:
    ask(client)
    link = f"/profil/lenke/{sent()[0][2]}/"
    answer = Client().get(link)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/logg-inn/")
    assert NEW_EMAIL not in answer.content.decode() + answer["Location"]


def test_somebody_elses_link_and_code_page_look_as_if_they_were_not_there(
    client: Client, logged_in: LogIn, other_patient: Actor, patient: Actor
) -> None:
    page = ask(client)
    _, code, token = sent()[0]
    other = logged_in(other_patient)
    foreign = [other.get(page), other.post(page, {"code": code}), other.post(page + "ny/"),
               other.get(f"/profil/lenke/{token}/"), other.post(f"/profil/lenke/{token}/"),
               other.get("/profil/lenke/finnes-ikke/")]  # fmt: skip
    assert {answer.status_code for answer in foreign} == {404}
    assert not [answer for answer in foreign if NEW_EMAIL in answer.content.decode()]
    assert person(patient).email == "kari@eksempel.no"


def test_who_acts_for_a_child_cannot_move_its_messages(child: Actor, mother: Actor, clinic: Clinic) -> None:
    actor = acting_for(child, clinic.id, by=mother)
    with acting_as(actor), pytest.raises(Unknown):
        contact.ask_for_code(
            actor=actor, kind=ContactKind.EMAIL, written=NEW_EMAIL, key=b"k" * 32, now=clock.now()
        )  # fmt: skip


def test_the_former_address_is_told_and_the_change_is_traced(client: Client, patient: Actor) -> None:
    page = ask(client)
    client.post(page, {"code": sent()[0][1]})
    change = ContactChange.objects.get()
    assert (change.former, change.changed_by) == ("kari@eksempel.no", "Kari Nordmann")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'identity.tell_former_address'")
        assert cursor.fetchone() == (1,)
    with acting_as(patient):
        assert Entry.objects.filter(event="contact_changed", person_id=patient.person_id).count() == 1


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("e-post", ""), ("e-post", "kari"), ("e-post", "a@b"), ("e-post", "a@b.no\nBcc: alle@b.no"),
        ("e-post", "a b@c.no"), ("e-post", "a@b.no, c@d.no"), ("e-post", "a@b.no\x00"), ("e-post", "x" * 300 + "@b.no"),
        ("e-post", "<a@b.no>"), ("mobil", ""), ("mobil", "12345678"), ("mobil", "9123456"), ("mobil", "+0012"),
        ("mobil", "91234567;113"), ("mobil", "٩١٢٣٤٥٦٧"), ("mobil", "+47 22 00 11 22"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_way_to_mend_it(client: Client, kind: str, written: str) -> None:
    answer = client.post(f"/profil/{kind}/", {"address": written})
    assert answer.status_code == 200
    assert "Du må rette én ting" in answer.content.decode()
    assert sent() == []


def test_the_way_back_to_the_draft_is_kept_and_leads_nowhere_else(client: Client) -> None:
    draft = "/start/e-konsultasjon/se-over/"
    page = ask(client, query=f"?neste={draft}")
    done = client.post(page, {"code": sent()[0][1]})["Location"]
    assert f'href="{draft}"' in client.get(done).content.decode()
    for crafted in ("https://ond.example/", "//ond.example/", "/\\ond.example", "/klinikk/arbeidsliste/", "data:1"):
        html = client.get("/profil/", {"neste": crafted}).content.decode()
        assert "Gå tilbake" not in html
        assert f'href="{crafted}' not in html.replace('href="/klinikk/logg', "")


def test_each_clinic_tells_as_the_patient_wants(client: Client, patient: Actor, clinic: Clinic) -> None:
    address = f"/profil/varsler/{clinic.public_id}/"
    assert client.post(address, {"channel": "sms"}).status_code == 302
    with acting_as(patient):
        place = lists.listing(patient, clinic.id, patient.person_id or 0)
    assert place is not None
    assert place.notice_channel == "sms"
    assert client.post(address, {"channel": "brevdue"}).status_code == 200


def test_a_clinic_one_is_not_at_cannot_be_told_how(client: Client, other_clinic: Clinic) -> None:
    assert client.post(f"/profil/varsler/{other_clinic.public_id}/", {"channel": "sms"}).status_code == 404


Confirmed = Callable[[int], None]


@pytest.fixture
def confirmed(patient: Actor) -> Confirmed:
    def days_ago(days: int) -> None:
        at = clock.now() - timedelta(days=days)
        Person.objects.filter(id=patient.person_id).update(contact_confirmed_at=at)

    return days_ago


def test_confirming_is_one_click_and_leads_on(client: Client, patient: Actor, confirmed: Confirmed) -> None:
    confirmed(600)
    answer = client.get("/profil/stemmer-det/?neste=/innboks/arkiv/")
    assert "Ikke nå" in answer.content.decode()
    assert client.post("/profil/stemmer-det/?neste=/innboks/arkiv/")["Location"] == "/innboks/arkiv/"
    assert clock.now() - person(patient).contact_confirmed_at < timedelta(minutes=1)


def test_it_may_wait_once(client: Client, patient: Actor, confirmed: Confirmed) -> None:
    confirmed(600)
    assert client.post("/profil/stemmer-det/?neste=//ond.example/", {"senere": "1"})["Location"] == "/innboks/"
    assert "Ikke nå" not in client.get("/profil/stemmer-det/").content.decode()


def test_an_address_that_does_not_work_is_said_to_its_owner(client: Client, patient: Actor) -> None:
    Person.objects.filter(id=patient.person_id).update(email_failed_at=clock.now())
    assert "E-postadressen din virker ikke" in text_of(client.get("/profil/"))
    assert "Ja, det stemmer" not in client.get("/profil/stemmer-det/").content.decode()


def test_a_session_that_has_ended_shows_no_profile(client: Client) -> None:
    Session.objects.update(ended_at=clock.now())
    assert client.get("/profil/").status_code == 302


def test_the_review_step_leads_to_the_profile_and_back(
    client: Client, patient: Actor, clinic: Clinic, doctor: Actor, tariff: None
) -> None:
    draft(patient, clinic, doctor, clock.now())
    review = client.get("/start/e-konsultasjon/se-over/").content.decode()
    assert "k••••@eksempel.no" in review
    assert 'href="/profil/?neste=/start/e-konsultasjon/se-over/"' in review


def test_the_clinic_sees_what_was_changed_when_and_by_whom(
    client: Client, econsultation: Dialogue, doctor: Actor, logged_in: LogIn
) -> None:
    client.post(ask(client), {"code": sent()[0][1]})
    page = logged_in(doctor).get(f"/klinikk/dialog/{econsultation.public_id}/").content.decode()
    assert NEW_EMAIL in page
    assert "Endret av Kari Nordmann i dag kl." in page
