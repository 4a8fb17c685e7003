"""The matrix of who gets what: every address there is, filled with one patient's things, asked for by everybody else.

Addresses are found by walking the portal, not by listing them. A page that `tests.web.addresses` does not know fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader
from tests.personas import LogIn, employ, let_act
from tests.web.addresses import PAGES, Found, address_of, in_groups, walk
from tests.web.belongings import EMAIL, SECRET_NOTE, SECRETS, TOKEN, Belongings, rows_of

from legesvar.core.actor import STAFF_ROLES, Actor
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.models import Person
from legesvar.domain.patients.kinds import Basis

ADDRESSES = walk()
by_address = pytest.mark.parametrize("found", ADDRESSES, ids=[found.name for found in ADDRESSES])
METHODS = ("GET", "POST")
CHANCE = re.compile(r"data-left=.\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16}\b|\b[0-9A-Za-z]{64}\b")
LOGIN = {"patient": "/logg-inn/", "clinic": "/klinikk/logg-inn/"}
COLLEAGUES = ("doctor", "second_doctor", "substitute", "clinician", "secretary", "administrator")


def test_every_address_is_known_and_none_that_is_gone() -> None:
    assert {found.name for found in ADDRESSES} == set(PAGES)


@by_address
def test_what_is_known_of_an_address_is_what_it_demands(found: Found) -> None:
    page = PAGES[found.name]
    assert {method for method, status in (("GET", page.get), ("POST", page.post)) if status} == set(found.rule.methods)
    assert set(found.variables) == set(page.objects)
    assert found.rule.audience in {"public", *Audience}
    # Under the clinics' address nothing is a patient's, and the other way round.
    at_the_clinic = found.filled(dict.fromkeys(_keys(found), "0190a8a0-0000-7000-8000-000000000000"))
    assert at_the_clinic.startswith("/klinikk/") or found.rule.audience != Audience.CLINIC
    assert not at_the_clinic.startswith("/klinikk/") or found.rule.audience != Audience.PATIENT


def _keys(found: Found) -> list[str]:
    return [f"{found.name}.{name}" for name in found.variables]


def ask(client: Client, found: Found, method: str, things: Belongings, before: str = "") -> HttpResponse:
    """Ask for an address with the patient's things in it, and in the form; give the answer, read to its end.

    :param before: what stands before the page's own address, such as the person one acts for
    """
    address = before + address_of(found, things)
    response = client.get(address) if method == "GET" else client.post(address, things.form(PAGES[found.name].form))
    response.read = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def told(response: HttpResponse) -> list[str]:
    """Give what an answer tells of the owner: by rights nothing."""
    everything = response.read.decode("utf-8", "replace") + str(response.headers)
    return [secret for secret in SECRETS if secret in everything]


def right_answer(found: Found, method: str, actor: Actor | None, listed: bool = True) -> Callable[[HttpResponse], bool]:
    """Say how somebody who is not the owner is answered: by the page's own demands, in the order they are asked."""
    rule, staff = found.rule, actor is not None and actor.is_staff
    if not found.allows(method):
        return lambda answer: answer.status_code == 405
    if rule.audience == "public":
        return lambda answer: answer.status_code < 500
    if actor is None or staff is not (rule.audience == Audience.CLINIC):
        return _is_led_to_the_door(found, method)
    if not staff and not listed and not rule.unlisted:
        return lambda answer: answer.status_code == 403
    if staff and rule.permission is not None and not may(actor.role, rule.permission):
        return lambda answer: answer.status_code == 403
    # The address an answer is posted to leads, when it is only looked at, to the dialogue's: no row is asked for.
    if found.variables and not (found.name == "clinic:answer" and method == "GET"):
        return lambda answer: answer.status_code in PAGES[found.name].strangers
    return lambda answer: answer.status_code < 500


