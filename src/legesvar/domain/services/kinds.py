"""Whom a kind of dialogue may be sent to."""

from enum import StrEnum


class SentTo(StrEnum):
    """Whom a kind is written to."""

    OWN_GP = "own_gp"
    ALL_DOCTORS = "all_doctors"
    CLINIC = "clinic"
