"""Pure rules about the order of work."""


def rank(*, urgent: bool, channel: str) -> int:
    """Return the place among things due the same day: urgent first, then from the web, then from the phone (WORK-1)."""
    if urgent:
        return 0
    return 1 if channel == "web" else 2