def _is_led_to_the_door(found: Found, method: str) -> Callable[[HttpResponse], bool]:
    if found.rule.attention == "background":
        return lambda answer: answer.status_code == 401
    status = 303 if method == "POST" else 302
    login = LOGIN[found.rule.audience]
    return lambda answer: answer.status_code == status and answer["Location"].startswith(login)


def elsewhere(colleague: Actor, clinic: Clinic) -> Actor:
    """Give somebody who works at two clinics as they are at the other one."""
    (row,) = (row for row, _ in clinics.memberships(colleague.account_id) if row.clinic_id == clinic.id)
    return replace(colleague, clinic_id=clinic.id, staff_id=row.id, role=row.role, public_id=row.public_id)


Strangers = dict[str, Actor | None]


@pytest.fixture
def strangers(
    other_patient: Actor, foreign_patient: Actor, patient_of_both: Actor,
    mother: Actor, unlisted: Actor, doctor_as_patient: Actor, doctor_at_both: Actor, other_clinic: Clinic,
) -> Strangers:  # fmt: skip
    """Give everybody who has nothing to do with the patient; at the other clinic one of each role."""
    born = date(1969, 1, 1)
    there = {
        f"foreign {role}": employ(
            other_clinic, "Fremmed Kollega", role, born.replace(day=1 + number), hpr_number=f"91448{number:02}"
        )
        for number, role in enumerate(sorted(STAFF_ROLES))
    }
    at_other = elsewhere(doctor_at_both, other_clinic)
    return {
        "nobody": None, "other": other_patient, "foreign": foreign_patient, "both": patient_of_both, "mother": mother,
        "unlisted": unlisted, "a doctor as patient": doctor_as_patient, "who works here too": at_other, **there,
    }  # fmt: skip


@in_groups(ADDRESSES)
def test_strangers_get_nothing_and_change_nothing(
    several: list[Found], strangers: Strangers, logged_in: LogIn, belongings: Belongings, patient: Actor
) -> None:
    before = rows_of(patient)
    assert before["dialogues_message"]
    wrong = []
    for found, (who, actor), method in product(several, strangers.items(), METHODS):
        answer = ask(logged_in(actor) if actor else Client(), found, method, belongings)
        is_right = right_answer(found, method, actor, listed=who != "unlisted")
        if told(answer) or not is_right(answer):
            wrong.append((found.name, who, method, answer.status_code, told(answer), answer.get("Location", "")))
    assert wrong == []
    assert rows_of(patient) == before


@in_groups(ADDRESSES)
def test_strangers_cannot_say_that_they_act_for_the_owner(
    several: list[Found], strangers: Strangers, logged_in: LogIn, belongings: Belongings, patient: Actor
) -> None:
    rows, wrong = rows_of(patient), []
    for found, (who, actor), method in product(several, strangers.items(), METHODS):
        answer = ask(logged_in(actor) if actor else Client(), found, method, belongings, f"/for/{patient.public_id}")
        is_patient = actor is not None and not actor.is_staff
        # Behind a person's id, the first page's address is the door to acting for that person.
        for_patients = found.rule.audience == Audience.PATIENT or found.name == "login:welcome"
        allowed = {404, 405} if is_patient or not for_patients else {302, 303, 401, 404, 405}
        if told(answer) or answer.status_code not in allowed:
            wrong.append((found.name, who, method, answer.status_code, told(answer)))
    assert wrong == []
    assert rows_of(patient) == rows


@in_groups([found for found in ADDRESSES if found.rule.permission is not None])
def test_colleagues_of_a_wrong_role_are_told_so_and_get_nothing(
    several: list[Found], request: pytest.FixtureRequest, logged_in: LogIn, belongings: Belongings, patient: Actor
) -> None:
    wrong, before = [], rows_of(patient)
    for found, who in product(several, COLLEAGUES):
        actor = request.getfixturevalue(who)
        if may(actor.role, found.rule.permission):
            continue
        for method in found.rule.methods:
            answer = ask(logged_in(actor), found, method, belongings)
            if answer.status_code != 403 or told(answer) or "Rollen din" not in answer.read.decode():
                wrong.append((found.name, who, method, answer.status_code, told(answer)))
    assert wrong == []
    assert rows_of(patient) == before


