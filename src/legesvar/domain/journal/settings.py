"""What a clinic decides about the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from legesvar.domain.journal.kinds import Omitting


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSettings:
    """A clinic's choices.

    :param omitting: whether an answer may be kept out of the record here with a reason, or never
    :raises ValueError: when it is neither
    """

    capability: ClassVar[str] = "journal"

    omitting: Omitting = Omitting.WITH_REASON

    def __post_init__(self) -> None:
        # What was stored as JSON comes back as plain text.
        object.__setattr__(self, "omitting", Omitting(self.omitting))
