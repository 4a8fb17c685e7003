"""Why one may say that one looks through what has been written."""

from enum import StrEnum


class Why(StrEnum):
    """Why somebody looks through what others have written. NOT: they look for patients alone, by name or number."""

    NOT = ""
    CARE = "care"
    COMPLAINT = "complaint"
    QUALITY = "quality"
    OTHER = "other"
