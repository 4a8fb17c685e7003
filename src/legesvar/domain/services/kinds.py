"""The kinds of dialogue a clinic may offer."""

from enum import StrEnum


class Kind(StrEnum):
    """What a dialogue is."""

    E_CONSULTATION = "e_consultation"
