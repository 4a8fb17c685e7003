"""The documents as files: what standards they claim, what stands in them, what a hostile text can do."""

import io
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from legesvar.words.documents import render as render_module
from legesvar.words.documents.render import FontsMissing, render
from legesvar.words.documents.shapes import (
    Addendum,
    CreditNoteDocument,
    DialogueDocument,
    Entry,
    InvoiceDocument,
    JournalDocument,
    Line,
    Patient,
    Payee,
    Payer,
    Picture,
)

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
LINES = (Line(text="Egenandel e-konsultasjon (takst 2ae)", amount=20400), Line(text="Fakturagebyr", amount=5500))
PAYEE = Payee(
    name="Fjellsiden legesenter AS",
    address=("Fjellveien 12", "5019 Bergen"),
    organisation_number="974760673",
    account_number="12345678903",
    phone="55 01 02 03",
    in_company_register=True,
)
INVOICE = InvoiceDocument(
    number="10023",
    issued=date(2026, 11, 22),
    due=date(2026, 12, 6),
    provided=date(2026, 11, 20),
    kid="4200100230",
    payee=PAYEE,
    payer=Payer(name="Aud Synnøve Pettersen", address=("Nøstegaten 7B", "5010 Bergen")),
    lines=LINES,
    remarks=("Egenandelen teller med til frikort.",),
)
CREDIT_NOTE = CreditNoteDocument(
    number="10024",
    issued=date(2026, 11, 25),
    invoice_number="10023",
    invoice_issued=date(2026, 11, 22),
    payee=PAYEE,
    payer=INVOICE.payer,
    lines=tuple(Line(text=line.text, amount=-line.amount) for line in LINES),
)
PATIENT = Patient(name="Aud Synnøve Pettersen", birth_date=date(1958, 3, 14), identity_number="14835812345")


def picture(kind: str = "JPEG", mode: str = "RGB") -> Picture:
    written = io.BytesIO()
    Image.new(mode, (400, 300)).save(written, kind)
    return Picture(content=written.getvalue(), description="Bilde 1: utslett på armen")


def entry(text: str, **fields) -> Entry:
    return Entry(author="Aud Synnøve Pettersen", role="pasient", written_at=NOW, text=text, **fields)


def dialogue(*entries: Entry) -> DialogueDocument:
    return DialogueDocument(
        kind="E-konsultasjon",
        clinic="Fjellsiden legesenter",
        recipient="Kari Lunde, fastlege",
        patient=replace(PATIENT, identity_number=""),
        status="Avsluttet",
        entries=entries,
        printed_at=NOW,
    )


JOURNAL = JournalDocument(
    clinic="Fjellsiden legesenter",
    patient=PATIENT,
    entries=(
        entry("Det klør på armen.", heading="E-konsultasjon", pictures=(picture(),), files=("rapport.pdf",)),
        Entry(
            author="Kari Lunde",
            role="fastlege",
            written_at=NOW + timedelta(hours=3),
            heading="Svar på e-konsultasjon",
            text="Smør tynt i en uke.",
            addenda=(Addendum(author="Per Vik", role="vikar", written_at=NOW + timedelta(days=1), text="To uker."),),
        ),
    ),
    printed_by="Kari Lunde, fastlege",
    printed_at=NOW,
)
DIALOGUE = dialogue(*JOURNAL.entries)
ALL = pytest.mark.parametrize(
    ("document", "title"),
    [
        (INVOICE, "Faktura"),
        (CREDIT_NOTE, "Kreditnota"),
        (JOURNAL, "Utskrift av journal"),
        (DIALOGUE, "E-konsultasjon"),
    ],
    ids=["invoice", "credit note", "journal", "dialogue"],
)


