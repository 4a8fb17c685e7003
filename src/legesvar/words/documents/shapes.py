"""What stands in each document, in plain values: strings, days, aware instants, amounts in øre, picture bytes."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """The clinic that is paid, as the law wants it named on an invoice (bokføringsforskriften § 5-1-2)."""

    name: str
    address: tuple[str, ...]
    organisation_number: str
    account_number: str
    phone: str = ""
    in_company_register: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays, and where they live; a line of the address per element."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an invoice, such as «Egenandel e-konsultasjon (takst 2ae)»; the amount is in øre."""

    text: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """An invoice with a giro slip. It says no more about health than that there was a service on a day.

    :param remarks: sentences under the lines, each a paragraph
    """

    number: str
    issued: date
    due: date
    provided: date
    kid: str
    payee: Payee
    payer: Payer
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    language: str = "nb"

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteDocument:
    """A credit note for the whole of one invoice: its lines are that invoice's with the sign turned round."""

    number: str
    issued: date
    invoice_number: str
    invoice_issued: date
    payee: Payee
    payer: Payer
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    language: str = "nb"

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whose record it is. The identity number is left out of what the patient prints for themselves."""

    name: str
    birth_date: date | None
    identity_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture, upright, in any format Pillow reads; `description` is read aloud to who cannot see it."""

    content: bytes
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """A later correction of an entry, which itself never changes."""

    author: str
    role: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One journal entry, or one message of a dialogue.

    :param heading: what kind of entry it is, such as «E-konsultasjon»; empty for a message
    :param files: names of the files that belong to it and are not pictures
    """

    author: str
    role: str
    written_at: datetime
    text: str
    heading: str = ""
    pictures: tuple[Picture, ...] = ()
    files: tuple[str, ...] = ()
    addenda: tuple[Addendum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalDocument:
    """An extract of a patient's journal at one clinic, the entries in the order they are to be read."""

    clinic: str
    patient: Patient
    entries: tuple[Entry, ...]
    printed_by: str
    printed_at: datetime
    language: str = "nb"


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueDocument:
    """One dialogue as the patient sees it, for printing or keeping.

    :param kind: «E-konsultasjon» and the like, which becomes the title
    :param status: what the Innboks says of it, such as «Avsluttet»
    """

    kind: str
    clinic: str
    recipient: str
    patient: Patient
    status: str
    entries: tuple[Entry, ...]
    printed_at: datetime
    language: str = "nb"


Document = InvoiceDocument | CreditNoteDocument | JournalDocument | DialogueDocument
