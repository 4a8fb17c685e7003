"""The kinds of dialogue. A new one is one declaration here, its defaults and its words (docs/kinds.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from legesvar.core.actor import DOCTOR_ROLES, Role


class Kind(StrEnum):
    """What a dialogue is, as it is stored (START-1)."""

    E_CONSULTATION = "e_consultation"
    PRESCRIPTION = "prescription"
    INVOICE_QUESTION = "invoice_question"
    INQUIRY = "inquiry"


class Service(StrEnum):
    """What a fullmakt may be given for: each kind of dialogue by its own name, and the invoices."""

    E_CONSULTATION = Kind.E_CONSULTATION
    PRESCRIPTION = Kind.PRESCRIPTION
    INVOICE_QUESTION = Kind.INVOICE_QUESTION
    INQUIRY = Kind.INQUIRY
    INVOICES = "invoices"


NOBODY: frozenset[Role] = frozenset()
RECEPTION = DOCTOR_ROLES | {Role.SECRETARY, Role.CLINICIAN}
OFFICE = RECEPTION | {Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What one kind is.

    :param slug: its word in addresses, which lasts
    :param icon: the name of its drawing
    :param charged: the patient accepts a price before writing, and pays when it is answered
    :param personal: only the doctor it was sent to, or who stands in for them, may answer (DIA-11)
    :param asks_about_danger: red flags and «det haster ikke» come before writing (START-4)
    :param lines: the fields of a message that is a list, by the names they are stored under: a line in each, of which
        the first must be filled in, and at most three; () for what is written as text
    :param divisible: a clinic may divide the text into three fields, each with its own question (START-6)
    :param answers: which roles answer it
    :param closes: which roles close it without an answer; an e-consultation is rejected with a reason instead (DIA-5)
    :param rejects: which roles reject it
    :param converts: which roles ask whether it may become an e-consultation (START-12)
    """

    slug: str
    icon: str
    charged: bool = False
    personal: bool = False
    asks_about_danger: bool = True
    lines: tuple[str, ...] = ()
    divisible: bool = False
    answers: frozenset[Role]
    closes: frozenset[Role] = NOBODY
    rejects: frozenset[Role] = NOBODY
    converts: frozenset[Role] = NOBODY


DECLARED: dict[Kind, Declaration] = {
    Kind.E_CONSULTATION: Declaration(
        slug="e-konsultasjon", icon="chat", charged=True, personal=True, divisible=True, answers=DOCTOR_ROLES,
        rejects=DOCTOR_ROLES,
    ),
    Kind.PRESCRIPTION: Declaration(
        slug="resept", icon="tasklist", lines=("medicine_1", "medicine_2", "medicine_3"), answers=DOCTOR_ROLES,
        closes=DOCTOR_ROLES,
    ),
    Kind.INVOICE_QUESTION: Declaration(
        slug="faktura", icon="receipt", asks_about_danger=False, answers=OFFICE, closes=OFFICE,
    ),
    Kind.INQUIRY: Declaration(
        slug="annet", icon="envelope", answers=RECEPTION, closes=RECEPTION, converts=RECEPTION,
    ),
}  # fmt: skip
