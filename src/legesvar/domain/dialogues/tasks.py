"""Names of the work that dialogues ask for."""

from enum import StrEnum


class Task(StrEnum):
    """What `jobs/bind.py` binds to a function."""

    FORGET_OLD_DRAFTS = "dialogues.forget_old_drafts"
    CLOSE_SILENT = "dialogues.close_silent"
