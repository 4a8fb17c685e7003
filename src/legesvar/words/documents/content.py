"""Turns a document's dataclass into the tree of finished words that its template lays out."""

import unicodedata
from datetime import UTC, date, datetime
from functools import singledispatch
from typing import Any

from django.utils.translation import npgettext, pgettext
from stdnum.no import orgnr

from legesvar.core import money
from legesvar.core.clock import OSLO
from legesvar.domain.billing import kid
from legesvar.words import dates
from legesvar.words.documents.pictures import as_svg
from legesvar.words.documents.shapes import (
    CreditNoteDocument,
    DialogueDocument,
    Entry,
    InvoiceDocument,
    JournalDocument,
    Line,
    Patient,
    Payee,
    Picture,
)

Tree = dict[str, Any]
NBSP = "\N{NO-BREAK SPACE}"


@singledispatch
def content(document: object) -> Tree:
    """Return what the document's template needs, `template` and `title` among it, in the language now active."""
    raise TypeError(f"no template for {type(document).__name__}")


@content.register
def _invoice(document: InvoiceDocument) -> Tree:
    due = day(document.due)
    account = money.account(document.payee.account_number)
    return _bill(document) | {
        "title": pgettext("document", "Faktura"),
        "facts": [
            [pgettext("document", "Fakturanummer"), document.number],
            [pgettext("document", "Fakturadato"), day(document.issued)],
            [pgettext("document", "Dato for behandlingen"), day(document.provided)],
            [pgettext("document", "Betal innen"), due],
        ],
        "sum_label": pgettext("document", "Å betale"),
        "slip": {
            "title": pgettext("document", "Slik betaler du"),
            "hint": pgettext("document", "Betal i nettbanken. Bruk KID, så vet legekontoret at betalingen er din."),
            "amount": [pgettext("document", "Beløp"), money.with_unit(document.total)],
            "due": [pgettext("document", "Betal innen"), due],
            "account": [pgettext("document", "Til konto"), account],
            "kid": [pgettext("document", "KID"), kid.grouped(document.kid)],
            "payer": [pgettext("document", "Betaler"), [document.payer.name, *document.payer.address]],
            "payee": [pgettext("document", "Mottaker"), [document.payee.name, *document.payee.address]],
        },
    }


@content.register
def _credit_note(document: CreditNoteDocument) -> Tree:
    statement = pgettext("document", "Kreditnotaen opphever faktura %(number)s. Du skal ikke betale den fakturaen.")
    return _bill(document) | {
        "title": pgettext("document", "Kreditnota"),
        "facts": [
            [pgettext("document", "Kreditnotanummer"), document.number],
            [pgettext("document", "Dato for kreditnotaen"), day(document.issued)],
            [pgettext("document", "Gjelder faktura"), document.invoice_number],
            [pgettext("document", "Fakturadato"), day(document.invoice_issued)],
        ],
        "sum_label": pgettext("document", "Sum kreditert"),
        "remarks": [statement % {"number": document.invoice_number}, *document.remarks],
        "slip": None,
    }


@content.register
def _journal(document: JournalDocument) -> Tree:
    printed = pgettext("document", "Skrevet ut %(when)s av %(who)s") % {
        "when": instant(document.printed_at),
        "who": document.printed_by,
    }
    facts = [*_patient(document.patient), [pgettext("document", "Legekontor"), document.clinic]]
    return _record(document.entries) | {
        "title": pgettext("document", "Utskrift av journal"),
        "facts": [*facts, [pgettext("document", "Innhold"), _number_of(document.entries)]],
        "foot": f"{_whose(document.patient)} · {printed}",
    }


@content.register
def _dialogue(document: DialogueDocument) -> Tree:
    printed = pgettext("document", "Skrevet ut %(when)s") % {"when": instant(document.printed_at)}
    return _record(document.entries) | {
        "title": document.kind,
        "facts": [
            *_patient(document.patient),
            [pgettext("document", "Til"), document.recipient],
            [pgettext("document", "Legekontor"), document.clinic],
            [pgettext("document", "Tilstand"), document.status],
        ],
        "foot": f"{_whose(document.patient)} · {printed}",
    }


def day(value: date) -> str:
    """Write a day with its year: «6. desember 2026»."""
    return dates.day(value)


def instant(value: datetime) -> str:
    """Write an instant in Norwegian time: «22. november 2026 kl. 08.05»."""
    local = value.astimezone(OSLO)
    return f"{day(local.date())} {pgettext('document', 'kl.')}{NBSP}{dates.time(value)}"


