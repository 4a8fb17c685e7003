"""Somebody whom the clinic stops because an invoice was not paid in time (ID-5): told why, and how to go on."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.personas import FURNISHER, LogIn, let_act
from tests.web.patient.test_before_sending import demand
from tests.web.patient.walk import START, Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind, Service
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.audit.models import Entry
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing import kid
from legesvar.domain.billing.kinds import CreditReason, Settled
from legesvar.domain.billing.models import Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.commands import sending
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.policies import PrerequisiteRefusal
from legesvar.domain.patients.settings import PatientSettings

E = Kind.E_CONSULTATION
WHY = "En faktura fra legekontoret har forfalt og er ikke betalt."


@pytest.fixture
def stopped(unpaid: Invoice, clinic: Clinic, now: datetime) -> Invoice:
    demand(clinic, now, PatientSettings(nothing_overdue_for=(E,)))
    return unpaid


def test_who_owes_is_shown_what_to_pay_and_whom_to_phone(walk: Walk, stopped: Invoice) -> None:
    start = walk.client.get("/start/")
    assert WHY in text_of(start)
    assert f'href="{START}"' in start.content.decode()
    page = walk.get("mottaker/")
    for said in (WHY, "259 kroner", "8601 11 17947", kid.grouped(stopped.kid), "22 00 11 22", "Har du betalt?"):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Slik betaler du faktura 10001" in text_of(page)
    assert 'href="/start/faktura/"' in page.content.decode()
    assert f"/faktura/{stopped.public_id}/pdf/" in page.content.decode()


def test_other_services_stay_open(walk: Walk, stopped: Invoice) -> None:
    assert WHY not in text_of(walk.client.get("/start/resept/mottaker/"))
    assert WHY not in text_of(walk.client.get("/start/annet/mottaker/"))


def test_a_mark_stops_nobody_where_the_clinic_has_not_said_so(walk: Walk, unpaid: Invoice) -> None:
    assert WHY not in text_of(walk.client.get("/start/"))
    assert "Neste steg" in text_of(walk.get("mottaker/"))


def test_a_mark_that_comes_meanwhile_stops_the_page_and_the_post_and_keeps_the_text(
    walk: Walk, doctor: Actor, late_invoice: Invoice, clinic: Clinic, now: datetime
) -> None:
    demand(clinic, now, PatientSettings(nothing_overdue_for=(E,)))
    walk.to_review(doctor)
    draft = walk.draft
    with acting_as(doctor):
        billing.mark_overdue(actor=doctor, public_id=late_invoice.public_id, now=now)
    for response in (walk.get("se-over/"), walk.send()):
        assert WHY in text_of(response)
        assert "Utkastet ditt er lagret." in text_of(response)
    with acting_as(walk.actor), pytest.raises(Refused) as refused:
        sending.send(actor=walk.actor, kind=E, draft_id=draft.public_id, now=now)
    assert refused.value.reason is PrerequisiteRefusal.NOTHING_OVERDUE
    assert walk.draft.texts == draft.texts
    with acting_as(doctor):
        billing.settle(actor=doctor, public_id=late_invoice.public_id, how=Settled.PAID, now=now)
    assert walk.send().status_code == 302


def test_what_is_begun_goes_on_while_it_is_unpaid(walk: Walk, stopped: Invoice, econsultation: Dialogue) -> None:
    page = walk.client.get(f"/dialog/{econsultation.public_id}/")
    assert "259 kr skulle vært betalt innen" in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="text"' in page.content.decode()


@pytest.mark.parametrize(("services", "sees"), [((E,), False), ((E, Service.INVOICES), True)])
def test_who_acts_for_the_patient_is_stopped_and_sees_the_invoice_only_with_leave(
    logged_in: LogIn, stopped: Invoice, patient: Actor, other_patient: Actor, clinic: Clinic, now: datetime,
    services: tuple[str, ...], sees: bool,
) -> None:  # fmt: skip
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=services)
    page = logged_in(other_patient).get(f"/for/{patient.public_id}{START}mottaker/")
    assert WHY in text_of(page)
    assert "22 00 11 22" in text_of(page)
    assert (" ".join(kid.grouped(stopped.kid).split()) in text_of(page)) is sees
    assert ("Du har ikke tilgang til å se fakturaen." in text_of(page)) is not sees
    with acting_as(FURNISHER):
        read = Entry.objects.filter(event=Event.INVOICE_READ)
        assert [entry.acting_person_id for entry in read] == [other_patient.person_id] * sees
    assert (f"/for/{patient.public_id}/faktura/{stopped.public_id}/pdf/" in page.content.decode()) is sees


@pytest.mark.parametrize(
    ("how", "says"), [(Settled.PAID, "259 kr er betalt."), (Settled.MISTAKE, "259 kr, betal innen")]
)
def test_who_has_paid_is_not_told_to_pay(
    logged_in: LogIn, patient: Actor, doctor: Actor, unpaid: Invoice, now: datetime, how: Settled, says: str
) -> None:
    with acting_as(doctor):
        billing.settle(actor=doctor, public_id=unpaid.public_id, how=how, now=now)
    page = text_of(logged_in(patient).get(f"/dialog/{unpaid.about}/"))
    assert says in page.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_credited_is_not_to_be_paid(
    logged_in: LogIn, patient: Actor, doctor: Actor, late_invoice: Invoice, now: datetime
) -> None:
    with acting_as(doctor):
        billing.credit(actor=doctor, public_id=late_invoice.public_id, reason=CreditReason.GOODWILL, now=now)
    page = text_of(logged_in(patient).get(f"/dialog/{late_invoice.about}/")).replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("259 kr skal ikke betales.") == 2
    assert "betal innen" not in page
