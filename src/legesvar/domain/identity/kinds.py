"""The two doors, patients' and clinics' (a doctor who is a patient goes through each by itself); ways to be reached."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a session is for."""

    PATIENT = "patient"
    CLINIC = "clinic"


class ContactKind(StrEnum):
    """What a person can be reached by."""

    EMAIL = "email"
    MOBILE = "mobile"


class FactorKind(StrEnum):
    """What somebody has besides their password."""

    PASSKEY = "passkey"
    TOTP = "totp"


class Purpose(StrEnum):
    """What a step between two pages of a local login leads to."""

    LOGIN = "login"
    SETUP = "setup"
    ADD_FACTOR = "add_factor"
