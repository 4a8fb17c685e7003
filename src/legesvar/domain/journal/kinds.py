"""Why something that was written is not in the record here."""

from enum import StrEnum


class Omitted(StrEnum):
    """The reason; IT_IS_NOT: it stands in the record. A fixed list, so that nobody writes about health in a trace."""

    IT_IS_NOT = ""
    ELSEWHERE = "elsewhere"
    PRACTICAL = "practical"


class Omitting(StrEnum):
    """What a clinic lets its staff leave out of the record."""

    NEVER = "never"
    WITH_REASON = "with_reason"
