"""What a clinic decides about standard texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

LONGEST_LINK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardTextSettings:
    """A clinic's choices.

    :param booking_link: what {bestill_time} becomes: the https address where patients book appointments; without one
        it is the clinic's telephone number
    :raises ValueError: with the name of what is wrong
    """

    capability: ClassVar[str] = "standard_texts"

    booking_link: str = ""

    def __post_init__(self) -> None:
        if self.booking_link and not _is_address(self.booking_link):
            raise ValueError("booking_link_is_not_an_https_address")


def _is_address(link: str) -> bool:
    """Say whether a text is an address that a patient can follow: https, a host, nothing that breaks a line."""
    if len(link) > LONGEST_LINK or not link.isprintable() or any(letter in link for letter in ' {}<>"'):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
