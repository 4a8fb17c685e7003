"""Why somebody may act for somebody else, and in what (ID-6)."""

from enum import StrEnum


class Basis(StrEnum):
    """What a representation rests on, in the law's words."""

    PARENT = "foreldreansvar"
    FULLMAKT = "fullmakt"
    GUARDIAN = "verge"


class Service(StrEnum):
    """What a fullmakt may be given for: each kind of dialogue by its own name, and the invoices."""

    E_CONSULTATION = "e_consultation"
    PRESCRIPTION = "prescription"
    INVOICE_QUESTION = "invoice_question"
    INQUIRY = "inquiry"
    INVOICES = "invoices"