def test_the_roles_above_leave_no_permission_that_everybody_has_but_a_few() -> None:
    everybodys = {Permission.WORKLIST, Permission.PATIENTS, Permission.STANDARD_TEXTS}
    refused = {found.rule.permission for found in ADDRESSES if found.rule.permission} - everybodys
    for permission in refused:
        assert not all(may(role, permission) for role in STAFF_ROLES), permission


@by_address
@pytest.mark.parametrize("method", METHODS)
def test_the_owner_gets_what_the_page_is_for(
    found: Found, method: str, request: pytest.FixtureRequest, logged_in: LogIn, belongings: Belongings
) -> None:
    page = PAGES[found.name]
    client = logged_in(request.getfixturevalue(found.colleague if found.at_the_clinic else "patient"))
    answer = ask(client, found, method, belongings)
    assert answer.status_code == ((page.get if method == "GET" else page.post) or 405), answer.headers


def test_what_strangers_may_not_be_told_stands_on_the_owners_pages(
    logged_in: LogIn, patient: Actor, doctor: Actor, belongings: Belongings
) -> None:
    pages = "".join(_pages(logged_in(patient), logged_in(doctor), belongings))
    assert [secret for secret in SECRETS if secret not in pages] == []


def _pages(at_home: Client, at_work: Client, things: Belongings) -> Iterator[str]:
    for client, address in (
        (at_home, f"/dialog/{things.open}/"),
        (at_home, "/start/e-konsultasjon/beskjed/"),
        (at_home, "/start/e-konsultasjon/se-over/"),
        (at_work, f"/klinikk/dialog/{things.waiting}/"),
        (at_home, "/profil/"),
        (at_home, f"/profil/kode/{things.verification}/"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield answer.content.decode()


@pytest.mark.parametrize("who", ["other_patient", "foreign_doctor"])
def test_what_is_anothers_and_what_is_not_there_look_alike(
    who: str, request: pytest.FixtureRequest, logged_in: LogIn, belongings: Belongings
) -> None:
    client = logged_in(request.getfixturevalue(who))
    for found in ADDRESSES:
        is_theirs = found.rule.audience == (Audience.CLINIC if who == "foreign_doctor" else Audience.PATIENT)
        if not is_theirs or not found.variables or found.name in {"clinic:answer", "profile:channel"}:
            continue
        method = "GET" if found.allows("GET") else "POST"
        known = ask(client, found, method, belongings)
        missing = ask(client, found, method, _nothing(belongings))
        assert _without_chance(known) == _without_chance(missing), found.name


def _nothing(things: Belongings) -> Any:
    class Nothing:
        person = things.person

        def address_objects(self, page: str, named: dict[str, str]) -> dict[str, Any]:
            missing = "0190a8a0-0000-7000-8000-000000000000"
            return {f"{page}.{variable}": missing for variable in named}

        def form(self, fields: dict[str, str]) -> dict[str, Any]:
            return things.form(fields)

    return Nothing()


def _without_chance(answer: HttpResponse) -> tuple[int, str]:
    """Give an answer without what is new in each: its reference, its form's token, the id that was asked for."""
    return answer.status_code, CHANCE.sub("", answer.read.decode().replace(TOKEN, ""))


# Hidden fields and queries name things as well. What they name of another's is not there.


def test_anothers_things_in_a_form_do_nothing(
    logged_in: LogIn, other_patient: Actor, patient: Actor, belongings: Belongings
) -> None:
    client, before = logged_in(other_patient), rows_of(patient)
    start = "/start/e-konsultasjon/"
    hers = {"utkast": str(belongings.draft), "why": "overtatt", "fjern": str(belongings.drafted_file)}
    assert client.post(start + "utkast/", hers).status_code == 409
    assert client.post(start + "beskjed/", hers).status_code == 409
    assert client.post(start + "se-over/", hers).status_code == 302
    assert client.post(start + "slett/", hers).status_code == 302
    for address in (f"{start}sendt/{belongings.waiting}/", f"{start}mottaker/?legekontor={belongings.invoice}"):
        assert client.get(address).status_code == 404
    assert rows_of(patient) == before


def test_the_others_clinic_and_doctor_cannot_be_chosen(
    logged_in: LogIn, foreign_patient: Actor, foreign_doctor: Actor, belongings: Belongings
) -> None:
    client, start = logged_in(foreign_patient), "/start/e-konsultasjon/"
    address = f"{start}mottaker/?legekontor={belongings.clinic}"
    assert client.get(address).status_code == 404
    assert client.post(address, {"recipient": str(belongings.member)}).status_code == 404
    answer = client.post(start + "mottaker/", {"recipient": str(belongings.member)})
    assert answer.status_code == 200
    assert "Du kan ikke skrive til den du valgte" in answer.content.decode()


def test_a_place_at_another_clinic_cannot_be_chosen(
    logged_in: LogIn, foreign_doctor: Actor, doctor: Actor, belongings: Belongings
) -> None:
    client = logged_in(foreign_doctor)
    for member in (doctor.public_id, doctor.staff_id, belongings.clinic):
        assert client.post("/klinikk/velg-klinikk/", {"staff": str(member)}).status_code == 200
    assert client.get(f"/klinikk/dialog/{belongings.waiting}/").status_code == 404


def test_a_page_left_open_at_one_clinic_does_nothing_after_choosing_the_other(
    logged_in: LogIn, doctor_at_both: Actor, other_clinic: Clinic, belongings: Belongings, patient: Actor
) -> None:
    client, before = logged_in(doctor_at_both), rows_of(patient)
    there = elsewhere(doctor_at_both, other_clinic)
    assert client.post("/klinikk/velg-klinikk/", {"staff": str(there.public_id)}).status_code == 302
    for found in ADDRESSES:
        if found.rule.audience == Audience.CLINIC and found.variables and found.allows("POST"):
            answer = ask(client, found, "POST", belongings)
            assert answer.status_code in {403, 404}, found.name
            assert right_answer(found, "POST", there, True)(answer), found.name
    assert rows_of(patient) == before


def test_who_acts_for_another_neither_sees_nor_changes_how_they_are_reached(
    logged_in: LogIn, other_patient: Actor, patient: Actor, clinic: Clinic, now: datetime, belongings: Belongings
) -> None:
    let_act(other_patient, patient, clinic, now, basis=Basis.GUARDIAN)
    client, persons = logged_in(other_patient), Person.objects.filter(id=patient.person_id).values()
    before = persons.get()
    assert client.get(f"/for/{patient.public_id}/innboks/").status_code == 200
    for found in ADDRESSES:
        if not found.name.startswith("profile:"):
            continue
        for method in found.rule.methods:
            answer = ask(client, found, method, belongings, f"/for/{patient.public_id}")
            assert answer.status_code == 404, (found.name, method)
            assert EMAIL not in answer.read.decode()
    assert persons.get() == before


def test_no_page_or_document_of_the_patients_holds_what_colleagues_wrote_to_each_other(
    logged_in: LogIn, patient: Actor, mother: Actor, clinic: Clinic, now: datetime, belongings: Belongings
) -> None:
    let_act(mother, patient, clinic, now, basis=Basis.GUARDIAN)
    for client, before in ((logged_in(patient), ""), (logged_in(mother), f"/for/{patient.public_id}")):
        for found in ADDRESSES:
            if found.rule.audience != Audience.PATIENT or not found.allows("GET"):
                continue
            answer = ask(client, found, "GET", belongings, before)
            read = answer.read
            if answer.get("Content-Type", "").startswith("application/pdf"):
                read = "".join(page.extract_text() for page in PdfReader(BytesIO(read)).pages).encode()
            assert SECRET_NOTE.encode() not in read, found.name
