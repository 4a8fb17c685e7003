"""Finding an invoice, and following up those that are not paid (PAY-5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import escape
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import Answer
from tests.web.patient.walk import text_of

from legesvar.core.actor import Actor
from legesvar.core.kinds import Service
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry as Trace
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import kid
from legesvar.domain.billing.kinds import Settled
from legesvar.domain.billing.models import Invoice, Overdue
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients.settings import PatientSettings

LIST = "/klinikk/faktura/"


def own(invoice: Invoice) -> str:
    return f"{LIST}{invoice.public_id}/"


def marks(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(Overdue.objects.order_by("id").values_list("settled", flat=True))


@pytest.mark.parametrize("written", ["10001", "10 001", "kid"])
def test_a_secretary_finds_the_invoice_that_the_bank_names(
    at_secretary: Client, late_invoice: Invoice, written: str
) -> None:
    number = late_invoice.kid if written == "kid" else written
    response = at_secretary.post(LIST, {"number": number})
    assert response["Location"] == own(late_invoice)
    page = text_of(at_secretary.get(own(late_invoice)))
    assert "Det gjelder Kari Nordmann, født 12.05.1980." in page
    assert "Forfalt. Ikke merket som ubetalt." in page
    assert " ".join(kid.grouped(late_invoice.kid).split()) in page


@pytest.mark.parametrize("written", ["", "99", "Kari Nordmann", "<script>", "9" * 30, "1\0", "٣"])
def test_what_names_no_invoice_is_kept_and_said(at_secretary: Client, late_invoice: Invoice, written: str) -> None:
    response = at_secretary.post(LIST, {"number": written})
    assert response.status_code == 200
    assert "Du må rette én ting" in text_of(response)
    assert "\0" in written or f'value="{escape(written)}"' in response.content.decode() or not written


def test_an_invoice_is_marked_and_settled_and_each_reading_is_traced(
    at_secretary: Client, secretary: Actor, late_invoice: Invoice
) -> None:
    marked = at_secretary.post(own(late_invoice) + "ubetalt/", follow=True)
    assert "Fakturaen er merket som ubetalt." in text_of(marked)
    assert f"av {secretary.name}" in text_of(marked)
    assert "Faktura 10001, 259 kroner, forfall" in text_of(at_secretary.get(LIST))
    assert "Kari Nordmann" in text_of(at_secretary.get(LIST))
    settled = at_secretary.post(own(late_invoice) + "oppgjort/", {"how": "paid"}, follow=True)
    assert "Fakturaen er ikke lenger merket som ubetalt." in text_of(settled)
    assert "Ingen fakturaer er merket som ubetalt." in text_of(at_secretary.get(LIST))
    assert marks(secretary) == ["paid"]
    assert readings(secretary) == 2


def readings(actor: Actor) -> int:
    with acting_as(actor):
        return Trace.objects.filter(event=Event.INVOICE_READ).count()


@pytest.mark.parametrize(("act", "method"), [
    ("", "get"), ("krediter/", "get"), ("krediter/", "post"), ("oppgjort/", "post"), ("ubetalt/", "post"),
])  # fmt: skip
def test_whose_invoice_it_is_is_never_shown_without_a_trace(
    logged_in: LogIn, administrator: Actor, unpaid: Invoice, act: str, method: str
) -> None:
    page = getattr(logged_in(administrator), method)(own(unpaid) + act)
    assert "Kari Nordmann" in text_of(page)
    assert readings(administrator) == 1


def test_what_was_settled_says_how_when_and_by_whom(at_secretary: Client, secretary: Actor, unpaid: Invoice) -> None:
    page = text_of(at_secretary.post(own(unpaid) + "oppgjort/", {"how": "paid"}, follow=True))
    assert "Betalt, registrert" in page
    assert f"av {secretary.name}" in page


def test_a_receipt_is_not_shown_again_when_a_colleague_has_undone_it(
    at_secretary: Client, secretary: Actor, unpaid: Invoice, now: datetime
) -> None:
    assert "er merket som ubetalt." in text_of(at_secretary.get(own(unpaid) + "?gjort=merket"))
    with acting_as(secretary):
        billing.settle(actor=secretary, public_id=unpaid.public_id, how=Settled.MISTAKE, now=now)
    assert "Fakturaen er merket som ubetalt." not in text_of(at_secretary.get(own(unpaid) + "?gjort=merket"))


def test_a_credit_note_leads_to_its_invoice_and_back(at_secretary: Client, late_invoice: Invoice) -> None:
    at_secretary.post(own(late_invoice) + "krediter/", {"reason": "goodwill"})
    found = at_secretary.post(LIST, {"number": str(late_invoice.number + 1)})["Location"]
    note = at_secretary.get(found)
    assert "Legekontoret ettergir beløpet" in text_of(note)
    assert f'href="{own(late_invoice)}"' in note.content.decode()
    assert f'href="{found}"' in at_secretary.get(own(late_invoice)).content.decode()


def test_the_mark_stands_where_the_invoice_is_listed(
    at_secretary: Client, econsultation: Dialogue, unpaid: Invoice
) -> None:
    case = at_secretary.get(f"/klinikk/dialog/{econsultation.public_id}/")
    assert "Ubetalt" in text_of(case)
    assert f'href="{own(unpaid)}"' in case.content.decode()


def test_how_it_was_settled_must_be_said(at_secretary: Client, secretary: Actor, unpaid: Invoice) -> None:
    for how in ("", "credited", "betalt"):
        response = at_secretary.post(own(unpaid) + "oppgjort/", {"how": how})
        assert "Velg ett av alternativene" in text_of(response)
    assert marks(secretary) == [""]


@pytest.mark.parametrize(("act", "says"), [("ubetalt/", "allerede merket"), ("oppgjort/", "ikke merket som ubetalt")])
def test_a_second_click_changes_nothing_and_is_told_so(
    at_secretary: Client, unpaid: Invoice, act: str, says: str
) -> None:
    if act == "oppgjort/":
        at_secretary.post(own(unpaid) + act, {"how": "paid"})
    response = at_secretary.post(own(unpaid) + act, {"how": "paid"})
    assert response.status_code == 409
    assert says in text_of(response)


def test_what_is_not_due_has_no_button(
    at_secretary: Client, doctor: Actor, econsultation: Dialogue, answer: Answer
) -> None:
    answer(doctor, econsultation, close=True)
    page = text_of(at_secretary.get(at_secretary.post(LIST, {"number": "10001"})["Location"]))
    assert "Ikke forfalt" in page
    assert "Merk som ubetalt" not in page


def test_what_is_credited_has_no_button(at_secretary: Client, late_invoice: Invoice) -> None:
    page = text_of(at_secretary.get(own(late_invoice)))
    assert "Merk som ubetalt" in page
    at_secretary.post(own(late_invoice) + "krediter/", {"reason": "goodwill"})
    credited = text_of(at_secretary.get(own(late_invoice)))
    assert "Merk som ubetalt" not in credited
    assert "Pasienten skal ikke betale." in credited
    assert at_secretary.post(own(late_invoice) + "ubetalt/").status_code == 409


def test_the_page_says_what_the_mark_does_to_the_patient(
    at_secretary: Client, clinic: Clinic, late_invoice: Invoice, now: datetime
) -> None:
    assert "Dere har ikke valgt at det skal stoppe noe." in text_of(at_secretary.get(own(late_invoice)))
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, valid_from=now - timedelta(hours=1), now=now,
            settings=PatientSettings(nothing_overdue_for=(Service.E_CONSULTATION, Service.INQUIRY)),
        )  # fmt: skip
    before = text_of(at_secretary.get(own(late_invoice)))
    assert "Pasienten får se at fakturaen ikke er betalt." in before
    assert "kan pasienten ikke starte dette: e-konsultasjon og andre henvendelser." in before
    marked = text_of(at_secretary.post(own(late_invoice) + "ubetalt/", follow=True))
    assert "Pasienten ser at fakturaen ikke er betalt." in marked


@pytest.mark.parametrize("act", ["", "ubetalt/", "oppgjort/"])
def test_neither_substitute_nor_clinician_follows_up(
    logged_in: LogIn, substitution: Actor, clinician: Actor, late_invoice: Invoice, act: str
) -> None:
    for person in (substitution, clinician):
        client = logged_in(person)
        answered = client.post(own(late_invoice) + act, {"how": "paid"}) if act else client.get(own(late_invoice))
        assert answered.status_code == 403
        assert client.get(LIST).status_code == 403


def test_who_may_not_follow_up_sees_the_mark_and_no_way_to_it(
    logged_in: LogIn, clinician: Actor, econsultation: Dialogue, unpaid: Invoice
) -> None:
    case = logged_in(clinician).get(f"/klinikk/dialog/{econsultation.public_id}/?grunn=helps").content.decode()
    assert "Ubetalt" in case
    assert own(unpaid) + '"' not in case


def test_another_clinic_finds_neither_the_number_nor_the_invoice(
    logged_in: LogIn, foreign_doctor: Actor, unpaid: Invoice
) -> None:
    client = logged_in(foreign_doctor)
    assert "Dere har ingen faktura med dette nummeret" in text_of(client.post(LIST, {"number": "10001"}))
    assert "Kari" not in text_of(client.get(LIST))
    assert client.get(own(unpaid)).status_code == 404
    assert client.post(own(unpaid) + "oppgjort/", {"how": "paid"}).status_code == 404


def test_an_administrator_sees_who_owes_and_nothing_of_the_dialogue(
    logged_in: LogIn, administrator: Actor, unpaid: Invoice
) -> None:
    page = logged_in(administrator).get(own(unpaid))
    assert "Kari Nordmann" in text_of(page)
    assert "/klinikk/dialog/" not in page.content.decode()
    assert f"{own(unpaid)}krediter/" in page.content.decode()
