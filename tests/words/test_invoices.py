"""What billing froze becomes a document that can be typeset."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from legesvar.domain.billing.invoices import Credited, Line, Payee, Payer, PrintedInvoice, lines_for, mirrored
from legesvar.domain.billing.kinds import CreditReason
from legesvar.words import invoices
from legesvar.words.documents.render import render
from legesvar.words.documents.shapes import CreditNoteDocument, InvoiceDocument

LINES = lines_for(code="2ae", provided_date=date(2026, 11, 20), amount_ore=20_400, fee_ore=5_500)


def printed(lines: tuple[Line, ...] = LINES, credited: Credited | None = None) -> PrintedInvoice:
    return PrintedInvoice(
        public_id=uuid4(), about=uuid4(), number=10_023, kid="1234567890128", issue_date=date(2026, 11, 22),
        due_date=date(2026, 12, 6), lines=lines, total_ore=sum(line.amount_ore for line in lines),
        payee=Payee(
            name="Solbakken legekontor", organisation_number="974760673", account_number="86011117947",
            street="Storgata 1", postcode="0155", city="Oslo", phone="22 00 11 22",
        ),
        payer=Payer(name="Kari Nordmann", street="", postcode="0266", city="Oslo"),
        credited=credited, credit_reason=CreditReason.EXEMPT if credited else None,
    )  # fmt: skip


def test_an_invoice_says_egenandel_and_fee_with_their_sum() -> None:
    document = invoices.document(printed())
    assert isinstance(document, InvoiceDocument)
    assert [line.text for line in document.lines] == ["Egenandel e-konsultasjon (takst 2ae)", "Fakturagebyr"]
    assert document.total == 25_900
    assert document.payer.address == ("0266 Oslo",)


def test_a_credit_note_names_the_invoice_and_the_reason() -> None:
    document = invoices.document(printed(mirrored(LINES), Credited(number=10_022, issue_date=date(2026, 11, 1))))
    assert isinstance(document, CreditNoteDocument)
    assert document.invoice_number == "10022"
    assert document.remarks == ("Pasienten skulle ikke betale.",)
    assert document.total == -25_900


@pytest.mark.parametrize("credited", [None, Credited(number=10_022, issue_date=date(2026, 11, 1))])
def test_both_can_be_typeset(credited: Credited | None) -> None:
    lines = mirrored(LINES) if credited else LINES
    pdf = render(invoices.document(printed(lines, credited)), created_at=datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert pdf.startswith(b"%PDF-")


def test_the_file_is_named_after_its_number() -> None:
    assert invoices.file_name(printed()) == "faktura-10023.pdf"


@pytest.mark.parametrize(
    ("code", "first", "due", "total"),
    [
        ("nn", "Eigendel e-konsultasjon (takst 2ae)", "6. desember 2026", "259,00 kr"),
        ("en", "User fee (egenandel) for e-consultation (rate 2ae)", "6 December 2026", "NOK 259.00"),
    ],
)
def test_an_invoice_speaks_the_language_of_whoever_gets_it(code: str, first: str, due: str, total: str) -> None:
    pdf = render(invoices.document(printed(), language=code), created_at=datetime(2026, 11, 22, 8, tzinfo=UTC))
    read = PdfReader(BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).replace("\N{NO-BREAK SPACE}", " ").split())
    assert read.trailer["/Root"]["/Lang"] == code
    for said in (first, due, total):
        assert said in text
    assert "Betal innen" not in text
