"""What a standard text may hold, whose it is, and in which language it is written."""

from enum import StrEnum


class Placeholder(StrEnum):
    """A word in braces that the server fills in when the text is put into an answer."""

    PATIENT = "pasient"
    FIRST_NAME = "fornavn"
    CLINIC = "klinikk"
    DOCTOR = "lege"
    DATE = "dato"
    PHONE = "telefon"
    BOOKING = "bestill_time"


class Owner(StrEnum):
    """Whose a standard text is: one's own, or the whole clinic's."""

    OWN = "own"
    CLINIC = "clinic"


class Language(StrEnum):
    """In which language a text is written; ANY says nothing about it."""

    ANY = ""
    BOKMAAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"
