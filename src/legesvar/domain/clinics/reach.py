"""How a clinic is reached, which is public: a part of what other capabilities' statements read beside their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """A clinic's name, phone and address, by the names of its columns."""

    name: str
    phone: str
    street: str
    postcode: str
    city: str
