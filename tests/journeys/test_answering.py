"""From the worklist to the paid answer: what the clinic does, what the patient gets, and what is left behind."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.portal import NUMBERS
from tests.journeys.visitor import MODES

SUBJECT = "Ny melding i Legesvar"
BODY = (
    "Du har en ny melding. Logg inn på {address} for å lese den.\n\n"
    "Vi skriver aldri om helsen din i SMS eller e-post. Du kan ikke svare på denne e-posten."
)
FIRST, REPLY, LAST = "Prøv en mild salve først.", "Salven hjalp litt, men det klør ennå.", "Da skriver jeg en resept."
TOO_LATE = "Jeg glemte å si at jeg er allergisk."
# A patient who pays and gets e-mail, and a doctor whose work it is.
CASTS = [
    ("with scripts", "Karin Testdal", "Vidar Vikarstad", ""),
    ("without scripts", "Ingrid Testlund", "Berit Beggesen", "Solvik legesenter"),
    ("at 320 px", "Samir Dummy", "Ingrid Testlund", ""),
]


@pytest.fixture
def consultation(patient):
    """Let a patient send a message, to a doctor by name where there is a choice; return both."""

    def send(name, to="", mode="with scripts"):
        writer = patient(name, mode).logs_in().begins()
        if to and writer.page.get_by_role("radio").count():
            writer.ticks(to)
        writer.accepts_who_is_shown().declares_that_it_fits().accepts_the_price()
        writer.writes("Jeg har et utslett på armen.").presses("Neste steg").is_at("Se over og send")
        return writer, writer.sends()

    return send


def invoice_of(portal, dialogue):
    return portal.ask("SELECT kid, number, total_ore FROM billing_invoice WHERE about = %s", dialogue)


@pytest.mark.parametrize(("mode", "name", "doctors_name", "clinic"), CASTS, ids=list(MODES))
def test_a_message_is_answered_replied_to_closed_and_billed(
    patient, colleague, consultation, portal, mode, name, doctors_name, clinic
):
    writer, dialogue = consultation(name, doctors_name, mode)
    address = portal.ask("SELECT email FROM identity_person WHERE identity_number = %s", NUMBERS[name])[0][0]
    link = f"{portal.url}/dialog/{dialogue}/"

    # The doctor's worklist is in the order of the deadlines.
    doctor = colleague(doctors_name, mode).logs_in()
    if clinic:
        doctor.chooses_clinic(clinic)
    doctor.is_at("Arbeidsliste").scrolls_only_down()
    listed = [row.get_attribute("href").split("/")[3] for row in doctor.page.locator("a.work").all()]
    due = dict(portal.ask("SELECT public_id::text, due_date FROM dialogues_dialogue"))
    assert len(listed) > 1
    assert [due[one] for one in listed] == sorted(due[one] for one in listed)

    # Opening is traced, and the patient sees that it was opened.
    writer.opens(link).does_not_see("Åpnet av legekontoret")
    doctor.opens_case(dialogue).sees(name, "Jeg har et utslett på armen.", "259 kroner").scrolls_only_down()
    writer.opens(link).sees("Åpnet av legekontoret")
    assert portal.ask("SELECT actor_name FROM audit_entry WHERE about = %s AND event LIKE '%%open%%'", dialogue) == [
        (doctors_name,)
    ]

    # «Svar»: an e-mail comes, without a word about health, and leads through the login to the message.
    doctor.presses("Svar").sees("Skriv et svar før du sender.").answers(FIRST)
    notice = portal.await_message(address, dialogue)
    assert (notice["channel"], notice["subject"]) == ("email", SUBJECT)
    assert notice["body"].strip() == BODY.format(address=link)
    reader = patient(name, mode).logs_in(re.findall(r"http\S+", notice["body"])[0])
    reader.stands_at(f"/dialog/{dialogue}/").sees(FIRST, "Du kan skrive tilbake så lenge samtalen er åpen.")
    assert invoice_of(portal, dialogue) == []

    # The patient writes back, once, and the doctor has it in the list again.
    old_tab = writer.opens(link)
    reader.presses("Send til legen").sees("Skriv en beskjed før du sender.").replies(REPLY)
    reader.sees(REPLY, "Du har skrevet tilbake", "Meldingen er sendt.").scrolls_only_down()
    expect(reader.field("Skriv tilbake")).to_have_count(0)

    # «Svar og avslutt»: a second notice, and no way to reply any more.
    doctor.opens("/klinikk/arbeidsliste/").opens_case(dialogue).sees(REPLY).answers_and_closes(LAST)
    expect(doctor.row(dialogue)).to_have_count(0)
    portal.await_message(address, dialogue, number=2)
    reader.opens(link).sees("Legen har avsluttet samtalen", LAST).has_no_way_to_reply().scrolls_only_down()

    # A tab that stood open all the while sends too late: refused, and the words are kept.
    old_tab.replies(TOO_LATE).sees("Det du skrev, ble ikke sendt", TOO_LATE).has_no_way_to_reply()
    number = "SELECT count(*) FROM dialogues_message m JOIN dialogues_dialogue d ON d.id = m.dialogue_id"
    assert portal.ask(f"{number} WHERE d.public_id = %s", dialogue) == [(4,)]

    # The invoice: 259 kroner, a KID, and a PDF for archives and for those who listen to it.
    [(kid, invoice_number, total)] = invoice_of(portal, dialogue)
    assert total == 25_900
    pdf = reader.downloads(reader.page.get_by_role("link", name=f"Faktura {invoice_number} (PDF)"))
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        marks = {name: metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
    assert marks == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    printed = "".join("".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf)).pages).split())
    assert kid in printed
    assert "259,00" in printed

    # It is read and over: in the archive, not in Innboks.
    reader.opens("/innboks/")
    expect(reader.row_in_list(dialogue)).to_have_count(0)
    reader.opens("/innboks/arkiv/").scrolls_only_down()
    expect(reader.row_in_list(dialogue)).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Frida Frikortsen", "0 kroner med frikort"), ("Lina Liksom Demo", "0 kroner for barn under 16 år")],
)
def test_who_pays_nothing_is_told_so_and_gets_no_invoice(patient, colleague, portal, name, reason):
    writer = patient(name).logs_in().begins().accepts_who_is_shown().declares_that_it_fits()
    writer.sees(reason, "verken egenandel, gebyr eller faktura").accepts_the_price()
    writer.writes("Et spørsmål om medisin.").presses("Neste steg").sees("0 kroner")
    dialogue = writer.sends()

    colleague("Ingrid Testlund").logs_in().opens_case(dialogue).answers_and_closes("Ja, det kan du.")

    writer.opens(f"/dialog/{dialogue}/").sees("Legen har avsluttet samtalen").does_not_see("Faktura")
    assert invoice_of(portal, dialogue) == []


def test_who_has_no_email_gets_an_sms(colleague, consultation, portal):
    writer, dialogue = consultation("Nils Eksempelsen")
    writer.sees("SMS")

    colleague("Ingrid Testlund").logs_in().opens_case(dialogue).answers("Kom innom i morgen.")

    notice = portal.await_message("+4709000002", dialogue)
    assert (notice["channel"], notice["subject"]) == ("sms", "")
    link = f"{portal.url}/dialog/{dialogue}/"
    assert notice["body"] == f"Du har en ny melding i Legesvar. Logg inn på {link} for å lese den."


def test_staff_see_that_a_patient_cannot_be_told(colleague, consultation, portal):
    writer, dialogue = consultation("Kjell Fiktiv")
    doctor = colleague("Ingrid Testlund").logs_in().opens_case(dialogue).answers("Ta en tablett mindre.")

    doctor.opens(f"/klinikk/dialog/{dialogue}/").sees("Varsler til pasienten")
    expect(doctor.page.locator("#varsler")).to_contain_text(re.compile("verken|mangler|ikke", re.IGNORECASE))
    writer.opens("/innboks/")
    expect(writer.row_in_list(dialogue)).to_contain_text("Nytt svar")


def test_the_trace_of_it_all_holds(portal):
    checked = portal.verify_audit()

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Alt som er forseglet, er uendret." in checked.stdout
    assert "Kontrollerte 0 segl" not in checked.stdout
