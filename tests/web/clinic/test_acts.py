"""Frikort, the record put right and printed, invoices read and credited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.consultations import draft, send
from tests.personas import LogIn
from tests.web.clinic.conftest import Answer, filled, page

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.models import Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.journal.models import Entry
from legesvar.domain.patients.models import Exemption


def plain(response: object) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def traced(actor: Actor, event: Event) -> int:
    with acting_as(actor):
        return Trace.objects.filter(event=event).count()


@pytest.fixture
def invoice(doctor: Actor, econsultation: Dialogue, answer: Answer) -> Invoice:
    """259 kroner, after Svar og avslutt."""
    answer(doctor, econsultation, close=True)
    with acting_as(doctor):
        return billing.invoices_about(doctor, econsultation.public_id)[0]


# Frikort


def frikort(today: date, **changed: str) -> dict[str, str]:
    return {"code": "F", "last_date": f"{today.year}-12-31"} | changed


@pytest.mark.parametrize("role", ["doctor", "secretary", "substitute", "clinician"])
def test_those_who_give_care_may_record_a_frikort(
    request: pytest.FixtureRequest, logged_in: LogIn, role: str, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    client = logged_in(request.getfixturevalue(role))
    assert "født 12.05.1980" in client.get(page(econsultation) + "frikort/").content.decode()
    response = client.post(page(econsultation) + "frikort/", frikort(oslo_date(now)))
    assert response["Location"].endswith("#betaling")
    with acting_as(doctor):
        row = Exemption.objects.get()
    assert (row.code, row.first_date, row.person_id) == ("F", oslo_date(now), econsultation.person_id)


def test_with_frikort_the_patient_pays_nothing_and_gets_no_invoice(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, now: datetime
) -> None:
    at_doctor.post(page(econsultation) + "frikort/", frikort(oslo_date(now)))
    assert "0 kroner, frikort" in plain(at_doctor.get(page(econsultation)))
    at_doctor.post(page(econsultation) + "svar/", filled("close"))
    html = plain(at_doctor.get(page(econsultation)))
    assert "0 kroner, frikort" in html
    assert "Last ned PDF" not in html


@pytest.mark.parametrize(
    "wrong", [{"code": "B"}, {"code": ""}, {"code": "<script>"}, {"last_date": ""}, {"last_date": "i morgen"},
              {"last_date": "2020-01-01"}, {"last_date": "9999-12-31"}],
)  # fmt: skip
def test_what_cannot_be_meant_is_not_recorded(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, now: datetime, wrong: dict[str, str]
) -> None:
    response = at_doctor.post(page(econsultation) + "frikort/", frikort(oslo_date(now), **wrong))
    assert response.status_code == 200
    assert "Du må rette én ting" in response.content.decode()
    with acting_as(doctor):
        assert not Exemption.objects.exists()


def test_another_clinic_and_an_administrator_record_no_frikort(
    logged_in: LogIn, foreign_doctor: Actor, administrator: Actor, econsultation: Dialogue, now: datetime
) -> None:
    form = frikort(oslo_date(now) + timedelta(days=0))
    assert logged_in(foreign_doctor).post(page(econsultation) + "frikort/", form).status_code == 404
    assert logged_in(administrator).post(page(econsultation) + "frikort/", form).status_code == 403


# The record


def entry_of(doctor: Actor) -> Entry:
    with acting_as(doctor):
        return Entry.objects.order_by("number").first()


def test_a_correction_stands_under_what_it_corrects(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    address = f"{page(econsultation)}journal/{entry_of(doctor).public_id}/rett/"
    assert "Jeg har hostet i tre uker." in at_doctor.get(address).content.decode()
    response = at_doctor.post(address, {"text": "Skal være <b>to</b> uker."})
    assert response["Location"].endswith("#journal")
    html = at_doctor.get(page(econsultation)).content.decode()
    assert "Skal være &lt;b&gt;to&lt;/b&gt; uker." in html
    assert "Jeg har hostet i tre uker." in html


def test_an_empty_correction_is_refused(at_doctor: Client, doctor: Actor, econsultation: Dialogue) -> None:
    address = f"{page(econsultation)}journal/{entry_of(doctor).public_id}/rett/"
    assert "Skriv rettelsen før du lagrer den." in at_doctor.post(address, {"text": " "}).content.decode()


def test_an_entry_is_not_corrected_by_way_of_another_dialogue(
    at_doctor: Client, doctor: Actor, other_patient: Actor, clinic: Clinic, econsultation: Dialogue, now: datetime
) -> None:
    other = send(other_patient, draft(other_patient, clinic, doctor, now), now)
    address = f"{page(other)}journal/{entry_of(doctor).public_id}/rett/"
    assert at_doctor.post(address, {"text": "Feil pasient"}).status_code == 404
    assert at_doctor.get(f"{page(other)}journal/{uuid4()}/rett/").status_code == 404


def test_a_secretary_neither_corrects_nor_prints_the_record(
    at_secretary: Client, doctor: Actor, econsultation: Dialogue
) -> None:
    address = f"{page(econsultation)}journal/{entry_of(doctor).public_id}/rett/"
    assert at_secretary.post(address, {"text": "Nei"}).status_code == 403
    assert at_secretary.get(page(econsultation) + "journal.pdf").status_code == 403
    html = at_secretary.get(page(econsultation)).content.decode()
    assert "Rett opp" not in html
    assert "journal.pdf" not in html


def test_the_record_is_printed_whole_and_the_printing_traced(
    at_doctor: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation)
    at_doctor.post(f"{page(econsultation)}journal/{entry_of(doctor).public_id}/rett/", {"text": "To uker."})
    response = at_doctor.get(page(econsultation) + "journal.pdf")
    text = "\n".join(part.extract_text() for part in PdfReader(BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    assert "Nordmann" not in response["Content-Disposition"]
    for said in ("Jeg har hostet i tre uker.", "Ta det med ro.", "To uker.", "Kari Nordmann", "Solbakken legekontor"):
        assert said in text
    assert traced(doctor, Event.JOURNAL_EXTRACTED) == 1


def test_who_must_say_why_must_say_it_before_the_record_too(
    logged_in: LogIn, second_doctor: Actor, doctor: Actor, econsultation: Dialogue
) -> None:
    client = logged_in(second_doctor)
    asked = client.get(page(econsultation) + "journal.pdf")
    assert asked["Content-Type"].startswith("text/html")
    assert traced(doctor, Event.JOURNAL_EXTRACTED) == 0
    given = client.get(page(econsultation) + "journal.pdf", {"grunn": "complaint"})
    assert given["Content-Type"] == "application/pdf"
    address = f"{page(econsultation)}journal/{entry_of(doctor).public_id}/rett/"
    assert "Jeg har hostet" not in client.get(address).content.decode()


# Invoices


def test_the_giro_is_given_and_its_reading_traced(at_doctor: Client, doctor: Actor, invoice: Invoice) -> None:
    response = at_doctor.get(f"/klinikk/faktura/{invoice.public_id}/pdf/")
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(response.content)).pages)
    assert "259,00" in text
    assert response["Content-Disposition"] == f'attachment; filename="faktura-{invoice.number}.pdf"'
    assert traced(doctor, Event.INVOICE_READ) == 1


@pytest.mark.parametrize("role", ["doctor", "secretary"])
def test_an_invoice_is_credited_once(
    request: pytest.FixtureRequest, logged_in: LogIn, role: str, econsultation: Dialogue, invoice: Invoice
) -> None:
    client = logged_in(request.getfixturevalue(role))
    address = f"/klinikk/faktura/{invoice.public_id}/krediter/"
    assert "Det gjelder Kari Nordmann, født 12.05.1980." in client.get(address).content.decode()
    assert client.post(address, {"reason": "exempt"})["Location"] == f"{page(econsultation)}#betaling"
    again = client.post(address, {"reason": "exempt"})
    assert again.status_code == 409
    html = plain(client.get(page(econsultation)))
    assert "Kreditnota" in html
    assert "−259 kroner: Pasienten skulle ikke betale" in html
    assert "Pasienten betaler 0 kroner, fakturaen er kreditert" in html
    assert "Krediter<" not in html


def test_a_credit_needs_a_reason_from_the_list(at_doctor: Client, doctor: Actor, invoice: Invoice) -> None:
    address = f"/klinikk/faktura/{invoice.public_id}/krediter/"
    for reason in ("", "fordi", "<script>"):
        assert at_doctor.post(address, {"reason": reason}).status_code == 200
    with acting_as(doctor):
        assert Invoice.objects.count() == 1


def test_neither_substitute_nor_clinician_may_credit(
    logged_in: LogIn, substitution: Actor, clinician: Actor, invoice: Invoice
) -> None:
    for person in (substitution, clinician):
        response = logged_in(person).post(f"/klinikk/faktura/{invoice.public_id}/krediter/", {"reason": "exempt"})
        assert response.status_code == 403


def test_another_clinics_staff_find_no_invoice(logged_in: LogIn, foreign_doctor: Actor, invoice: Invoice) -> None:
    client = logged_in(foreign_doctor)
    assert client.get(f"/klinikk/faktura/{invoice.public_id}/pdf/").status_code == 404
    assert client.get(f"/klinikk/faktura/{invoice.public_id}/krediter/").status_code == 404
    assert client.post(f"/klinikk/faktura/{invoice.public_id}/krediter/", {"reason": "exempt"}).status_code == 404
    assert client.get(f"/klinikk/faktura/{uuid4()}/pdf/").status_code == 404


def test_an_administrator_credits_and_goes_back_to_the_invoice(
    logged_in: LogIn, administrator: Actor, invoice: Invoice
) -> None:
    response = logged_in(administrator).post(f"/klinikk/faktura/{invoice.public_id}/krediter/", {"reason": "goodwill"})
    assert response["Location"] == f"/klinikk/faktura/{invoice.public_id}/"
