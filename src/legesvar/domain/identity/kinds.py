"""The two doors: patients' and clinics'. A doctor who is a patient goes through each of them by itself."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a session is for."""

    PATIENT = "patient"
    CLINIC = "clinic"