def _bill(document: InvoiceDocument | CreditNoteDocument) -> Tree:
    return {
        "template": "bill.typ",
        "payee": _payee(document.payee),
        "payer": [document.payer.name, *document.payer.address],
        "head": [pgettext("document", "Beskrivelse"), pgettext("document", "Beløp i kroner")],
        "lines": [_line(line) for line in document.lines],
        "sum": money.with_unit(document.total),
        "remarks": list(document.remarks),
        "tax": pgettext("document", "Helsetjenester er unntatt fra merverdiavgift (merverdiavgiftsloven § 3-2)."),
    }


def _line(line: Line) -> list[str]:
    return [line.text, money.decimal(line.amount)]


def _payee(payee: Payee) -> Tree:
    number = pgettext("document", "Org.nr. %(number)s") % {"number": _organisation(payee.organisation_number)}
    register = pgettext("document", "Foretaksregisteret") if payee.in_company_register else ""
    phone = pgettext("document", "Telefon %(number)s") % {"number": payee.phone} if payee.phone else ""
    return {"name": payee.name, "lines": [*payee.address, phone, f"{number} {register}".strip()]}


def _organisation(number: str) -> str:
    return orgnr.format(number).replace(" ", NBSP)


def _record(entries: tuple[Entry, ...]) -> Tree:
    return {
        "template": "record.typ",
        "page": [pgettext("document", "Side"), pgettext("document", "av")],
        "entries": [_entry(entry) for entry in entries],
        "boxes_explained": pgettext(
            "document",
            "□ står for et tegn som skriften ikke har. "
            "Hele teksten, med alle tegn, ligger ved i PDF-filen som tekst.txt.",
        ),
    }


def _entry(entry: Entry) -> Tree:
    return {
        "heading": entry.heading,
        "author": _author(entry.author, entry.role),
        "when": instant(entry.written_at),
        "text": paragraphs(entry.text),
        "pictures": [_picture(picture) for picture in entry.pictures],
        "files": [pgettext("document", "Vedlegg: %(name)s") % {"name": name} for name in entry.files],
        "addenda": [
            {
                "label": pgettext("document", "Tillegg"),
                "author": _author(addendum.author, addendum.role),
                "when": instant(addendum.written_at),
                "text": paragraphs(addendum.text),
            }
            for addendum in entry.addenda
        ],
    }


def _picture(picture: Picture) -> Tree:
    description = picture.description.strip() or pgettext("document", "Bilde")
    unreadable = pgettext("document", "Bildet kan ikke vises: %(description)s") % {"description": description}
    svg, width, height = as_svg(picture.content)
    return {"svg": svg, "width": width, "height": height, "description": description, "unreadable": unreadable}


def paragraphs(text: str) -> list[Tree]:
    """Split a text where its writer left a blank line; a paragraph that begins in Arabic or Hebrew runs leftwards."""
    blocks = (block.strip("\n") for block in text.split("\n\n"))
    return [{"text": block, "rtl": _runs_leftwards(block)} for block in blocks if block.strip()]


def _runs_leftwards(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def _author(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def _patient(patient: Patient) -> list[list[str]]:
    facts = [[pgettext("document", "Pasient"), patient.name]]
    if patient.birth_date:
        facts.append([pgettext("document", "Født"), day(patient.birth_date)])
    if patient.identity_number:
        number = f"{patient.identity_number[:6]}{NBSP}{patient.identity_number[6:]}"
        facts.append([pgettext("document", "Fødselsnummer"), number])
    return facts


def _whose(patient: Patient) -> str:
    if not patient.birth_date:
        return patient.name
    return pgettext("document", "%(name)s, født %(when)s") % {
        "name": patient.name,
        "when": dates.numeric(patient.birth_date),
    }


def _number_of(entries: tuple[Entry, ...]) -> str:
    return npgettext("document", "%(n)d notat", "%(n)d notater", len(entries)) % {"n": len(entries)}


def plain(entries: tuple[Entry, ...]) -> str:
    """Write out the entries' text with every character kept, for the file that lies in the PDF."""
    return "\n\n".join(_plain_entry(entry) for entry in entries) + "\n"


def _plain_entry(entry: Entry) -> str:
    parts = [_plain_words(entry.author, entry.role, entry.written_at, entry.text)]
    parts += [_plain_words(a.author, a.role, a.written_at, a.text) for a in entry.addenda]
    return "\n\n".join(parts)


def _plain_words(author: str, role: str, written_at: datetime, text: str) -> str:
    return f"{_author(author, role)}, {written_at.astimezone(UTC).isoformat()}\n{text}"
