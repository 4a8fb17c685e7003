"""What each role at a clinic may do (ID-8, DIA-11)."""

from enum import StrEnum

from legesvar.core.actor import Role


class Permission(StrEnum):
    """One thing that pages and commands ask for."""

    WORKLIST = "worklist"
    READ_DIALOGUE = "read_dialogue"
    PREPARE_ANSWER = "prepare_answer"
    ANSWER = "answer"
    CLOSE = "close"
    CONVERT = "convert"
    STANDARD_TEXTS = "standard_texts"
    ASSIGN = "assign"
    NOTE = "note"
    JOURNAL = "journal"
    EXEMPTION = "exemption"
    INVOICES = "invoices"
    NOTICES = "notices"
    PATIENTS = "patients"
    REGISTER = "register"
    TRAIL = "trail"
    SEARCH = "search"
    STATISTICS = "statistics"
    SETTINGS = "settings"
    STAFF = "staff"
    OWN_OFFER = "own_offer"
    PAUSE = "pause"


P = Permission
_CARE = {
    P.WORKLIST, P.READ_DIALOGUE, P.PREPARE_ANSWER, P.CLOSE, P.CONVERT, P.STANDARD_TEXTS, P.ASSIGN, P.NOTE, P.EXEMPTION,
    P.NOTICES, P.SEARCH, P.PATIENTS,
}  # fmt: skip
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.FASTLEGE: frozenset({*_CARE, P.ANSWER, P.JOURNAL, P.INVOICES, P.OWN_OFFER, P.STATISTICS, P.REGISTER, P.TRAIL}),
    Role.VIKAR: frozenset({*_CARE, P.ANSWER, P.JOURNAL, P.OWN_OFFER}),
    Role.CLINICIAN: frozenset({*_CARE, P.JOURNAL}),
    Role.SECRETARY: frozenset({*_CARE, P.INVOICES, P.PAUSE, P.REGISTER}),
    Role.ADMINISTRATOR: frozenset(
        {
            P.WORKLIST,
            P.SETTINGS,
            P.STAFF,
            P.INVOICES,
            P.PAUSE,
            P.STATISTICS,
            P.STANDARD_TEXTS,
            P.PATIENTS,
            P.REGISTER,
            P.TRAIL,
        }
    ),
}


def may(role: Role, permission: Permission) -> bool:
    """Say whether a role has a permission."""
    return permission in PERMISSIONS.get(role, frozenset())