def words(pdf: bytes) -> str:
    """Return the text of all pages with every kind of blank as one space."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u200b", "").split())


def read(document) -> str:
    return words(render(document, created_at=NOW))


@ALL
def test_every_document_claims_pdf_a_3a_and_pdf_ua_1_and_is_tagged_in_norwegian(document, title):
    with pikepdf.open(io.BytesIO(render(document, created_at=NOW))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == title
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K
        assert str(pdf.Root.Lang).startswith("nb")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


@ALL
def test_every_font_lies_in_the_file(document, title):
    with pikepdf.open(io.BytesIO(render(document, created_at=NOW))) as pdf:
        descriptors = [
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


@ALL
def test_the_same_document_and_time_give_the_same_bytes(document, title):
    assert render(document, created_at=NOW) == render(document, created_at=NOW)


def test_the_time_in_the_file_is_the_one_passed_in():
    with pikepdf.open(io.BytesIO(render(INVOICE, created_at=NOW))) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20261122090500")


def test_the_invoice_holds_what_the_law_and_the_bank_need():
    text = read(INVOICE)
    for needed in (
        "Fakturanummer 10023",
        "Fakturadato 22. november 2026",
        "20. november 2026",
        "6. desember 2026",
        "Org.nr. 974 760 673 Foretaksregisteret",
        "Aud Synnøve Pettersen",
        "Nøstegaten 7B",
        "Egenandel e-konsultasjon (takst 2ae)",
        "204,00",
        "55,00",
        "259,00 kr",
        "1234 56 78903",
        "42 0010 0230",
        "merverdiavgift",
    ):
        assert needed in text


def test_the_invoice_says_nothing_about_who_answered_or_why():
    assert "14835812345" not in read(INVOICE)
    assert "lege " not in read(INVOICE).replace("legesenter", "")


def place_of(pdf: bytes, wanted: str) -> tuple[int, float]:
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        found: list[float] = []

        def note(text, matrix, text_matrix, *_, found=found):
            if wanted in text:
                found.append(text_matrix[5] * matrix[3] + matrix[5])

        page.extract_text(visitor_text=note)
        if found:
            return number, round(found[0], 1)
    raise AssertionError(f"{wanted} is not on paper")


def test_the_giro_slip_stands_in_the_same_place_whatever_is_above_it():
    plain = place_of(render(INVOICE, created_at=NOW), "Slik betaler")
    crowded = replace(
        INVOICE,
        lines=LINES * 2,
        payer=Payer(name="Et svært langt navn " * 20, address=("En lang adresse " * 20,) * 9),
        remarks=("Egenandelen teller med til frikort.",) * 2,
    )
    assert place_of(render(crowded, created_at=NOW), "Slik betaler") == plain
    many = place_of(render(replace(INVOICE, lines=LINES * 40), created_at=NOW), "Slik betaler")
    assert many == (many[0], plain[1])
    assert many[0] > 0


def test_the_longest_kid_and_a_large_sum_stay_on_one_line():
    wide = replace(INVOICE, kid="1" * 25, lines=(Line(text="Stor sum", amount=123_456_789),))
    text = read(wide)
    assert "1 1111 1111 1111 1111 1111 1111" in text
    assert "1 234 567,89 kr" in text


def test_a_credit_note_is_negative_and_names_the_invoice_and_cannot_be_paid():
    text = read(CREDIT_NOTE)
    for needed in ("−204,00", "−55,00", "−259,00 kr", "Gjelder faktura 10023", "22. november 2026"):
        assert needed in text
    assert "KID" not in text
    assert "Slik betaler du" not in text


def test_the_journal_holds_author_role_time_text_picture_file_and_addendum():
    text = read(JOURNAL)
    for needed in (
        "148358 12345",
        "14. mars 1958",
        "Aud Synnøve Pettersen, pasient · 22. november 2026 kl. 10.05",
        "Det klør på armen.",
        "Vedlegg: rapport.pdf",
        "Kari Lunde, fastlege · 22. november 2026 kl. 13.05",
        "Tillegg",
        "Per Vik, vikar · 23. november 2026 kl. 10.05",
        "Side 1 av 1",
        "Skrevet ut 22. november 2026 kl. 10.05 av Kari Lunde, fastlege",
    ):
        assert needed in text
    assert len(PdfReader(io.BytesIO(render(JOURNAL, created_at=NOW))).pages[0].images) == 1


def test_a_picture_is_described_to_who_cannot_see_it():
    with pikepdf.open(io.BytesIO(render(JOURNAL, created_at=NOW))) as pdf:
        described = [str(o["/Alt"]) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    assert described == ["Bilde 1: utslett på armen"]


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGBA"), ("GIF", "P")],
)
def test_pictures_of_every_kind_come_along(kind, mode):
    pdf = render(dialogue(entry("Se bildet.", pictures=(picture(kind, mode),))), created_at=NOW)
    assert len(PdfReader(io.BytesIO(pdf)).pages[0].images) == 1


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"])
def test_a_picture_that_cannot_be_read_is_named_instead(content):
    broken = Picture(content=content, description="Bilde 2")
    assert "Bildet kan ikke vises: Bilde 2" in read(dialogue(entry("Se.", pictures=(broken,))))


def test_a_picture_without_description_still_gets_one():
    assert render(dialogue(entry("Se.", pictures=(replace(picture(), description=" "),))), created_at=NOW)


HOSTILE = [
    '#read("/etc/passwd")',
    '#image("/etc/passwd")',
    '#import "base.typ": *',
    "#sys.inputs.data",
    "#panic()",
    "#pagebreak()",
    "= heading",
    "- list",
    "$ x^2 $ and $",
    "*not bold* _not slanted_",
    "`code`",
    "@label <label>",
    "// comment",
    "/* open",
    "\\ \\u{41} #",
    "] } ) [ { (",
    '"\\"',
    "https://example.org/#x",
    "{{ 7*7 }} %s %(n)s {0}",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_is_printed_as_it_was_written(text):
    found = read(dialogue(entry(text, heading=text, files=(text,))))
    assert found.count(" ".join(text.split())) >= 3
    assert "root:" not in found


@pytest.mark.parametrize("text", HOSTILE)
def test_an_invoice_survives_the_same(text):
    hostile = replace(
        INVOICE, payer=Payer(name=text, address=(text,)), lines=(Line(text=text, amount=1),), remarks=(text,)
    )
    assert "root:" not in read(hostile)


def test_names_of_every_sort_reach_the_paper():
    text = "Sámi: čáhppes Ŋuorjjoš đ ŧ ž. Polski: źdźbło. Українська: здоров'я. Tiếng Việt. ½ × 38,5 °C → ✓"
    assert text in read(dialogue(entry(text)))


@pytest.mark.parametrize(
    "text",
    ["😀 👨‍👩‍👧‍👦 🇳🇴 👩🏾‍⚕️ 1️⃣ ❤️", "السلام عليكم", "שלום", "ትግርኛ", "தமிழ்", "สวัสดี", "नमस्ते", "ქართული"],
)
def test_scripts_that_the_fonts_have_are_drawn_without_boxes(text):
    assert "□" not in read(dialogue(entry(text)))


@pytest.mark.parametrize("text", ["漢字", "\ue000", "\U0010ffff", "\ufffe", "𓀀", "\u0378"])
def test_a_character_without_glyph_becomes_a_box_and_lies_whole_in_the_file(text):
    pdf = render(dialogue(entry(f"Før {text} etter")), created_at=NOW)
    assert f"Før {'□' * len(text)} etter" in words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert f"Før {text} etter" in opened.attachments["tekst.txt"].get_file().read_bytes().decode()


def test_nothing_lies_in_the_file_when_every_character_is_on_paper():
    with pikepdf.open(io.BytesIO(render(DIALOGUE, created_at=NOW))) as opened:
        assert not opened.attachments


@pytest.mark.parametrize(
    "text", ["\x00\x01\x1b\x7f\x85", "\ud800", "\u202e\u2066", "\ufeff", "\u2028\u2029", "\r\r\n", ""]
)
def test_characters_nobody_sees_do_no_harm(text):
    found = read(replace(dialogue(entry(f"Før{text}etter")), kind=f"E{text}-konsultasjon"))
    assert "Før" in found
    assert "etter" in found


@pytest.mark.parametrize("letter", ["x", "漢", "😀", "e\u0301", "#", "م"])
def test_a_word_of_ten_thousand_characters_stays_on_the_paper(letter):
    reader = PdfReader(io.BytesIO(render(dialogue(entry(letter * 10_000)), created_at=NOW)))
    assert len(reader.pages) > 1


def test_a_combination_that_no_font_draws_still_gives_a_document(monkeypatch):
    # Stands in for a gap in our reading of the fonts: the typesetter then meets what it cannot draw.
    everything = dict.fromkeys(range(0x110000), 1)
    monkeypatch.setattr(render_module.glyphs, "coverage", lambda fonts: everything)
    assert "Hei □□ på deg" in read(dialogue(entry("Hei 漢字 på deg")))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_no_text_at_all_stops_a_document(text):
    assert render(dialogue(entry(text)), created_at=NOW).startswith(b"%PDF-")


def test_missing_fonts_are_said_so(tmp_path, settings):
    settings.DOCUMENT_FONTS = str(tmp_path)
    with pytest.raises(FontsMissing, match="no fonts in"):
        render(INVOICE, created_at=NOW)


def test_the_machines_own_fonts_are_never_used():
    fonts = render_module._fonts(render_module.font_paths())
    assert "Inter" in fonts.families()
    assert {os.path.dirname(font.path) for font in fonts.fonts()} == {str(render_module.font_paths())}
