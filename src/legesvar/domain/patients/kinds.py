"""Why somebody may act for somebody else, and in what (ID-6)."""

from enum import StrEnum


class Basis(StrEnum):
    """What a representation rests on, in the law's words."""

    PARENT = "foreldreansvar"
    FULLMAKT = "fullmakt"
    GUARDIAN = "verge"


class Left(StrEnum):
    """Why somebody is no longer on a clinic's list."""

    MOVED = "moved"
    OTHER_CLINIC = "other_clinic"
    WISH = "wish"
    DEAD = "dead"
    MISTAKE = "mistake"


class Why(StrEnum):
    """Why somebody at the clinic opens a patient's page (WORK-8). IN_TURN: it is their own patient, or they sort."""

    IN_TURN = "in_turn"
    CARE = "care"
    REGISTER = "register"
    COMPLAINT = "complaint"


ASKED = frozenset(Why) - {Why.IN_TURN}
NEW_GP = "new_gp"  # how a stretch of a membership ends when the person stays


class Outcome(StrEnum):
    """What an import does with one line of the file."""

    NEW = "new"
    BACK = "back"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"
