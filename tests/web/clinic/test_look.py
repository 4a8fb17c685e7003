"""The clinic's pages as a browser draws them: nothing for axe to find, nothing cut off, nothing of their own."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.domain.dialogues.test_converting import ask
from tests.domain.dialogues.test_life import ASK, sent
from tests.personas import FURNISHER, LogIn
from tests.web.clinic.conftest import Answer, Reply, filled, page
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.faults import faults_of
from tests.web.look.stage import Look

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.models import Invoice
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.journal.models import Entry
from legesvar.domain.standard_texts.models import Text

Pages = dict[str, str]


@pytest.fixture
def drawn(
    logged_in: LogIn, doctor: Actor, second_doctor: Actor, patient: Actor, secretary: Actor, administrator: Actor,
    econsultation: Dialogue, answer: Answer, reply: Reply, now: datetime,
) -> Pages:  # fmt: skip
    """Walk through a dialogue's life and keep the pages."""
    case, client = page(econsultation), logged_in(doctor)
    pages = {"list": body(client, "/klinikk/arbeidsliste/"), "new": body(client, case)}
    logged_in(secretary).post(case + "svar/", filled("keep", "Time mandag?"))
    pages |= {"suggestion": body(client, case), "secretary": body(logged_in(secretary), case)}
    pages |= {"why": body(logged_in(second_doctor), case), "no why": body(logged_in(second_doctor), case + "?grunn=")}
    pages["empty answer"] = client.post(case + "svar/", filled("answer", "")).content.decode()
    pages["exemption"] = body(client, case + "frikort/")
    client.post(case + "notat/", {"note": "Moren ringte, og var urolig for utslettet."})
    pages["empty note"] = client.post(case + "notat/", {}).content.decode()
    pages |= {"assign": body(client, case + "tildel/"), "forward": body(client, case + "videresend/")}
    pages["no colleague"] = client.post(case + "del/", {}).content.decode()
    given = client.post(case + "del/", {"to": str(second_doctor.public_id)}, follow=True).content.decode()
    pages |= {"shared": given, "with notes": body(client, case)}
    pages["nobodys"] = body(client, "/klinikk/arbeidsliste/?vis=ufordelt")
    pages["wrong exemption"] = client.post(case + "frikort/", {}).content.decode()
    pages |= {"reject": body(client, case + "avvis/"), "no reason": client.post(case + "avvis/", {}).content.decode()}
    pages["close in vain"] = client.post(case + "lukk/", filled("close", "")).content.decode()
    answer(doctor, econsultation)
    reply(patient, econsultation)
    pages["held"] = client.post(case + "svar/", filled("close")).content.decode()
    answer(doctor, econsultation, seen=3, close=True)
    pages["archive"] = body(client, "/klinikk/arbeidsliste/?vis=arkiv")
    pages["receipt"] = body(client, f"/klinikk/arbeidsliste/?svart={econsultation.public_id}")
    with acting_as(doctor):
        entry, invoice = Entry.objects.first(), billing.invoices_about(doctor, econsultation.public_id)[0]
    assert entry is not None
    correction = f"{case}journal/{entry.public_id}/rett/"
    pages["correction"] = body(client, correction)
    client.post(correction, {"text": "To uker, ikke tre."})
    pages["credit"] = body(client, f"/klinikk/faktura/{invoice.public_id}/krediter/")
    pages["invoice"] = body(client, f"/klinikk/faktura/{invoice.public_id}/")
    pages["not due"] = client.post(f"/klinikk/faktura/{invoice.public_id}/ubetalt/").content.decode()
    client.post(f"/klinikk/faktura/{invoice.public_id}/krediter/", {"reason": "exempt"})
    pages["credited"] = body(client, f"/klinikk/faktura/{invoice.public_id}/")
    pages |= drawn_texts(client, case) | drawn_conversion(client, logged_in, doctor, patient, now)
    return pages | {
        "closed": body(client, case),
        "administrator": body(logged_in(administrator), "/klinikk/arbeidsliste/"),
    }


TEXTS = "/klinikk/innstillinger/tekstmaler/"


def drawn_texts(client: Client, case: str) -> Pages:
    """Make a standard text, and keep its pages and the page of a case that offers it."""
    client.post(TEXTS + "ny/", {"owner": "clinic", "title": "Hvile", "text": "Hei {fornavn}. Ta det med ro."})
    with acting_as(FURNISHER):
        own = f"{TEXTS}{Text.objects.get().public_id}/"
    return {
        "texts": body(client, TEXTS), "new text": body(client, TEXTS + "ny/"), "text": body(client, own),
        "broken text": client.post(TEXTS + "ny/", {"owner": "own", "title": "", "text": "{navn}"}).content.decode(),
        "retire": body(client, own + "ta-ut/"), "case with texts": body(client, case),
    }  # fmt: skip


def drawn_conversion(client: Client, logged_in: LogIn, doctor: Actor, patient: Actor, now: datetime) -> Pages:
    """Ask whether an inquiry may become an e-consultation, and keep what both sides see."""
    with acting_as(FURNISHER):
        clinic = Clinic.objects.get(id=doctor.clinic_id)
    inquiry = sent(patient, clinic, ASK, None, now)
    case, reader = page(inquiry), logged_in(patient)
    pages = {
        name: body(client, case + rest) for name, rest in (("inquiry", ""), ("convert", "omgjor/"), ("close", "lukk/"))
    }
    pages["ask nothing"] = client.post(case + "omgjor/", {}).content.decode()
    ask(doctor, inquiry, doctor, now)
    price = f"/dialog/{inquiry.public_id}/pris/"
    return pages | {
        "asked": body(client, case), "asked patient": body(reader, f"/dialog/{inquiry.public_id}/"),
        "price": body(reader, price), "price not accepted": reader.post(price, {"svar": "ja"}).content.decode(),
    }  # fmt: skip


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.browser
def test_nothing_is_wrong_with_the_pages_about_invoices(
    look: Look, logged_in: LogIn, secretary: Actor, late_invoice: Invoice,  # noqa: F811
) -> None:  # fmt: skip
    client, own = logged_in(secretary), f"/klinikk/faktura/{late_invoice.public_id}/"
    drawn = {"late": body(client, own), "nothing unpaid": body(client, "/klinikk/faktura/")}
    drawn["no such"] = client.post("/klinikk/faktura/", {"number": "1"}).content.decode()
    drawn["marked"] = client.post(own + "ubetalt/", follow=True).content.decode()
    drawn["not said how"] = client.post(own + "oppgjort/").content.decode()
    drawn |= {
        "unpaid": body(client, "/klinikk/faktura/"),
        "case": body(client, f"/klinikk/dialog/{late_invoice.about}/"),
    }
    assert faults_of(look, drawn.items()) == []


@pytest.mark.browser
def test_nothing_is_wrong_with_any_page(look: Look, drawn: Pages) -> None:  # noqa: F811
    assert faults_of(look, drawn.items()) == []
