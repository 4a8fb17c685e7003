"""The kinds of dialogue a clinic may offer (START-1). docs/kinds.md says what a new one needs."""

from enum import StrEnum


class Kind(StrEnum):
    """What a dialogue is."""

    E_CONSULTATION = "e_consultation"
    PRESCRIPTION = "prescription"
    INVOICE_QUESTION = "invoice_question"
    INQUIRY = "inquiry"


class SentTo(StrEnum):
    """Whom a kind is written to."""

    OWN_GP = "own_gp"
    ALL_DOCTORS = "all_doctors"
    CLINIC = "clinic"
