"""Importing patients from a file: looked at, confirmed, done as it was looked at or not at all (ADMIN-3)."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.personas import FURNISHER, LogIn, number
from tests.web.clinic.conftest import asked

from legesvar.core.actor import Actor
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.identity.models import Person
from legesvar.domain.patients import patient_file, selectors
from legesvar.domain.patients.commands import importing, membership
from legesvar.domain.patients.commands.membership import Entered
from legesvar.domain.patients.models import Import, ImportLine, Membership, Patient
from legesvar.domain.patients.policies import RegisterRefusal
from legesvar.web.files.upload_handler import CappedUploadHandler

pytestmark = pytest.mark.django_db
IMPORT = "/klinikk/pasienter/import/"
BORN = date(1961, 2, 3)
HEAD = "Fødselsnummer;Navn;E-post;Mobil;Fastlege"


def rows(*written: str) -> str:
    return "\n".join((HEAD, *written)) + "\n"


def row(serial: int, name: str = "Åse Øvre", email: str = "", mobile: str = "", gp: str = "") -> str:
    return f"{number(BORN, serial)};{name};{email};{mobile};{gp}"


def send(browser: Client, text: str | bytes, encoding: str = "utf-8") -> object:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return browser.post(IMPORT, {"file": SimpleUploadedFile("pasienter.csv", data, "text/csv")})


def looked_at(browser: Client, text: str, encoding: str = "utf-8") -> tuple[str, str]:
    """Send a file and give the address of its preview and what that shows."""
    answer = send(browser, text, encoding)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], browser.get(answer["Location"]).content.decode()


def digest(shown: str) -> str:
    return re.search(r'name="digest" value="(\w+)"', shown)[1]


def done(browser: Client, text: str) -> str:
    address, shown = looked_at(browser, text)
    assert browser.post(address, {"digest": digest(shown)}).status_code == 302
    return browser.get(address).content.decode()


def listed(actor: Actor) -> dict[str, Patient]:
    with acting_as(actor):
        return {one.identity_number: one for one in Patient.objects.all()}


def test_nothing_happens_before_it_is_confirmed_and_then_exactly_that(
    at_secretary: Client, secretary: Actor, doctor: Actor, second_doctor: Actor, patient: Actor
) -> None:
    known, before = Person.objects.get(id=patient.person_id).identity_number, len(listed(secretary))
    text = rows(
        row(1, "Ny Nyborg", "ny@eksempel.no", "91234567", "9144890"), row(2, "Enda Enby", gp="Lise Lege"),
        f"{known};Kari Nordmann Ås;;;Dag Doktor", row(3, "Uten"),
    )  # fmt: skip
    address, shown = looked_at(at_secretary, text)
    for said in ("2 kommer på listen", "1 endres", "1 av linjene har feil", "Importer 3 pasienter", "Fastlegen endres"):
        assert said in shown
    assert len(listed(secretary)) == before
    at_secretary.post(address, {"digest": digest(shown)})
    now_listed = listed(secretary)
    assert len(now_listed) == before + 2
    new = now_listed[number(BORN, 1)]
    assert (new.name, new.gp_id) == ("Ny Nyborg", second_doctor.staff_id)
    assert (now_listed[known].name, now_listed[known].gp_id) == ("Kari Nordmann Ås", second_doctor.staff_id)
    person = Person.objects.get(id=new.person_id)
    assert (person.email, person.mobile, person.email_verified_at) == ("ny@eksempel.no", "+4791234567", None)
    with acting_as(secretary):
        assert Membership.objects.filter(person_id=patient.person_id).count() == 2
        assert Membership.objects.filter(person_id=new.person_id, ended_at=None).count() == 1
        counts = Entry.objects.get(event="patients_imported").details
    assert (counts["new"], counts["changed"], counts["wrong"]) == (2, 1, 1)
    with acting_as(patient):
        assert Entry.objects.filter(event="patient_changed").exists()


def test_the_same_file_twice_changes_nothing(at_secretary: Client, secretary: Actor) -> None:
    text = rows(row(1, email="ase@eksempel.no", mobile="91234567", gp="Ingen"), row(2)).replace(";Ingen", ";")
    done(at_secretary, text)
    before = {key: (one.id, one.name, one.gp_id, one.listed_at) for key, one in listed(secretary).items()}
    _, shown = looked_at(at_secretary, text)
    assert "Det er ingenting å importere" in shown
    assert "2 er uendret" in shown
    assert {key: (one.id, one.name, one.gp_id, one.listed_at) for key, one in listed(secretary).items()} == before


def test_confirming_twice_does_it_once(at_secretary: Client, secretary: Actor) -> None:
    address, shown = looked_at(at_secretary, rows(row(1)))
    for _ in range(2):
        assert at_secretary.post(address, {"digest": digest(shown)}).status_code == 302
    with acting_as(secretary):
        assert Entry.objects.filter(event="patients_imported").count() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_ten_broken_lines_and_a_duplicate_leave_the_others_whole(
    at_secretary: Client, secretary: Actor, encoding: str
) -> None:
    broken = [f"{n};Åse Øvre;;;" for n in range(9)] + [f'{number(BORN, 50)};"Åse Øvre;;;']
    text = rows(row(1), *broken, row(2), row(1))
    _, shown = looked_at(at_secretary, text, encoding)
    assert "11 av linjene har feil" in shown
    assert "Samme fødselsnummer står på linje 2." in shown
    assert "Et anførselstegn er åpnet" in shown
    assert "Åse Øvre" in shown
    assert "Importer 2 pasienter" in shown


def test_two_million_lines_are_refused_with_the_limit_told(at_secretary: Client) -> None:
    assert "høyst 20\N{NO-BREAK SPACE}000 linjer" in at_secretary.get(IMPORT).content.decode()
    answer = send(at_secretary, b"fnr;navn\n" + b";\n" * 2_000_000)
    assert (answer.status_code, "for mange linjer" in answer.content.decode()) == (422, True)
    with acting_as(FURNISHER):
        assert not Import.objects.exists()


def test_a_file_larger_than_may_come_in_is_told_so_on_the_same_page(
    at_secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(CappedUploadHandler, "limits", replace(CappedUploadHandler.limits, max_bytes=1000))
    answer = send(at_secretary, rows(*(row(serial) for serial in range(50))))
    assert (answer.status_code, "Filen er for stor" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("form", [{}, {"file": ""}, {"file": "tekst"}])
def test_a_form_without_a_file_asks_for_one(at_secretary: Client, form: dict[str, str]) -> None:
    assert "Velg en fil" in at_secretary.post(IMPORT, form).content.decode()


def test_what_a_patient_has_verified_is_never_overwritten_and_that_is_said(
    at_secretary: Client, secretary: Actor, patient: Actor, now: datetime
) -> None:
    Person.objects.filter(id=patient.person_id).update(email="egen@eksempel.no", email_verified_at=now, mobile="")
    known = Person.objects.get(id=patient.person_id).identity_number
    text = rows(f"{known};Kari Nordmann;annen@eksempel.no;91234567;")
    address, shown = looked_at(at_secretary, text)
    assert "Pasienten har bekreftet en annen e-postadresse. Den blir beholdt." in shown
    at_secretary.post(address, {"digest": digest(shown)})
    person = Person.objects.get(id=patient.person_id)
    assert (person.email, person.mobile) == ("egen@eksempel.no", "+4791234567")


def test_somebody_on_another_clinics_list_looks_like_anybody_new(
    at_secretary: Client, foreign_patient: Actor, now: datetime
) -> None:
    Person.objects.filter(id=foreign_patient.person_id).update(email="egen@eksempel.no", email_verified_at=now)
    known = Person.objects.get(id=foreign_patient.person_id).identity_number
    _, shown = looked_at(at_secretary, rows(f"{known};Nytt Navnesen;annen@eksempel.no;;", row(1, "Nytt Navnesen")))
    first, second = re.findall(r'<tr role="row" class="cards__row">(.*?)</tr>', shown, re.DOTALL)
    assert re.sub(r"\d", "", first) == re.sub(r"\d", "", second)
    assert "egen@" not in shown
    assert foreign_patient.name not in shown


def test_a_register_that_changed_meanwhile_is_looked_at_anew(
    at_secretary: Client, secretary: Actor, now: datetime
) -> None:
    address, shown = looked_at(at_secretary, rows(row(1, "Åse Øvre"), row(2)))
    with acting_as(secretary):
        membership.enlist(actor=secretary, entered=Entered(number(BORN, 1), BORN, "Åse Nedre"), now=now)
    answer = at_secretary.post(address, {"digest": digest(shown)})
    again = answer.content.decode()
    assert (answer.status_code, "er endret etter at du lastet opp" in again) == (409, True)
    assert "Navnet endres. Det er nå Åse Nedre." in again
    assert number(BORN, 2) not in listed(secretary)
    stale = at_secretary.post(address, {"digest": digest(shown)})
    assert stale.status_code == 409
    assert at_secretary.post(address, {"digest": digest(again)}).status_code == 302
    assert number(BORN, 2) in listed(secretary)


def test_a_fault_in_the_middle_leaves_nothing_imported(at_secretary: Client, secretary: Actor, now: datetime) -> None:
    address, shown = looked_at(at_secretary, rows(row(1), row(2)))
    with acting_as(secretary):
        # Somebody bears the name in addresses that the second line is to get: the database refuses it.
        other = membership.enlist(actor=secretary, entered=Entered(number(BORN, 9), BORN, "Annen Annesen"), now=now)
        Patient.objects.filter(id=other.id).update(public_id=ImportLine.objects.get(number=3).public_id)
    before = len(listed(secretary))
    assert at_secretary.post(address, {"digest": digest(shown)}).status_code == 409
    assert len(listed(secretary)) == before
    assert not Person.objects.filter(identity_number=number(BORN, 1)).exists()


def test_a_preview_is_worth_nothing_after_a_day_and_is_forgotten(
    at_secretary: Client, secretary: Actor, now: datetime
) -> None:
    address, shown = looked_at(at_secretary, rows(row(1)))
    with acting_as(FURNISHER):
        Import.objects.update(expires_at=now)
        made = Import.objects.get()
    assert at_secretary.get(address).status_code == 404
    with acting_as(secretary), pytest.raises(Refused) as refused:
        importing.confirm(actor=secretary, import_id=made.public_id, digest=digest(shown), now=now)
    assert refused.value.reason is RegisterRefusal.IMPORT_OLD
    with acting_as(FURNISHER):
        assert importing.forget_imports(actor=FURNISHER, now=now + timedelta(seconds=1)) == 1
        assert not ImportLine.objects.exists()


def test_another_clinic_sees_and_confirms_nothing(
    at_secretary: Client, foreign_doctor: Actor, logged_in: LogIn
) -> None:
    address, shown = looked_at(at_secretary, rows(row(1)))
    stranger = logged_in(foreign_doctor)
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}rapport.csv").status_code == 404
    assert stranger.post(address, {"digest": digest(shown)}).status_code == 404
    with acting_as(foreign_doctor):
        assert not Import.objects.exists()
        assert not ImportLine.objects.exists()


@pytest.mark.parametrize("who", ["clinician", "substitute"])
def test_who_may_not_change_the_register_imports_nothing(
    who: str, request: pytest.FixtureRequest, logged_in: LogIn
) -> None:
    assert send(logged_in(request.getfixturevalue(who)), rows(row(1))).status_code == 403


def test_the_report_holds_every_line_and_no_formula(at_secretary: Client) -> None:
    nasty = ["=HYPERLINK(1) X", "+1 X", "-2+3 X", "@SUM(A1) X", "=cmd|' /C calc'!A0 X"]
    address, _ = looked_at(at_secretary, rows(row(1), *(row(2 + n, name) for n, name in enumerate(nasty))))
    answer = at_secretary.get(f"{address}rapport.csv")
    told = answer.content.decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    lines = told.splitlines()
    assert len(lines) == 2 + len(nasty)
    assert lines[1].startswith("2;Ny;")
    for cell in re.split(r"[;\r\n]", told):
        assert not cell.strip('" ').startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("query", ["?vis=wrong", "?vis=x", "?side=x", "?side=%00", "?vis=new&side=WzEsMV0"])
def test_the_preview_is_paged_and_filtered(at_secretary: Client, query: str) -> None:
    many = [row(serial) for serial in range(selectors.PAGE_SIZE + 5)]
    address, shown = looked_at(at_secretary, rows(*many, "1;Feil Feilsen;;;"))
    assert shown.count('class="cards__row"') == selectors.PAGE_SIZE
    key = re.search(r'href="(\?side=[^"]+)" rel="next"', shown)[1]
    assert at_secretary.get(f"{address}{key}").content.decode().count('class="cards__row"') == 6
    answer = at_secretary.get(address + query).content.decode()
    assert answer.count('class="cards__row"') == (1 if query == "?vis=wrong" else selectors.PAGE_SIZE)


def test_ten_thousand_patients_cost_as_many_statements_as_two_thousand_do(secretary: Actor, now: datetime) -> None:
    """The cost is by the block and not by the line; docs/patients.md has the seconds."""

    def statements(first: int, count: int) -> int:
        text = rows(*(f"{digits};Åse Øvre;a{digits}@eksempel.no;;" for digits in numbers[first : first + count]))
        file = patient_file.read(io.BytesIO(text.encode()), gps=[], synthetic_allowed=True)
        with acting_as(secretary), CaptureQueriesContext(connection) as queries:
            made = importing.preview(actor=secretary, file=file, now=now)
            assert importing.confirm(actor=secretary, import_id=made.public_id, digest=made.digest, now=now).done_at
        return len(asked(queries))

    numbers = [number(BORN + timedelta(days=day), serial) for day in range(4) for serial in range(100)]
    assert statements(0, 40) == statements(40, 360)
